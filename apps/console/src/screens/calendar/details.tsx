import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CalendarEntry } from '../../api';
import { composing } from '../../api/composing';
import { StateBadge } from '../../parts/broadcasts/badges';
import { useTopics } from '../../parts/broadcasts/topics';
import { Dialog } from '../../parts/forms/dialog';
import { regionName, useRegions } from '../../parts/regions/regions';
import { useRoles } from '../../session';
import { clock, listed, number, wallClock } from '../../times';
import classes from './calendar.module.css';
import { titleOf } from './chip';
import { useCalendarContext } from './context';
import { localOf } from './days.rules';
import { commonOf, type Occurrence } from './occurrences.rules';

/** Regions that are named; the others are counted. */
const NAMED = 5;

const regionWords = (t: TFunction, codes: readonly string[]): string =>
  codes.length === 0
    ? t('times.regionCount', { count: 0 })
    : listed([
        ...codes.slice(0, NAMED).map((code) => regionName(code)),
        ...(codes.length > NAMED
          ? [t('calendar.otherRegions', { count: number(codes.length - NAMED) })]
          : []),
      ]);

/** Where two broadcasts that meet go to the same people, and how many these are at most. */
function Common({ of, other }: { of: CalendarEntry; other: CalendarEntry }) {
  const { t } = useTranslation();
  // The API estimates for those who write or decide.
  const asks = useRoles('author', 'reviewer');
  const common = commonOf(of, other);
  const { data } = useQuery({
    queryKey: ['calendar-common', common],
    queryFn: ({ signal }) => {
      const { regions, topics, channels } = common;
      return composing.outlook(
        { channels, reach: 'every', audience: { regions, ...(topics.length > 0 ? { topics } : {}) } },
        signal,
      );
    },
    enabled: asks,
    staleTime: 300_000,
    retry: false,
  });
  const people = data?.estimate?.people;
  return (
    <Text size="sm" c="dimmed" component="div">
      {regionWords(t, common.regions)}
      {people !== undefined && ` · ${t('calendar.meetsPeople', { people: number(people) })}`}
    </Text>
  );
}

/** A broadcast on the calendar: when it goes out where, what it meets, and what can be done with it. */
export function Details({
  of,
  onMove,
  onClose,
}: {
  of: Occurrence;
  onMove: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { shown } = useCalendarContext();
  const { topicName } = useTopics();
  // The names of regions come later.
  useRegions();
  const { entry, places, wall } = of;
  const meets = shown.conflicts.get(entry.id);
  return (
    <Dialog title={titleOf(t, of)} onClose={onClose}>
      <Stack gap="sm">
        <Group>
          <StateBadge state={entry.state} begun={entry.begun} />
        </Group>
        <Text fw={600}>{t('calendar.localTime', { when: wallClock(localOf(wall)) })}</Text>
        <ul style={{ margin: 0, paddingInlineStart: '1.25rem' }}>
          {places.map(({ timeZone, at, regions }) => (
            <Text component="li" size="sm" key={`${timeZone} ${at}`}>
              {clock(new Date(at), timeZone)} · {regionWords(t, regions)}
            </Text>
          ))}
        </ul>
        <Text size="sm" c="dimmed">
          {listed(entry.channels.map((channel) => t(`channels.${channel}`)))}
          {entry.topics.length > 0 && ` · ${listed(entry.topics.map(topicName))}`}
        </Text>
        {meets && (
          <Stack gap={4}>
            <Text size="sm" fw={600} component="div" className={classes['meeting'] ?? ''}>
              <IconAlertTriangle size={16} aria-hidden className={classes['meets']} />
              {t('calendar.meetsTitle')}
            </Text>
            <ul style={{ margin: 0, paddingInlineStart: '1.25rem' }}>
              {[...meets.values()].map((other) => (
                <Text component="li" size="sm" key={other.id}>
                  <Anchor component={Link} to={`/siaran/${other.id}`} fz="inherit" underline="always">
                    {other.title}
                  </Anchor>
                  <Common of={entry} other={other} />
                </Text>
              ))}
            </ul>
            <Text size="sm" c="dimmed">
              {t('calendar.meetsHelp')}
            </Text>
          </Stack>
        )}
        <Group justify="flex-end">
          <Button component={Link} to={`/siaran/${entry.id}`} variant="default">
            {t('calendar.open')}
          </Button>
          {entry.move && (
            <>
              <Button component={Link} to={`/tulis/${entry.id}`} variant="default">
                {t('acts.edit')}
              </Button>
              <Button onClick={onMove}>{t('calendar.moveIt')}</Button>
            </>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}
