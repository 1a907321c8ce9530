import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { KindBadge, StateBadge } from '../../parts/broadcasts/badges';
import { listed } from '../../times';
import { clocksOf, titleOf } from './chip';
import { useCalendarContext } from './context';
import { DayLoad, DayMarks } from './day-facts';
import { dayOfWall } from './days.rules';
import { hourOf, longDay } from './format';
import type { Occurrence } from './occurrences.rules';

/** The same broadcasts one below the other: the days that have any, or are marked. */
export function Agenda({ days }: { days: readonly string[] }) {
  const { t } = useTranslation();
  const { shown, elections } = useCalendarContext();
  const on = (day: string): Occurrence[] => shown.occurrences.filter(({ wall }) => dayOfWall(wall) === day);
  const listedDays = days.filter(
    (day) => on(day).length > 0 || elections.polling.has(day) || elections.quiet.has(day),
  );
  if (listedDays.length === 0) return <Text>{t('calendar.nothing')}</Text>;
  return (
    <Stack gap="lg">
      {listedDays.map((day) => (
        <Stack key={day} gap="xs" component="section" aria-label={longDay(day)}>
          <Group gap="xs">
            <Title order={3} size="h5">
              {longDay(day)}
            </Title>
            <DayMarks day={day} />
          </Group>
          <DayLoad day={day} full />
          {on(day).length > 0 && (
            <Paper withBorder component="ul" className="rows">
              {on(day).map((one) => (
                <Line key={one.key} of={one} />
              ))}
            </Paper>
          )}
        </Stack>
      ))}
    </Stack>
  );
}

function Line({ of }: { of: Occurrence }) {
  const { t } = useTranslation();
  const { shown, onMove } = useCalendarContext();
  const { entry, wall } = of;
  const meets = shown.conflicts.get(entry.id);
  return (
    <Group component="li" px="md" py="sm" gap="sm" align="flex-start">
      <Text fw={600} className="steady" w="3.5rem">
        {hourOf(wall)}
      </Text>
      <Stack gap={2} miw={0} style={{ flex: '1 1 14rem' }}>
        <Group gap="xs">
          <Anchor component={Link} to={`/siaran/${entry.id}`} fw={600} style={{ overflowWrap: 'anywhere' }}>
            {titleOf(t, of)}
          </Anchor>
          <KindBadge kind={entry.kind} />
        </Group>
        <Text size="sm" c="dimmed">
          {[clocksOf(of), listed(entry.channels.map((channel) => t(`channels.${channel}`)))].join(' · ')}
        </Text>
        {meets && (
          <Text size="sm" fw={600}>
            ⚠ {t('calendar.meets', { titles: listed([...meets.values()].map(({ title }) => `“${title}”`)) })}
          </Text>
        )}
      </Stack>
      <Group gap="sm">
        <StateBadge state={entry.state} begun={entry.begun} />
        {entry.move && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t('calendar.moveOne', { title: titleOf(t, of) })}
            onClick={() => onMove(of)}
          >
            {t('calendar.moveIt')}
          </Button>
        )}
      </Group>
    </Group>
  );
}
