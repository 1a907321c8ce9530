import { Anchor, Button, CloseButton, Group, Popover, Stack, Text, Title } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { type RefObject, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CalendarEntry } from '../../api';
import { composing } from '../../api/composing';
import { KindBadge, StateBadge } from '../../parts/broadcasts/badges';
import { CorrectedBadge, DoubtedBadge } from '../../parts/broadcasts/content-badges';
import { useTopics } from '../../parts/broadcasts/topics';
import { regionName, useRegions } from '../../parts/regions/regions';
import { useRoles } from '../../session';
import { clock, listed, number, rupiah, wallClock } from '../../times';
import classes from './calendar.module.css';
import { clocksOf, titleOf } from './chip';
import { useCalendarContext } from './context';
import { dayOfWall, localOf } from './days.rules';
import { costOf } from './load.rules';
import { commonOf, isAtOnce, metBy, type Occurrence } from './occurrences.rules';

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
function Common({ of, other }: { of: Occurrence; other: CalendarEntry }) {
  const { t } = useTranslation();
  // The API estimates for those who write or decide.
  const asks = useRoles('author', 'reviewer');
  const common = commonOf({ ...of.entry, due: of.places }, other);
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

/** Its copies on its days by channel, and what they cost; nothing while they are not counted. */
function Copies({ of: { entry, wall, later = [] } }: { of: Occurrence }) {
  const { t } = useTranslation();
  const { shown } = useCalendarContext();
  const days = [wall, ...later].map(dayOfWall);
  const lots = shown.lots.filter(({ id, day }) => id === entry.id && days.includes(day));
  if (lots.length === 0) return null;
  const cost = costOf(lots);
  return (
    <Text size="sm" className="steady">
      {entry.channels
        .map((channel) =>
          t('calendar.copies', {
            channel: t(`channels.${channel}`),
            messages: number(
              lots.filter((lot) => lot.channel === channel).reduce((sum, { copies }) => sum + copies, 0),
            ),
          }),
        )
        .join(' · ')}
      {cost && ` · ≈ ${rupiah(cost.rupiah)}`}
    </Text>
  );
}

/**
 * A broadcast on the calendar, in a card beside it: when it goes out where, what it meets, and what can be done with it.
 * Stands in an element that has a place of its own, which the card hangs from.
 */
export function Details({
  of,
  holder,
  onClose,
}: {
  of: Occurrence;
  /** What opened it, which gets the focus back. */
  holder: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { shown, onMove } = useCalendarContext();
  const heading = useId();
  const card = useRef<HTMLDivElement>(null);
  const leave = (): void => {
    holder.current?.focus({ preventScroll: true });
    onClose();
  };
  useEffect(() => {
    const outside = ({ target }: Event): void => {
      // What opened it closes it by itself.
      if (![card, holder].some(({ current }) => current?.contains(target as Node))) onClose();
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [holder, onClose]);
  const { topicName } = useTopics();
  // The names of regions come later.
  useRegions();
  const { entry, places, wall } = of;
  const meets = metBy(shown.conflicts, of);
  return (
    <Popover
      opened
      onDismiss={leave}
      closeOnClickOutside={false}
      position="right-start"
      width={360}
      shadow="lg"
      trapFocus
      withRoles={false}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <span className={classes['place']} />
      </Popover.Target>
      <Popover.Dropdown ref={card} role="dialog" aria-labelledby={heading} className={classes['card'] ?? ''}>
        <Stack gap="xs">
          <Group wrap="nowrap" align="flex-start" gap="xs">
            <Title order={2} size="h5" id={heading} flex={1} style={{ overflowWrap: 'anywhere' }}>
              {titleOf(t, of)}
            </Title>
            <CloseButton aria-label={t('actions.close')} onClick={leave} />
          </Group>
          <Group>
            <StateBadge {...entry} />
            <CorrectedBadge chain={entry.content.chain} />
            <DoubtedBadge of={entry.content} />
            <KindBadge kind={entry.kind} />
          </Group>
          <Text fw={600}>
            {isAtOnce(of)
              ? `${wallClock(localOf(wall))} ${clocksOf(of)}`
              : t('calendar.localTime', { when: wallClock(localOf(wall)) })}
          </Text>
          <ul style={{ margin: 0, paddingInlineStart: '1.25rem' }}>
            {places.map(({ timeZone, at, regions }) => (
              <Text component="li" size="sm" key={`${timeZone} ${at}`}>
                {clock(new Date(at), timeZone)} · {regionWords(t, regions)}
              </Text>
            ))}
          </ul>
          <Text size="sm" c="dimmed">
            {entry.organisation} · {listed(entry.channels.map((channel) => t(`channels.${channel}`)))}
            {entry.topics.length > 0 && ` · ${listed(entry.topics.map(topicName))}`}
          </Text>
          <Copies of={of} />
          {meets.size > 0 && (
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
                    <Common of={of} other={other} />
                  </Text>
                ))}
              </ul>
              <Text size="sm" c="dimmed">
                {t('calendar.meetsHelp')}
              </Text>
            </Stack>
          )}
          <Group gap="xs">
            <Button component={Link} to={`/siaran/${entry.id}`} size="xs">
              {t('calendar.open')}
            </Button>
            {entry.move && (
              <>
                <Button component={Link} to={`/tulis/${entry.id}`} variant="default" size="xs">
                  {t('acts.edit')}
                </Button>
                <Button
                  variant="default"
                  size="xs"
                  onClick={() => {
                    leave();
                    onMove(of);
                  }}
                >
                  {t('calendar.moveIt')}
                </Button>
              </>
            )}
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
