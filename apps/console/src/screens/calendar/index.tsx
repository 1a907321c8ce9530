import { Anchor, Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { SEND_HOURS } from '../../../../../libs/contract/lists.js';
import { BROADCAST_KINDS } from '../../api';
import DayField from '../../parts/days/day-field';
import { Asking } from '../../parts/frame/asking';
import { ErrorNote } from '../../parts/frame/error-note';
import { Page } from '../../parts/frame/page';
import { useRoles } from '../../session';
import { earliestToday, number } from '../../times';
import { Agenda } from './agenda';
import classes from './calendar.module.css';
import { MovingStatus, SIGNS, toneOf } from './chip';
import { type CalendarContext, CalendarProvider, type Moving } from './context';
import { DayLoad, DayMarks, WORTH_NAMING } from './day-facts';
import { daysOf, dayOfWall, isDay, step, type View, VIEWS } from './days.rules';
import { CHANNEL_TONES, type Colour, COLOURS, type Filter, filterOf, FILTERS } from './filter.rules';
import { Filters } from './filters';
import { daysFromTo, hoursOf, longDay, monthName } from './format';
import { Week, ZonesOfDay } from './hours';
import { showsShare } from './load.rules';
import { Month } from './month';
import { SmallMonth } from './small-month';
import { stepOf } from './moving.rules';
import type { Occurrence } from './occurrences.rules';
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
  const name =
    view === 'day'
      ? longDay(day)
      : view === 'week'
        ? daysFromTo(days[0] ?? day, days.at(-1) ?? day)
        : monthName(day);
  return (
    <Page
      wide
      title={t('nav.calendar')}
      actions={
        writes && (
          <Button component={Link} to="/tulis">
            {t('list.compose')}
          </Button>
        )
      }
    >
      <div className={classes['toolbar']}>
        <Group gap="xs" wrap="nowrap">
          <Button variant="default" px="sm" onClick={() => go({ day: today })}>
            {t('calendar.today')}
          </Button>
          {([-1, 1] as const).map((by) => (
            <Button
              key={by}
              variant="default"
              px="sm"
              aria-label={t(by === -1 ? `calendar.previous.${view}` : `calendar.next.${view}`)}
              onClick={() => go({ day: step(view, day, by) })}
            >
              {by === -1 ? '‹' : '›'}
            </Button>
          ))}
        </Group>
        <Title order={2} size="h3" aria-live="polite" className={classes['period'] ?? ''}>
          {name}
        </Title>
        <div className={classes['pick']}>
          <DayField
            label=""
            called={t('calendar.goTo')}
            value={day}
            near={day}
            clearable={false}
            onChange={(value) => {
              if (isDay(value)) go({ day: value });
            }}
          />
        </div>
        <SegmentedControl
          aria-label={t('calendar.view')}
          data={VIEWS.map((value) => ({ value, label: t(`calendar.views.${value}`) }))}
          value={view}
          onChange={(value) => go({ view: value as View })}
          transitionDuration={0}
          className={classes['views'] ?? ''}
        />
      </div>
      <Shown
        view={view}
        day={day}
        days={days}
        today={today}
        narrow={narrow}
        filter={filter}
        colour={colour}
        onGo={go}
        onChange={change}
      />
    </Page>
  );
}

function Shown({
  view,
  day,
  days,
  today,
  narrow,
  filter,
  colour,
  onGo,
  onChange,
}: {
  view: View;
  day: string;
  days: readonly string[];
  today: string;
  /** A month has room for dots, not for titles. */
  narrow: boolean;
  filter: Filter;
  colour: Colour;
  onGo: (to: { day?: string; view?: View }) => void;
  /** Changes the address; null: takes a part out of it. */
  onChange: (values: Record<string, string | null>) => void;
}) {
  const { t } = useTranslation();
  const { query, shown } = useCalendar(days, filter);
  const elections = useElectionDays();
  const [moving, setMoving] = useState<Moving | null>(null);
  const [dragged, setDragged] = useState<Occurrence | null>(null);
  const { atOnce } = useMove();
  const [landed, setLanded] = useState<string | null>(null);
  const forgetLanded = useCallback(() => setLanded(null), []);
  const [asked, setAsked] = useState<Moving | null>(null);
  // Beside the menu, seven columns of hours have no room for a title.
  const slim = useMediaQuery('(max-width: 62em)', undefined, { getInitialValueInEffect: false });
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
  // Elsewhere words stand beside the signs.
  const grid = view === 'day' || (view === 'week' && !slim) || (view === 'month' && !narrow);
  const loaded = showsShare(shown.loads, days, view === 'day' ? 0 : WORTH_NAMING);
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
        <Filters
          all={shown.all}
          shown={new Set(shown.occurrences.map(({ entry }) => entry.id)).size}
          filter={filter}
          colour={colour}
          onFilter={(name, value) => onChange({ [name]: value })}
          onForget={() => onChange(Object.fromEntries(FILTERS.map((name) => [name, null])))}
          {...(grid && { onColour: (to: Colour) => onChange({ colour: to === 'state' ? null : to }) })}
        />
        {atOnce.error && <ErrorNote error={atOnce.error} />}
        {query.isError && <ErrorNote error={query.error} onRetry={() => void query.refetch()} />}
        {shown.all.length === 0 && view !== 'list' && <Empty view={view} />}
        {grid && <Legend of={shown} colour={colour} />}
        {view === 'month' && (narrow ? <SmallMonth {...month} /> : <Month {...month} />)}
        {view === 'week' && (slim ? <Agenda days={days} every /> : <Week days={days} />)}
        {view === 'day' && (
          <>
            <DayMarks day={day} />
            <DayLoad day={day} full />
            <ZonesOfDay day={day} />
          </>
        )}
        {view === 'list' && <Agenda days={days} />}
        <MovingStatus />
        {grid && loaded && (
          <Text size="sm" c="dimmed" className={classes['sample'] ?? ''}>
            <span className={classes['bar']} aria-hidden>
              <span style={{ width: '40%' }} />
            </span>
            <span>{t('calendar.loadHelp', hoursOf(SEND_HOURS))}</span>
          </Text>
        )}
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

/** How a broadcast comes to stand here. */
function Empty({ view }: { view: View }) {
  const { t } = useTranslation();
  const writes = useRoles('author');
  return (
    <Text size="sm" c="dimmed">
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

const LEGEND = [
  'draft',
  'rejected',
  'in_review',
  'approved',
  'running',
  'paused',
  'completed',
  'expired',
] as const;

/** The signs of what the grid shows, and how a draft is moved, above it: below it, a screen of 800 px would hide them. */
function Legend({ of, colour }: { of: CalendarContext['shown']; colour: Colour }) {
  const { t } = useTranslation();
  const states = LEGEND.filter((state) => of.occurrences.some(({ entry }) => entry.state === state));
  const found = new Set(of.occurrences.map(({ entry }) => toneOf(colour, entry)));
  const tones = [
    ...CHANNEL_TONES.map((tone) => ({
      tone,
      word: tone === 'several' ? t('calendar.several') : t(`channels.${tone}`),
    })),
    ...BROADCAST_KINDS.map((tone) => ({ tone, word: t(`kinds.${tone}`) })),
  ].filter(({ tone }) => found.has(tone));
  const movable = of.occurrences.some(({ entry }) => entry.move !== null);
  if (states.length === 0 && of.conflicts.size === 0) return null;
  return (
    <div className={classes['signsLine']}>
      <ul className={classes['legend']} aria-label={t('calendar.legend')}>
        {states.map((state) => (
          <li key={state} className={colour === 'state' ? classes['chip'] : undefined} data-state={state}>
            <span aria-hidden className={classes['sign']}>
              {SIGNS[state]}
            </span>{' '}
            {t(`states.${state}`)}
          </li>
        ))}
        {colour !== 'state' &&
          tones.map(({ tone, word }) => (
            <li key={tone} className={classes['chip']} data-tone={tone}>
              {word}
            </li>
          ))}
        {of.conflicts.size > 0 && (
          <li>
            <IconAlertTriangle size={14} aria-hidden className={classes['meets']} />
            {t('calendar.meetsLegend')}
          </li>
        )}
      </ul>
      {movable && (
        <Text size="xs" c="dimmed">
          {t('calendar.moveHelp')}
        </Text>
      )}
    </div>
  );
}
