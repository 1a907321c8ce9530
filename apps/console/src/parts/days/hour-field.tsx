import { TimePicker } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { useTranslation } from 'react-i18next';
import { wholeTimeInput } from './whole-time-input';

/** An hour of the day, of 24, whatever the browser's language is. */
export function HourField({
  label,
  value,
  onChange,
  error = null,
}: {
  label: string;
  /** `07:00`; empty: none. */
  value: string;
  /** Gets the same. */
  onChange: (value: string) => void;
  error?: string | null;
}) {
  const { t } = useTranslation();
  return (
    <TimePicker
      label={label}
      format="24h"
      value={value}
      onChange={(time) => onChange(time.slice(0, 5))}
      error={error}
      hoursInputProps={wholeTimeInput}
      minutesInputProps={wholeTimeInput}
      hoursInputLabel={t('compose.hours', { field: label })}
      minutesInputLabel={t('compose.minutes', { field: label })}
    />
  );
}
