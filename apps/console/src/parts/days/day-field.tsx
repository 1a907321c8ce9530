import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateInput } from '@mantine/dates';
import '@mantine/dates/styles.css';
import 'dayjs/locale/id';
import { spoken } from '../../i18n';
import { dayOf, earliestToday } from '../../times';
import { dayIn } from './day.rules';

/** A day, typed or chosen in a calendar, in the console's language whatever the browser's is. */
export default function DayField({
  label,
  called = label,
  description,
  placeholder,
  value,
  onChange,
  error = null,
  required = false,
  clearable = !required,
  withinPortal = true,
  near,
  from,
  invalid = false,
  known,
}: {
  /** Empty: only `called` names it, where its place says the same. */
  label: string;
  /** Its name for those who hear it, where several have one label. */
  called?: string;
  description?: string;
  /** An example of what can be typed, where nothing is said. */
  placeholder?: string;
  /** `2026-12-01`; empty: none. */
  value: string;
  /** Gets the same; called while a day is typed, once it can be read. */
  onChange: (value: string) => void;
  error?: string | null;
  required?: boolean;
  clearable?: boolean;
  /** False where its calendar belongs to what it stands in: a popover, which a click outside it closes, or the page. */
  withinPortal?: boolean;
  /** A day typed without a year is the one nearest to this; absent: a year is needed. */
  near?: string;
  /** The first day that can be chosen; an earlier one can be typed, and is for the form to refuse. */
  from?: string;
  /** What is wrong is said where the field stands. */
  invalid?: boolean;
  /** What a day is that its calendar marks, in words; undefined: a day like any other. */
  known?: (day: string) => string | undefined;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [left, setLeft] = useState(false);
  // The library opens its calendar with the focus, over what comes next, and leaves it there when Enter takes what is typed.
  const [shut, setShut] = useState(true);
  const read = (text: string): string | null => dayIn(text, near);
  // The library marks the browser's own day.
  const today = earliestToday([]);
  const unreadable = typed.trim() !== '' && read(typed) === null;
  return (
    <DateInput
      label={label === '' ? null : label}
      aria-label={called === label ? undefined : called}
      description={description}
      required={required}
      locale={spoken()}
      value={value === '' ? null : value}
      onChange={(day) => {
        if (day === null || day !== read(typed)) setTyped('');
        onChange(day ?? '');
      }}
      valueFormat={dayOf}
      dateParser={read}
      onInput={({ currentTarget }) => {
        setTyped(currentTarget.value);
        setLeft(false);
        setShut(false);
      }}
      onKeyDown={({ key }) => {
        if (key === 'Enter' || key === 'Escape') setShut(true);
      }}
      onClick={() => setShut(false)}
      onBlur={() => {
        setLeft(true);
        setShut(true);
      }}
      // Escape closes the calendar first, then the dialog around it.
      data-mantine-stop-propagation={!shut || undefined}
      fixOnBlur={!unreadable}
      error={unreadable && left ? t('day.unreadable') : (error ?? invalid)}
      placeholder={placeholder ?? t('day.example')}
      clearable={clearable}
      clearButtonProps={{
        'aria-label': t('day.clear', { field: called }),
        // Deleting what is typed clears it too: Tab leads on to what comes next.
        tabIndex: -1,
        style: { minWidth: '1.5rem', minHeight: '1.5rem' },
      }}
      ariaLabels={{ previousMonth: t('compose.previousMonth'), nextMonth: t('compose.nextMonth') }}
      popoverProps={{ transitionProps: { duration: 0 }, withinPortal, ...(shut && { opened: false }) }}
      weekendDays={[]}
      {...(from !== undefined && { defaultDate: from, excludeDate: (day: string) => day < from })}
      hideOutsideDates
      highlightToday
      getDayProps={(day) => {
        const is = known?.(day);
        return {
          'data-today': day === today || undefined,
          onClick: () => setShut(true),
          ...(is !== undefined && {
            title: is,
            style: { boxShadow: 'inset 0 -3px 0 var(--mantine-color-yellow-6)' },
          }),
        };
      }}
    />
  );
}
