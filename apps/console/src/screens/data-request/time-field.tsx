import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { instant } from '../../times';

/** The present minute, in the format of a date and time field. */
export function thisMinute(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/**
 * A time in the past, on this device's clock. Browsers differ in the order of day and month, so the field shows below
 * how it reads the time.
 */
export function TimeField({
  label,
  help,
  value,
  onChange,
  error = null,
}: {
  label: string;
  help?: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | null;
}) {
  const { t } = useTranslation();
  const read = value === '' ? null : t('dataRequests.readAs', { at: instant(new Date(value).toISOString()) });
  return (
    <TextInput
      type="datetime-local"
      label={label}
      description={[help, read].filter(Boolean).join(' ')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error ?? (value > thisMinute() ? t('dataRequests.notLater') : null)}
      required
    />
  );
}
