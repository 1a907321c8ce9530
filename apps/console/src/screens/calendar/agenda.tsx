import { Anchor, Button, Group, Paper, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { KindBadge, StateBadge } from '../../parts/broadcasts/badges';
import { CorrectedBadge, DoubtedBadge } from '../../parts/broadcasts/content-badges';
import { ChannelSigns } from '../../parts/broadcasts/channel-signs';
import { listed } from '../../times';
import classes from './calendar.module.css';
import { clocksOf, titleOf, WriteOn } from './chip';
import { useCalendarContext } from './context';
import { DayCost, DayKind, DayLoad } from './day-facts';
import { dayOfWall } from './days.rules';
import { hourOf, longDay } from './format';
import { isAtOnce, metBy, type Occurrence } from './occurrences.rules';

/**
 * The same broadcasts one below the other: the days that have any, or are marked.
 * @param every whether the other days stand there, too
 */
export function Agenda({ days, every = false }: { days: readonly string[]; every?: boolean }) {
  const { t } = useTranslation();
  const { shown, elections, today } = useCalendarContext();
  const on = (day: string): Occurrence[] => shown.occurrences.filter(({ wall }) => dayOfWall(wall) === day);
  const listedDays = days.filter(
    (day) => every || on(day).length > 0 || elections.polling.has(day) || elections.quiet.has(day),
  );
  if (listedDays.length === 0) return <Text>{t('calendar.nothing')}</Text>;
  return (
    <Stack gap="lg" className={classes['agenda'] ?? ''}>
      {listedDays.map((day) => (
        <Stack key={day} gap="xs" component="section" aria-label={longDay(day)}>
          <Group gap="xs">
            <Title order={2} size="h5" {...(on(day).length === 0 && { fw: 500, c: 'dimmed' })}>
              {longDay(day)}
            </Title>
            {day === today && (
              <span className={classes['mark']} data-mark="today">
                {t('calendar.today')}
              </span>
            )}
            <DayKind day={day} />
            <DayCost day={day} />
            {every && <WriteOn day={day} />}
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
  const meets = metBy(shown.conflicts, of);
  const channels = listed(entry.channels.map((channel) => t(`channels.${channel}`)));
  return (
    <li className={classes['entry']}>
      <Text fw={700} className={`steady ${classes['at']}`}>
        {hourOf(wall)} {isAtOnce(of) && clocksOf(of)}
      </Text>
      <Stack gap={2} miw={0} className={classes['what'] ?? ''}>
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
        {meets.size > 0 && (
          <Text size="sm" fw={600} component="div" className={classes['meeting']}>
            <IconAlertTriangle size={16} aria-hidden className={classes['meets']} />
            <span>
              {t('calendar.meetsTitle')}{' '}
              {[...meets.values()].map((other, at) => (
                <Fragment key={other.id}>
                  {at > 0 && ', '}
                  <Anchor component={Link} to={`/siaran/${other.id}`} fz="inherit" underline="always">
                    {other.title}
                  </Anchor>
                </Fragment>
              ))}
            </span>
          </Text>
        )}
      </Stack>
      <Group gap="sm" className={classes['acts'] ?? ''}>
        <StateBadge {...entry} />
        <CorrectedBadge chain={entry.content.chain} />
        <DoubtedBadge of={entry.content} />
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
