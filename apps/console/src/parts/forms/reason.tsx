import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/**
 * A field for a reason.
 * @param suggested its initial text, selected so that typing replaces it
 */
export function Reason({
  label,
  value,
  onChange,
  required = false,
  suggested = '',
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  required?: boolean;
  suggested?: string;
}) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={label}
      // The button of the dialog is disabled until then.
      description={required && value.trim() === '' ? t('reason.needed') : undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onFocus={(event) => {
        if (value !== '' && value === suggested) event.currentTarget.select();
      }}
      required={required}
      maxLength={2000}
      autosize
      minRows={3}
      maxRows={8}
      data-autofocus
    />
  );
}
