import { Anchor, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Channel } from '../../api';
import { Asking } from '../../parts/frame/asking';
import { ErrorNote } from '../../parts/frame/error-note';
import { Page } from '../../parts/frame/page';
import { ToastPlace } from '../../parts/frame/toasts';
import { useRoles } from '../../session';
import { dayOf, earliestToday, number, rupiah } from '../../times';
import { Agenda } from './agenda';
import classes from './calendar.module.css';
import { MovingStatus } from './chip';
import { type CalendarContext, CalendarProvider, type Moving } from './context';
import { DayCost, DayKind, DayLoad } from './day-facts';
import { daysOf, dayOfWall, firstOf, isDay, step, type View, VIEWS } from './days.rules';
import { type Colour, COLOURS, type Filter, filterOf, FILTERS } from './filter.rules';
import { Filters } from './filters';
import { daysFromTo, monthName } from './format';
import { GoToDay } from './go-to-day';
import { Week, ZonesOfDay } from './hours';
import { Legend } from './legend';
import { costOf, type OwnLot, showsShare } from './load.rules';
import { Month } from './month';
import { SmallMonth } from './small-month';
import { stepOf } from './moving.rules';
import { broadcastsIn, type Occurrence } from './occurrences.rules';
import { useCalendar, useElectionDays } from './use-calendar';
import { consequencesOf, useMove } from './use-move';

/** With the field for a time, which weighs more than the calendar. */
const MoveDialog = lazy(() => import('./move-dialog'));

/** Kalender: drafts, submissions and approved broadcasts by the day on which they go out. */
export default function Calendar() {
  const { t } = useTranslation();
  const writes = useRoles('author');
  const [params, setParams] = useSearchParams();
  // Seven days side by side need room.
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const today = earliestToday([]);
  const asked = params.get('date') ?? '';
  const day = isDay(asked) ? asked : today;
  const view = VIEWS.find((one) => one === params.get('view')) ?? (narrow ? 'list' : 'month');
  const change = (values: Record<string, string | null>): void =>
    setParams(
      (now) => {
        const next = new URLSearchParams(now);
        for (const [name, value] of Object.entries(values))
          if (value === null) next.delete(name);
          else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const go = (to: { day?: string; view?: View }): void =>
    change({ view: to.view ?? view, date: to.day ?? day });
  const address = params.toString();
  const filter = useMemo(() => filterOf(new URLSearchParams(address)), [address]);
  const colour = COLOURS.find((one) => one === params.get('colour')) ?? 'state';
  const days = useMemo(() => daysOf(view, day), [view, day]);
  const found = useCalendar(days, filter);
  // Beside the menu, seven columns of hours have no room for a title.
  const slim = useMediaQuery('(max-width: 62em)', undefined, { getInitialValueInEffect: false });
  // Elsewhere words stand beside the signs.
  const grid = view === 'day' || (view === 'week' && !slim) || (view === 'month' && !narrow);
  const name =
    view === 'day'
      ? dayOf(day)
      : view === 'week'
        ? daysFromTo(days[0] ?? day, days.at(-1) ?? day)
        : monthName(day);
  // A month's table begins and ends with days of others.
  const counted = view === 'month' ? days.filter((one) => firstOf(one) === firstOf(day)) : days;
  return (
    <Page
      wide
      title={t('nav.calendar')}
      bar={(heading) => (
        <div className={classes['toolbar']}>
          <Group gap={6} wrap="nowrap" className={classes['steps'] ?? ''}>
            <Button variant="default" px="var(--tool-padding)" onClick={() => go({ day: today })}>
              {t('calendar.today')}
            </Button>
            {([-1, 1] as const).map((by) => (
              <Button
                key={by}
                variant="default"
                px="var(--tool-padding)"
                aria-label={t(by === -1 ? `calendar.previous.${view}` : `calendar.next.${view}`)}
                onClick={() => go({ day: step(view, day, by) })}
              >
                {by === -1 ? '‹' : '›'}
              </Button>
            ))}
            <GoToDay day={day} onGo={(to) => go({ day: to })} />
          </Group>
          <div className={classes['period']} aria-live="polite">
            {heading(
              <>
                <span className={classes['hidden']}>{t('nav.calendar')}, </span>
                {name}
              </>,
            )}
            {found.shown && view !== 'day' && <PeriodCost of={found.shown.lots} days={counted} />}
          </div>
          <Group gap={6} wrap="nowrap" className={classes['tools'] ?? ''}>
            <Filters
              all={found.shown?.all ?? []}
              filter={filter}
              colour={colour}
              onFilter={(one, value) => change({ [one]: value })}
              {...(grid && { onColour: (to: Colour) => change({ colour: to === 'state' ? null : to }) })}
            />
            <Legend colour={grid ? colour : 'state'} />
          </Group>
          <SegmentedControl
            aria-label={t('calendar.view')}
            data={VIEWS.map((value) => ({ value, label: t(`calendar.views.${value}`) }))}
            value={view}
            onChange={(value) => go({ view: value as View })}
            transitionDuration={0}
            className={classes['views'] ?? ''}
          />
          {writes && (
            <Button component={Link} to="/tulis" px="sm" className={classes['compose'] ?? ''}>
              {t('list.compose')}
            </Button>
          )}
        </div>
      )}
    >
      <Shown
        found={found}
        view={view}
        day={day}
        days={days}
        today={today}
        narrow={narrow}
        slim={slim}
        grid={grid}
        filter={filter}
        colour={colour}
        onGo={go}
        onForget={() => change(Object.fromEntries(FILTERS.map((one) => [one, null])))}
      />
    </Page>
  );
}

function Shown({
  found: { query, shown },
  view,
  day,
  days,
  today,
  narrow,
  slim,
  grid,
  filter,
  colour,
  onGo,
  onForget,
}: {
  found: ReturnType<typeof useCalendar>;
  view: View;
  day: string;
  days: readonly string[];
  today: string;
  /** A month has room for signs, not for titles. */
  narrow: boolean;
  /** A week has room for a list, not for seven columns. */
  slim: boolean;
  /** Whether it is a table of cards: nothing is coloured or dragged elsewhere. */
  grid: boolean;
  filter: Filter;
  colour: Colour;
  onGo: (to: { day?: string; view?: View }) => void;
  /** Takes all filters off. */
  onForget: () => void;
}) {
  const { t } = useTranslation();
  const elections = useElectionDays();
  const [moving, setMoving] = useState<Moving | null>(null);
  const [dragged, setDragged] = useState<Occurrence | null>(null);
  const { atOnce } = useMove();
  const [landed, setLanded] = useState<string | null>(null);
  const forgetLanded = useCallback(() => setLanded(null), []);
  const [asked, setAsked] = useState<Moving | null>(null);
  if (!shown) return <Asking of={query} />;
  const ask = (occurrence: Occurrence, to: number): void => {
    setMoving(null);
    setDragged(null);
    if (to === occurrence.wall) return;
    const { warnings, meets, more } = consequencesOf(occurrence, to, { all: shown.all, elections });
    // A draft goes to nobody yet, and the move can be undone: a question only where the new time has a catch.
    if (warnings.length + meets.length + more > 0) setAsked({ occurrence, to });
    else {
      atOnce.mutate({ of: occurrence, to });
      setLanded(`${occurrence.entry.id} ${to}`);
    }
  };
  const moveKey = (key: string, occurrence: Occurrence): boolean => {
    const now = moving?.occurrence.key === occurrence.key ? moving.to : null;
    if (now !== null && key === 'Escape') {
      setMoving(null);
      return true;
    }
    if (now !== null && key === 'Enter') {
      ask(occurrence, now);
      return true;
    }
    const by = stepOf(key, view === 'month' ? 'days' : 'hours');
    if (by === null) return false;
    const to = (now ?? occurrence.wall) + by;
    // Beyond what is shown nobody would see where it goes: the dialog takes any day.
    if (days.includes(dayOfWall(to))) setMoving({ occurrence, to });
    return true;
  };
  const month = { days, day, onChoose: (to: string) => onGo({ day: to }) };
  const loaded = showsShare(shown.loads, days);
  const filtering = FILTERS.some((one) => filter[one] !== undefined);
  const movable = shown.occurrences.some(({ entry }) => entry.move !== null);
  const context: CalendarContext = {
    shown,
    elections,
    today,
    colour,
    landed,
    onLanded: forgetLanded,
    moving,
    dragged,
    onDrag: (occurrence) => {
      setDragged(occurrence);
      setMoving(null);
    },
    onMoveKey: moveKey,
    onMoveEnd: () => setMoving(null),
    onOver: (to) => {
      if (dragged && moving?.to !== to) setMoving({ occurrence: dragged, to });
    },
    onAsk: ask,
    onMove: (occurrence) => setAsked({ occurrence, to: occurrence.wall }),
    onDay: (to) => onGo({ day: to, view: 'day' }),
  };
  return (
    <CalendarProvider value={context}>
      <Stack gap="sm">
        <div className={classes['line']} data-kept={(grid && movable) || undefined}>
          <ToastPlace className={classes['told']} />
          <MovingStatus />
          <div className={classes['hint']}>
            {filtering ? (
              <>
                <span role="status">
                  {t('calendar.left', {
                    shown: number(broadcastsIn(shown.occurrences)),
                    count: broadcastsIn(shown.all),
                  })}
                </span>
                <Button variant="subtle" size="compact-sm" onClick={onForget}>
                  {t('list.forget')}
                </Button>
              </>
            ) : shown.all.length === 0 && view !== 'list' ? (
              <Empty view={view} />
            ) : (
              grid && movable && t('calendar.moveHelp')
            )}
          </div>
        </div>
        {atOnce.error && <ErrorNote error={atOnce.error} />}
        {query.isError && <ErrorNote error={query.error} onRetry={() => void query.refetch()} />}
        {view === 'month' && (narrow ? <SmallMonth {...month} /> : <Month {...month} />)}
        {view === 'week' && (slim ? <Agenda days={days} every /> : <Week days={days} />)}
        {view === 'day' && (
          <>
            <DayKind day={day} />
            <DayCost day={day} />
            <DayLoad day={day} full />
            <ZonesOfDay day={day} />
          </>
        )}
        {view === 'list' && <Agenda days={days} />}
        {loaded && shown.estimating > 0 && (
          <Text size="xs" c="dimmed">
            {t('calendar.estimating', { count: number(shown.estimating) })}
          </Text>
        )}
        {loaded && shown.estimating === 0 && shown.unestimated > 0 && (
          <Text size="xs" c="dimmed">
            {t('calendar.unestimated', { count: number(shown.unestimated) })}
          </Text>
        )}
        {shown.timeless > 0 && (
          <Text size="xs" c="dimmed">
            {t('calendar.timeless', { count: number(shown.timeless) })}{' '}
            <Anchor component={Link} to="/siaran?state=draft" fz="inherit" underline="always">
              {t('calendar.timelessList')}
            </Anchor>
          </Text>
        )}
      </Stack>
      {asked && (
        <Suspense>
          <MoveDialog of={asked.occurrence} to={asked.to} onClose={() => setAsked(null)} />
        </Suspense>
      )}
    </CalendarProvider>
  );
}

/** What the SMS of these days cost, of the broadcasts that the person sees; nothing where none do. */
function PeriodCost({ of, days }: { of: readonly OwnLot<Channel>[]; days: readonly string[] }) {
  const { t } = useTranslation();
  const cost = costOf(of.filter((lot) => days.includes(lot.day)));
  if (!cost) return null;
  return (
    <Text size="xs" c="dimmed" className="steady" title={t('calendar.costSeen')}>
      {t('calendar.cost', { cost: rupiah(cost.rupiah), messages: number(cost.copies) })}
    </Text>
  );
}

/** How a broadcast comes to stand here. */
function Empty({ view }: { view: View }) {
  const { t } = useTranslation();
  const writes = useRoles('author');
  return (
    <Text inherit>
      <Text span inherit fw={600} c="var(--mantine-color-text)">
        {t('calendar.empty')}.
      </Text>{' '}
      {writes
        ? // The hours of a day have no "+".
          t(view === 'day' ? 'calendar.emptyOfDay' : 'calendar.emptyAuthor')
        : t('calendar.emptyReader')}
    </Text>
  );
}
