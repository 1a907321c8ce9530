import { Anchor, Button, Group, Paper, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { KindBadge, StateBadge } from '../../parts/broadcasts/badges';
import { ChannelSigns } from '../../parts/broadcasts/channel-signs';
import { listed } from '../../times';
import classes from './calendar.module.css';
import { clocksOf, titleOf } from './chip';
import { useCalendarContext } from './context';
import { DayLoad, DayMarks } from './day-facts';
import { dayOfWall } from './days.rules';
import { hourOf, longDay } from './format';
import { isAtOnce, type Occurrence } from './occurrences.rules';

/** The same broadcasts one below the other: the days that have any, or are marked. */
export function Agenda({ days }: { days: readonly string[] }) {
  const { t } = useTranslation();
  const { shown, elections, today } = useCalendarContext();
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
            {day === today && (
              <span className={classes['mark']} data-mark="today">
                {t('calendar.today')}
              </span>
            )}
            <DayMarks day={day} />
          </Group>
          <DayLoad day={day} inLine />
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
  const channels = listed(entry.channels.map((channel) => t(`channels.${channel}`)));
  return (
    <li className={classes['entry']}>
      <Text fw={600} className="steady">
        {hourOf(wall)} {isAtOnce(of) && clocksOf(of)}
      </Text>
      <Stack gap={2} miw={0}>
        <Group gap="xs">
          <Anchor component={Link} to={`/siaran/${entry.id}`} fw={600} style={{ overflowWrap: 'anywhere' }}>
            {titleOf(t, of)}
          </Anchor>
          <KindBadge kind={entry.kind} />
        </Group>
        <Text size="sm" c="dimmed" component="div" className={classes['where']}>
          {!isAtOnce(of) && clocksOf(of)}
          <span className={classes['signs']} title={channels} aria-hidden>
            <ChannelSigns of={entry.channels} />
          </span>
          <VisuallyHidden>{channels}</VisuallyHidden>
        </Text>
        {meets && (
          <Text size="sm" fw={600} component="div" className={classes['meeting']}>
            <IconAlertTriangle size={16} aria-hidden className={classes['meets']} />
            {t('calendar.meets', { titles: listed([...meets.values()].map(({ title }) => `“${title}”`)) })}
          </Text>
        )}
      </Stack>
      <Group gap="sm" className={classes['acts'] ?? ''}>
        <StateBadge state={entry.state} begun={entry.begun} />
        {entry.move && (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={t('calendar.moveOne', { title: titleOf(t, of) })}
            onClick={() => onMove(of)}
          >
            {t('calendar.moveIt')}
          </Button>
        )}
      </Group>
    </li>
  );
}
