import { ActionIcon, Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Reminder } from '../../api/series';
import { dayWord } from '../../parts/broadcasts/series';
import { HourField } from '../../parts/days/hour-field';
import { dayOf } from '../../times';

/** Reminders as somebody types them: '' while a field is empty. */
export interface Typed {
  key: number;
  days: number | '';
  at: string;
}

/** What is typed, once every field is filled in and no day is there twice; null before. */
export function remindersOf(typed: readonly Typed[]): Reminder[] | null {
  const found = typed.flatMap(({ days, at }) => (days === '' || at === '' ? [] : [{ daysBefore: days, at }]));
  const days = new Set(found.map(({ daysBefore }) => daysBefore));
  return found.length === typed.length && days.size === found.length ? found : null;
}

/** One reminder: its days before the polling day, and its hour on each region's clock. */
export function ReminderFields({
  typed,
  pollingDate,
  error,
  onChange,
  onRemove,
}: {
  typed: Typed;
  /** Of the election as a whole, to show the day that is meant; null: not known. */
  pollingDate: string | null;
  error?: string | undefined;
  onChange: (next: Typed) => void;
  onRemove?: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const { days, at } = typed;
  const day = days === '' ? '' : dayWord(t, days);
  return (
    <Stack gap={4} role="group" aria-label={day || t('series.reminder')}>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <NumberInput
          label={t('series.days')}
          value={days}
          onChange={(value) => onChange({ ...typed, days: typeof value === 'number' ? value : '' })}
          min={0}
          max={60}
          allowDecimal={false}
          allowNegative={false}
          error={error}
          style={{ flex: '1 1 8rem' }}
          required
        />
        <div style={{ flex: '1 1 6rem' }}>
          <HourField
            label={t('series.hour')}
            value={at}
            onChange={(value) => onChange({ ...typed, at: value })}
          />
        </div>
        {onRemove && (
          <ActionIcon
            variant="default"
            size="input-sm"
            aria-label={t('series.removeRow', { day: day || t('series.reminder') })}
            onClick={onRemove}
          >
            ×
          </ActionIcon>
        )}
      </Group>
      {days !== '' && pollingDate && (
        <Text size="sm" c="dimmed">
          {t('series.falls', { day, date: dayOf(before(pollingDate, days)) })}
        </Text>
      )}
    </Stack>
  );
}

/** The day some days before another. */
function before(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - days);
  return date.toISOString().slice(0, 10);
}

/** The button below a list of reminders. */
export function AddRow({ onAdd, disabled }: { onAdd: () => void; disabled: boolean }) {
  const { t } = useTranslation();
  return (
    <Group>
      <Button variant="default" size="xs" onClick={onAdd} disabled={disabled}>
        {t('series.addRow')}
      </Button>
    </Group>
  );
}
