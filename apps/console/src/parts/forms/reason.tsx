import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A field for a reason. */
export function Reason({
  label,
  value,
  onChange,
  required = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  required?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={label}
      // The button of the dialog is disabled until then.
      description={required && value.trim() === '' ? t('reason.needed') : undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      required={required}
      maxLength={2000}
      autosize
      minRows={3}
      maxRows={8}
      data-autofocus
    />
  );
}
