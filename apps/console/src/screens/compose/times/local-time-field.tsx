import { Group, Input, Stack, Text } from '@mantine/core';
import { TimePicker } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import DayField from '../../../parts/days/day-field';
import { wholeTimeInput } from '../../../parts/days/whole-time-input';
import { listed } from '../../../times';
import type { ElectionDays } from '../../calendar/use-calendar';
import { partsOf, timeOf } from './local-time.rules';

/** The hour of a day that is chosen before its hour. */
const MORNING = '09:00';

/** A wall-clock date and time without a zone: the day typed or chosen, the hour typed. */
export function LocalTimeField({
  field,
  label,
  description,
  value,
  onChange,
  from,
  error,
  elections,
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
  /** The days of elections, where it matters that the time is on one. */
  elections?: ElectionDays;
}) {
  const { t } = useTranslation();
  const id = useId();
  // Of a day without an hour, or an hour without a day, the value has nothing.
  const [entered, setEntered] = useState(partsOf(value));
  // The hour is Siar's, and nobody has been at it.
  const [proposed, setProposed] = useState(false);
  const shown = timeOf(entered) === value ? entered : partsOf(value);
  const enter = (next: typeof entered): void => {
    setEntered(next);
    if (timeOf(next) !== value) onChange(timeOf(next));
  };
  const kindOf = (day: string): string | undefined => {
    const [polling, quiet] = [elections?.polling.get(day), elections?.quiet.get(day)];
    if (polling) return t('compose.onPollingDay', { elections: listed(polling) });
    return quiet && t('compose.onQuietDay', { elections: listed(quiet) });
  };
  const about = [description && `${id}-description`, error && `${id}-error`].filter(Boolean).join(' ');
  const fields = (
    <Input.Wrapper
      id={id}
      data-field={field}
      role="group"
      aria-labelledby={`${id}-label`}
      {...(about !== '' && { 'aria-describedby': about })}
      labelElement="div"
      label={label}
      labelProps={{ id: `${id}-label` }}
      description={description}
      descriptionProps={{ id: `${id}-description` }}
      error={error}
      errorProps={{ id: `${id}-error` }}
      inputContainer={(inputs) => (
        <Group gap="xs" wrap="nowrap" align="flex-start" mt={4}>
          {inputs}
        </Group>
      )}
    >
      <div style={{ flex: '1 1 auto', minWidth: 0 }}>
        <DayField
          label=""
          called={label}
          value={shown.day}
          from={from}
          near={from}
          clearable
          // Within the page's landmarks, and within a dialog's focus.
          withinPortal={false}
          invalid={Boolean(error)}
          known={kindOf}
          onChange={(day) => {
            const proposes = day !== '' && shown.hour === '';
            if (proposes) setProposed(true);
            enter({ day, hour: proposes ? MORNING : shown.hour });
          }}
        />
      </div>
      <Stack gap={2}>
        <TimePicker
          format="24h"
          aria-label={t('compose.hour')}
          value={shown.hour}
          onChange={(time) => {
            setProposed(false);
            enter({ ...shown, hour: time.slice(0, 5) });
          }}
          onBlur={() => setProposed(false)}
          error={Boolean(error)}
          hoursInputProps={wholeTimeInput}
          minutesInputProps={wholeTimeInput}
          hoursInputLabel={t('compose.hours', { field: label })}
          minutesInputLabel={t('compose.minutes', { field: label })}
        />
        <div role="status">
          {proposed && shown.hour === MORNING && (
            <Text size="xs" c="dimmed">
              {t('compose.proposed')}
            </Text>
          )}
        </div>
      </Stack>
    </Input.Wrapper>
  );
  return elections ? (
    <div>
      {fields}
      <Text size="xs" mt={4} role="status">
        {kindOf(shown.day)}
      </Text>
    </div>
  ) : (
    fields
  );
}
