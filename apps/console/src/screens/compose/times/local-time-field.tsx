import { DateTimePicker } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import { spoken } from '../../../i18n';
import { wallClock } from '../../../times';
import { wholeTimeInput } from '../../../parts/days/whole-time-input';

/** A wall-clock date and time without a zone, formatted in the console's language whatever the browser's is. */
export function LocalTimeField({
  field,
  label,
  description,
  value,
  onChange,
  from,
  error,
}: {
  /** Its path, by which it gets the focus. */
  field: string;
  label: string;
  description?: string;
  /** `2026-12-01T07:00`; empty: none. */
  value: string;
  onChange: (value: string) => void;
  /** The first day that can be chosen, `2026-12-01`. */
  from: string;
  error?: string | null;
}) {
  const { t } = useTranslation();
  return (
    <DateTimePicker
      data-field={field}
      label={label}
      description={description}
      locale={spoken()}
      value={value === '' ? null : value.replace('T', ' ').slice(0, 16)}
      onChange={(next) => onChange(next === null ? '' : next.slice(0, 16).replace(' ', 'T'))}
      valueFormat={(date) => wallClock(date.slice(0, 16).replace(' ', 'T'))}
      // Mantine lets the default win over the value's own hour, each time the picker opens.
      defaultTimeValue={value === '' ? '09:00' : value.slice(11, 16)}
      placeholder={t('compose.chooseTime')}
      clearable
      clearButtonProps={{
        'aria-label': t('compose.clearTime', { field: label }),
        style: { minWidth: '1.5rem', minHeight: '1.5rem' },
      }}
      timePickerProps={{
        format: '24h',
        'aria-label': t('compose.hour'),
        hoursInputProps: wholeTimeInput,
        minutesInputProps: wholeTimeInput,
        hoursInputLabel: t('compose.hours', { field: label }),
        minutesInputLabel: t('compose.minutes', { field: label }),
      }}
      submitButtonProps={{ 'aria-label': t('compose.setTime') }}
      ariaLabels={{
        previousMonth: t('compose.previousMonth'),
        nextMonth: t('compose.nextMonth'),
      }}
      popoverProps={{ transitionProps: { duration: 0 }, returnFocus: true }}
      weekendDays={[]}
      // The browser’s own day may be another one than Indonesia’s.
      defaultDate={from}
      hideOutsideDates
      highlightToday
      // Not `minDate`: closing the picker would then replace an older time without a word.
      excludeDate={(day) => day < from}
      error={error}
    />
  );
}
