import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { SEND_HOURS } from '../../../../../libs/contract/lists.js';
import { calendar, type CalendarEntry, type Channel, CHANNELS } from '../../api';
import { ApiError } from '../../http';
import { useElections } from '../../parts/broadcasts/elections';
import { offsetMinutes, ZONES } from '../../times';
import { addDays, dayOfWall } from './days.rules';
import { type Filter, filtered } from './filter.rules';
import { type Load, loads, type OwnLot } from './load.rules';
import { type Conflicts, conflicts, inOrder, type Occurrence, occurrences } from './occurrences.rules';

/** More drafts than this are not estimated: each estimate counts an audience. */
const MOST_ESTIMATES = 30;
/** An estimate costs the database up to a second, and changes slowly. */
const ESTIMATED_MS = 300_000;
const hourIn = (text: string): number => Number(text.slice(0, 2)) + Number(text.slice(3)) / 60;
const HOURS = hourIn(SEND_HOURS.to) - hourIn(SEND_HOURS.from);

const COUNTRY: readonly string[] = ZONES.map(({ timeZone }) => timeZone);
const offsets = new Map<string, number>();
/** A zone's offset at an instant, which is the same all day. */
function offset(timeZone: string, at: number): number {
  const key = `${timeZone} ${Math.floor(at / 86_400_000)}`;
  const found = offsets.get(key) ?? offsetMinutes(timeZone, new Date(at));
  offsets.set(key, found);
  return found;
}
/** An instant on the wall clock of a zone, in ms as if it were UTC. */
export const wallIn = (timeZone: string, at: number): number => at + offset(timeZone, at) * 60_000;

// One estimate at a time, whatever screen asks: the next one begins when this is settled.
let last: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const next = last.then(work, work);
  last = next;
  return next;
}

export interface Shown {
  /** Every time of these days, whatever the filter. */
  all: Occurrence[];
  /** Those that the filter leaves. */
  occurrences: Occurrence[];
  conflicts: Conflicts;
  loads: Map<string, Partial<Record<Channel, Load>>>;
  /** The copies of each broadcast, by day and channel, as far as they are counted or estimated. */
  lots: readonly OwnLot<Channel>[];
  /** Broadcasts with copies that are still being estimated. */
  estimating: number;
  /** Broadcasts whose copies nobody can estimate yet, or are too many to. */
  unestimated: number;
  timeless: number;
}

/**
 * The broadcasts of some days, with what each day asks of the channels: that of all, whatever the filter.
 * @param days in order
 */
export function useCalendar(days: readonly string[], filter: Filter) {
  const first = days[0] ?? '';
  // The day before: what it cannot carry goes on the first day.
  const from = addDays(first, -1);
  const query = useQuery({
    queryKey: ['calendar', from, days.length],
    queryFn: ({ signal }) => calendar.show(from, days.length + 1, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const { data } = query;
  const uncounted = useMemo(
    () => (data?.entries ?? []).filter(({ due }) => due.some(({ copies }) => copies === null)),
    [data],
  );
  const estimates = useQueries({
    queries: uncounted.slice(0, MOST_ESTIMATES).map(({ id, version }) => ({
      queryKey: ['calendar-plan', id, version],
      queryFn: ({ signal }: { signal: AbortSignal }) => inTurn(() => planOf(id, signal)),
      staleTime: ESTIMATED_MS,
      retry: false,
    })),
    combine: (all) => ({
      lots: all.flatMap(({ data: lots }) => lots ?? []),
      pending: all.filter(({ isPending }) => isPending).length,
      unknown: all.filter(({ data: lots, isError }) => isError || lots === null).length,
    }),
  });
  const shown = useMemo((): Shown | null => {
    if (!data) return null;
    const each = new Map(data.entries.map(({ id, smsCost }) => [id, smsCost]));
    const lots = [...data.entries.flatMap(countedLots), ...estimates.lots].map((lot) => ({
      ...lot,
      each: lot.channel === 'sms' ? (each.get(lot.id) ?? null) : null,
    }));
    const all = data.entries.flatMap((entry) => occurrences(entry, offset, COUNTRY));
    return {
      all: inOrder(all),
      occurrences: filtered(inOrder(all), filter),
      conflicts: conflicts(all),
      loads: loads([from, ...days], lots, data.rates as Record<Channel, number | null>, HOURS),
      lots,
      estimating: estimates.pending,
      unestimated: estimates.unknown + Math.max(0, uncounted.length - MOST_ESTIMATES),
      timeless: data.timeless,
    };
  }, [data, days, from, estimates, uncounted, filter]);
  return { query, shown };
}

type Counted = Omit<OwnLot<Channel>, 'each'>;

/** The copies of an approved broadcast by day and channel, as its waves count them. */
const countedLots = ({ id, due }: CalendarEntry): Counted[] =>
  due.flatMap(({ dueAt, timeZone, copies }) =>
    CHANNELS.flatMap((channel) => {
      const count = copies?.[channel] ?? 0;
      const day = dayOfWall(wallIn(timeZone, Date.parse(dueAt)));
      return count > 0 ? [{ id, day, channel, copies: count }] : [];
    }),
  );

/** The copies of a draft or a submission, from its plan; null: it has faults, so there is no plan. */
async function planOf(id: string, signal: AbortSignal): Promise<Counted[] | null> {
  try {
    const { forecast } = await calendar.plan(id, signal);
    if (Object.keys(forecast).length === 0) return null;
    return CHANNELS.flatMap((channel) =>
      (forecast[channel]?.zones ?? []).map(({ timeZone, startsAt, messages }) => ({
        id,
        day: dayOfWall(wallIn(timeZone, Date.parse(startsAt))),
        channel,
        copies: messages,
      })),
    );
  } catch (error) {
    if (error instanceof ApiError && error.status === 422) return null;
    throw error;
  }
}

/** Days of elections, with the names of the elections. */
export interface ElectionDays {
  polling: ReadonlyMap<string, string[]>;
  quiet: ReadonlyMap<string, string[]>;
}

/** Those of all elections; none until they are read. */
export function useElectionDays(): ElectionDays {
  const { data } = useElections();
  return useMemo(() => {
    const polling = new Map<string, string[]>();
    const quiet = new Map<string, string[]>();
    const put = (days: Map<string, string[]>, day: string, name: string): void => {
      const names = days.get(day) ?? [];
      if (!names.includes(name)) days.set(day, [...names, name]);
    };
    for (const { name, pollingDate, quietFrom, quietTo, contests } of data ?? []) {
      put(polling, pollingDate, name);
      for (const { pollingDate: own } of contests) if (own !== null) put(polling, own, name);
      for (let day = quietFrom; day <= quietTo; day = addDays(day, 1)) put(quiet, day, name);
    }
    return { polling, quiet };
  }, [data]);
}
