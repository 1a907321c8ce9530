import { Button } from '@mantine/core';
import { type ReactNode, type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SEND_HOURS } from '../../../../../libs/contract/lists.js';
import { number, zoneName, ZONES } from '../../times';
import classes from './calendar.module.css';
import { Ghost, WriteAt, WriteOn } from './chip';
import { useCalendarContext } from './context';
import { DayKind, DayLoad, useShade } from './day-facts';
import { dayOfWall, firstHour, HOUR_MS, wallOfDay } from './days.rules';
import { dateOf, daysFromTo, hourOf, longDay, weekday } from './format';
import { broadcastsIn, type Occurrence } from './occurrences.rules';
import { Several } from './several';
import { wallIn } from './use-calendar';

/** The hours that are always shown; earlier and later ones only with something in them. */
const USUAL = { from: 6, to: 21 };

interface Now {
  /** In ms as if it were UTC. */
  wall: number;
  /** The clock's name, where the hours are of several clocks. */
  name?: string;
}

interface Lane {
  key: string;
  heading: ReactNode;
  /** The day that its hours are of. */
  day: string;
  of: readonly Occurrence[];
  /** What its clocks show now. */
  now: readonly Now[];
}

/** A row of which less than this is in sight, in px, is out of sight: its time cannot be read. */
const MOST_HIDDEN = 24;

const hourIn = (wall: number): number => new Date(wall).getUTCHours();

/** A week, a column for each day, in the hours of the regions' own clocks. */
export function Week({ days }: { days: readonly string[] }) {
  const { shown, today, onDay } = useCalendarContext();
  const now = ZONES.map(({ name, timeZone }) => ({ wall: wallIn(timeZone, Date.now()), name }));
  return (
    <Hours
      label={daysFromTo(days[0] ?? '', days.at(-1) ?? '')}
      lanes={days.map((day) => ({
        key: day,
        day,
        heading: (
          <>
            <button
              type="button"
              className={classes['date']}
              aria-current={day === today ? 'date' : undefined}
              onClick={() => onDay(day)}
            >
              <span aria-hidden>
                {weekday(day)} {dateOf(day)}
              </span>
              <span className={classes['hidden']}>{longDay(day)}</span>
            </button>
            <WriteOn day={day} />
            <DayKind day={day} />
            <DayLoad day={day} />
          </>
        ),
        of: shown.occurrences.filter(({ wall }) => dayOfWall(wall) === day),
        now,
      }))}
    />
  );
}

/** A day on the country's clocks, a column for each, with another for what is abroad. */
export function ZonesOfDay({ day }: { day: string }) {
  const { t } = useTranslation();
  const { shown } = useCalendarContext();
  const known: readonly string[] = ZONES.map(({ name }) => name);
  const all = shown.occurrences.flatMap((one) =>
    one.places.flatMap((place): { zone: string; one: Occurrence }[] => {
      const wall = wallIn(place.timeZone, place.at);
      const zone = zoneName(place.timeZone, new Date(place.at));
      return dayOfWall(wall) === day
        ? [
            {
              zone: known.includes(zone) ? zone : '',
              one: { ...one, key: `${one.key} ${zone}`, wall, places: [place] },
            },
          ]
        : [];
    }),
  );
  const abroad = all.some(({ zone }) => zone === '');
  return (
    <Hours
      label={longDay(day)}
      lanes={[...known, ...(abroad ? [''] : [])].map((zone) => {
        const clock = ZONES.find(({ name }) => name === zone);
        return {
          key: zone,
          day,
          heading: zone === '' ? t('home.abroad') : zone,
          of: all.filter((found) => found.zone === zone).map(({ one }) => one),
          now: clock ? [{ wall: wallIn(clock.timeZone, Date.now()) }] : [],
        };
      })}
    />
  );
}

/** How far down an hour's row is, with its upper line below the heads that stay. */
function scrollTo(within: HTMLElement, hour: number): number {
  const row = within.querySelector<HTMLElement>(`tr[data-hour="${hour}"]`);
  const head = within.querySelector<HTMLElement>('thead');
  return row && head ? row.offsetTop - head.offsetHeight + 1 : 0;
}

/** Lanes side by side, with an hour a row. */
function Hours({ label, lanes }: { label: string; lanes: readonly Lane[] }) {
  const { t } = useTranslation();
  const { moving, dragged, onAsk, onMoveEnd, onOver, today } = useCalendarContext();
  const scroll = useRef<HTMLDivElement>(null);
  const shade = useShade();
  const taken = lanes.flatMap(({ of }) => of.map(({ wall }) => hourIn(wall)));
  const goal = moving && lanes.some(({ day }) => day === dayOfWall(moving.to)) ? [hourIn(moving.to)] : [];
  const from = Math.min(USUAL.from, ...taken, ...goal);
  const to = Math.max(USUAL.to, ...taken, ...goal);
  const rows = Array.from({ length: to - from + 1 }, (_, n) => from + n);
  const closed = (hour: number): boolean => {
    const at = `${String(hour).padStart(2, '0')}:00`;
    return at < SEND_HOURS.from || at >= SEND_HOURS.to;
  };
  // Each clock's name stands beside the hours, in line with its mark.
  const named = (lanes[0]?.now ?? []).filter(
    ({ wall, name }) => name !== undefined && lanes.some(({ day }) => day === dayOfWall(wall)),
  );
  const begins = Math.min(USUAL.from, ...taken);
  const present = (lanes[0]?.now ?? [])
    .filter(({ wall }) => lanes.some(({ day }) => day === dayOfWall(wall)))
    .map(({ wall }) => hourIn(wall));
  const first = firstHour(taken, present.length > 0 ? Math.min(...present) : null);
  // Again once the broadcasts of these days are there.
  useLayoutEffect(() => {
    const { current } = scroll;
    if (current) current.scrollTop = scrollTo(current, first);
  }, [label, begins, first]);
  const { out, look } = useOutOfSight(scroll, taken, lanes.length);
  // Clocks have room for words: a broadcast looks the same on each, whatever stands beside it.
  const ofDays = lanes.some(({ day }) => day !== lanes[0]?.day);
  // Among days; a day by itself is today as a whole.
  const isToday = (day: string): true | undefined => (day === today && ofDays) || undefined;
  const show = (hour: number): void => {
    const { current } = scroll;
    if (!current) return;
    current.scrollTop = scrollTo(current, hour);
    look();
  };
  return (
    <div className={classes['frame']}>
      <div
        ref={scroll}
        className={classes['tall']}
        tabIndex={0}
        role="group"
        aria-label={label}
        onScroll={look}
      >
        <table
          className={classes['hours']}
          aria-label={label}
          data-lanes={lanes.length}
          onDragLeave={({ currentTarget, relatedTarget }) => {
            if (!currentTarget.contains(relatedTarget as Node | null)) onMoveEnd();
          }}
        >
          <thead>
            <tr>
              <td className={classes['corner']}>{t('calendar.localHours')}</td>
              {lanes.map(({ key, heading, day }) => (
                <th key={key} scope="col" data-shade={shade(day)} data-today={isToday(day)}>
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((hour) => (
              <tr key={hour} data-hour={hour} data-closed={closed(hour) || undefined}>
                <th scope="row">
                  {hourOf(hour * HOUR_MS)}
                  {named.map(
                    ({ wall, name }) =>
                      hourIn(wall) === hour && (
                        <span
                          key={name}
                          aria-hidden
                          className={classes['clock']}
                          style={{ top: `${(100 * (wall % HOUR_MS)) / HOUR_MS}%` }}
                        >
                          {name}
                        </span>
                      ),
                  )}
                </th>
                {lanes.map(({ key, day, of, now }) => {
                  const start = wallOfDay(day) + hour * HOUR_MS;
                  const there = moving && moving.to >= start && moving.to < start + HOUR_MS;
                  const here = of.filter(({ wall }) => hourIn(wall) === hour);
                  return (
                    <td
                      key={key}
                      data-shade={shade(day)}
                      data-target={there || undefined}
                      data-today={isToday(day)}
                      onDragOver={(event) => {
                        if (!dragged) return;
                        event.preventDefault();
                        onOver(start + (dragged.wall % HOUR_MS));
                      }}
                      onDrop={(event) => {
                        if (!dragged) return;
                        event.preventDefault();
                        onAsk(dragged, start + (dragged.wall % HOUR_MS));
                      }}
                    >
                      <Several
                        of={here}
                        at={[longDay(day), hourOf(hour * HOUR_MS), ...(key === day ? [] : [key])].join(' ')}
                        compact={ofDays && here.length > 1}
                      />
                      {here.length === 0 && !dragged && <WriteAt wall={start} />}
                      {there && <Ghost to={moving.to} />}
                      {now.map(
                        ({ wall, name }) =>
                          wall >= start &&
                          wall < start + HOUR_MS && (
                            <div
                              key={name ?? ''}
                              aria-hidden
                              className={classes['now']}
                              style={{ top: `${(100 * (wall - start)) / HOUR_MS}%` }}
                            />
                          ),
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {lanes.map(({ key, day, of }, at) =>
        (['above', 'below'] as const).map((side) => {
          const hours = out[side].filter((hour) => of.some(({ wall }) => hourIn(wall) === hour));
          return (
            <Edge
              key={`${key} ${side}`}
              side={side}
              lane={ofDays ? longDay(day) : key || t('home.abroad')}
              count={broadcastsIn(of.filter(({ wall }) => hours.includes(hourIn(wall))))}
              top={out.head}
              place={out.places[at]}
              onShow={() => show(side === 'above' ? Math.max(...hours) : Math.min(...hours))}
            />
          );
        }),
      )}
    </div>
  );
}

/** How many broadcasts of a lane are beyond an edge of the hours in sight, in its column: leads to the nearest. */
function Edge({
  side,
  lane,
  count,
  top,
  place,
  onShow,
}: {
  side: 'above' | 'below';
  /** The day or the clock. */
  lane: string;
  count: number;
  /** The height of the heads above the hours, in px. */
  top: number;
  /** Where its column is, in px. */
  place: { left: number; width: number } | undefined;
  onShow: () => void;
}) {
  const { t } = useTranslation();
  if (count === 0 || !place) return null;
  return (
    <div
      className={classes['edge']}
      data-side={side}
      style={{ ...place, ...(side === 'above' && { top: top + 4 }) }}
    >
      <Button
        variant="default"
        size="compact-xs"
        radius="xl"
        aria-label={t(side === 'above' ? 'calendar.earlierOn' : 'calendar.laterOn', {
          count: number(count),
          lane,
        })}
        onClick={onShow}
      >
        <span aria-hidden>{side === 'above' ? '↑' : '↓'}&nbsp;</span>
        {t(side === 'above' ? 'calendar.earlier' : 'calendar.later', { count: number(count) })}
      </Button>
    </div>
  );
}

/** What is out of sight, and where the columns are, in px. */
interface OutOfSight {
  head: number;
  above: number[];
  below: number[];
  places: { left: number; width: number }[];
}

/** The hours of the broadcasts with rows out of sight. @param hours of all of them @param columns their number */
function useOutOfSight(scroll: RefObject<HTMLDivElement | null>, hours: readonly number[], columns: number) {
  const key = [...new Set(hours)].toSorted((a, b) => a - b).join(' ');
  const [out, setOut] = useState<OutOfSight>({ head: 0, above: [], below: [], places: [] });
  const look = useCallback(() => {
    const { current } = scroll;
    if (!current) return;
    const head = current.querySelector<HTMLElement>('thead')?.offsetHeight ?? 0;
    const above: number[] = [];
    const below: number[] = [];
    for (const hour of key === '' ? [] : key.split(' ').map(Number)) {
      const row = current.querySelector<HTMLElement>(`tr[data-hour="${hour}"]`);
      if (!row) continue;
      const top = row.offsetTop - current.scrollTop;
      if (top + row.offsetHeight / 2 < head) above.push(hour);
      else if (top + MOST_HIDDEN > current.clientHeight) below.push(hour);
    }
    const places = [...current.querySelectorAll<HTMLElement>('thead th')]
      .slice(0, columns)
      .map(({ offsetLeft, offsetWidth }) => ({ left: offsetLeft - current.scrollLeft, width: offsetWidth }));
    const next = { head, above, below, places };
    setOut((now) => (JSON.stringify(now) === JSON.stringify(next) ? now : next));
  }, [scroll, key, columns]);
  useLayoutEffect(() => {
    const { current } = scroll;
    if (!current) return;
    const observer = new ResizeObserver(look);
    observer.observe(current);
    return () => observer.disconnect();
  }, [scroll, look]);
  return { out, look };
}
