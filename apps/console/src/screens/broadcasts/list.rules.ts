import { CHANNELS } from '../../../../../libs/contract/channels.js';
import {
  BROADCAST_KINDS,
  BROADCAST_SORTS,
  BROADCAST_STATES,
  ENDED_RUNS,
  LOW_SHARE,
} from '../../../../../libs/contract/lists.js';
import type { BroadcastState, ListedBroadcast } from '../../api';
import { everyone, reached } from '../../parts/sending/account.rules';
import { addDays, firstOf, mondayOf } from '../calendar/days.rules';

/** Columns beside the title, in their order. */
export const COLUMNS = [
  'state',
  'sent',
  'reached',
  'failed',
  'correctedBy',
  'channels',
  'regions',
  'author',
  'changed',
] as const;
export type Column = (typeof COLUMNS)[number];
/** A line below the title names the correction, the share says what failed, and the last change matters to few. */
export const USUAL_COLUMNS: readonly Column[] = COLUMNS.filter(
  (one) => one !== 'failed' && one !== 'correctedBy' && one !== 'changed',
);

/** The parts of the address that say what the list shows. */
export const FILTERS = [
  'state',
  'kind',
  'channel',
  'region',
  'topic',
  'election',
  'author',
  'held',
  'reached',
  'corrected',
  'ended',
  'sent',
  'from',
  'to',
] as const;
export type Filter = (typeof FILTERS)[number];

/** Filters of which several values can be chosen, with all there are, in their order. */
export const SEVERAL = { state: BROADCAST_STATES, kind: BROADCAST_KINDS, channel: CHANNELS } as const;
export type Several = keyof typeof SEVERAL;
export const isSeveral = (name: Filter): name is Several => Object.hasOwn(SEVERAL, name);

/** The values that stand in a filter, in their order; whatever it does not know it leaves out. */
export function valuesOf<N extends Several>(
  name: N,
  filters: Shown['filters'],
): (typeof SEVERAL)[N][number][] {
  const given = filters[name]?.split(',') ?? [];
  return SEVERAL[name].filter((value) => given.includes(value));
}

/** The filter that has these values. @returns null: of nothing */
export const filterOf = (name: Several, values: readonly string[]): string | null =>
  SEVERAL[name].filter((one) => values.includes(one)).join(',') || null;

/** Parts of the list by what is left to do, each a set of states; of the whole: none. */
export const VIEWS = {
  all: [],
  drafts: ['draft', 'rejected'],
  review: ['in_review'],
  scheduled: ['approved'],
  running: ['running', 'paused'],
  ended: ENDED_RUNS,
} as const satisfies Record<string, readonly BroadcastState[]>;
export type View = keyof typeof VIEWS;
export const VIEW_NAMES = Object.keys(VIEWS) as View[];

/** The view that shows exactly these states. @returns null: another choice of states */
export const viewOf = (filters: Shown['filters']): View | null =>
  VIEW_NAMES.find(
    (view) => filterOf('state', VIEWS[view]) === filterOf('state', valuesOf('state', filters)),
  ) ?? null;

/** Whether a stage shows what the filter of states holds. */
export const isStage = (filters: Shown['filters']): boolean =>
  valuesOf('state', filters).length > 0 && viewOf(filters) !== null;

/** What stays where all filters are taken off: the stage, which is none of them. */
export const stageOf = (filters: Shown['filters']): Shown['filters'] =>
  isStage(filters) ? { state: filterOf('state', valuesOf('state', filters)) ?? '' } : {};

/** The same list in another view: what is sought and filtered besides the states stays. */
export const inView = (shown: Shown, view: View): Shown => ({
  ...shown,
  filters: { ...shown.filters, state: filterOf('state', VIEWS[view]) ?? '' },
});

/** How many there are in a view. */
export const countIn = (view: View, byState: Partial<Record<BroadcastState, number>>): number =>
  (view === 'all' ? BROADCAST_STATES : VIEWS[view]).reduce((sum, state) => sum + (byState[state] ?? 0), 0);

export type Sort = (typeof BROADCAST_SORTS)[number];
export type Order = 'asc' | 'desc';

export interface Shown {
  search: string;
  filters: Partial<Record<Filter, string>>;
  sort: Sort;
  order: Order;
}

/**
 * What is at the top when a person first sorts by it: words by their letters, drafts before what has ended, anything else by
 * the most or the newest.
 */
const FIRST_ORDERS: Readonly<Record<Sort, Order>> = {
  newest: 'desc',
  changed: 'desc',
  title: 'asc',
  state: 'asc',
  sent: 'desc',
  reached: 'desc',
  failed: 'desc',
  channels: 'asc',
  regions: 'desc',
  author: 'asc',
};

export const firstOrder = (sort: Sort): Order => FIRST_ORDERS[sort];

/** What an address shows; whatever it does not know it leaves out. */
export function shownIn(params: URLSearchParams): Shown {
  const sort = BROADCAST_SORTS.find((one) => one === params.get('sort')) ?? 'newest';
  const order = params.get('order');
  return {
    search: params.get('search')?.trim() ?? '',
    filters: Object.fromEntries(
      FILTERS.flatMap((name) => {
        // A program may write several values apart: `state=running&state=paused`.
        const value = isSeveral(name) ? params.getAll(name).filter(Boolean).join(',') : params.get(name);
        return value ? [[name, value]] : [];
      }),
    ),
    sort,
    order: order === 'asc' || order === 'desc' ? order : firstOrder(sort),
  };
}

/** The address that shows this, without what every list has. */
export function addressOf({ search, filters, sort, order }: Shown): Record<string, string> {
  return {
    ...(search === '' ? {} : { search }),
    ...Object.fromEntries(FILTERS.flatMap((name) => (filters[name] ? [[name, filters[name]]] : []))),
    ...(sort === 'newest' && order === 'desc' ? {} : { sort }),
    ...(order === firstOrder(sort) ? {} : { order }),
  };
}

/** What is shown with one filter, or the search, less. */
export function withoutOne(shown: Shown): { name: Filter | 'search'; rest: Shown }[] {
  const filters = FILTERS.filter((name) => shown.filters[name]).map((name) => ({
    name,
    rest: {
      ...shown,
      filters: Object.fromEntries(Object.entries(shown.filters).filter(([one]) => one !== name)),
    },
  }));
  return shown.search === '' ? filters : [{ name: 'search', rest: { ...shown, search: '' } }, ...filters];
}

/** Whether it is another order than that of a list nobody sorted. */
export const isSorted = ({ sort, order }: Pick<Shown, 'sort' | 'order'>): boolean =>
  sort !== 'newest' || order !== 'desc';

/** What a share is counted from. */
type Run = Pick<ListedBroadcast, 'counts' | 'sentAt' | 'state'>;

/**
 * The share of the copies that a provider accepted or delivered, as the list is sorted by it, 0 to 1; null: nothing has
 * gone out yet, and nothing has expired.
 */
export function shareReached({ counts, sentAt, state }: Run): number | null {
  if (!counts || (sentAt === null && state !== 'completed' && state !== 'expired')) return null;
  const all = everyone(counts);
  return all === 0 ? null : reached(counts) / all;
}

/** Whether it has ended and reached so few that the list marks it. */
export function reachedFew(broadcast: Run): boolean {
  const share = shareReached(broadcast);
  return share !== null && share < LOW_SHARE && ENDED_RUNS.some((state) => state === broadcast.state);
}

/** The order after a press on a column: the other way round where it is sorted by that column. */
export const sortedBy = (shown: Shown, sort: Sort): Pick<Shown, 'sort' | 'order'> =>
  shown.sort === sort
    ? { sort, order: shown.order === 'asc' ? 'desc' : 'asc' }
    : { sort, order: firstOrder(sort) };

/** Periods of days that are chosen by one press. */
export const PERIODS = ['today', 'yesterday', 'week', 'lastWeek', 'month'] as const;
export type Period = (typeof PERIODS)[number];

/** The first and the last day of a period, each as `2026-12-01`. `week`: the last seven days; `lastWeek`: Monday to Sunday. */
export function periodOf(period: Period, today: string): { from: string; to: string } {
  const monday = mondayOf(today);
  switch (period) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case 'week':
      return { from: addDays(today, -6), to: today };
    case 'lastWeek':
      return { from: addDays(monday, -7), to: addDays(monday, -1) };
    case 'month':
      return { from: firstOf(today), to: today };
  }
}

/**
 * The first and the last day that a filter leaves. A period is one of today's: a filter that is saved by it shows other
 * days next week. @returns an empty text: no end
 */
export function daysOf(
  { sent, from = '', to = '' }: Shown['filters'],
  today: string,
): { from: string; to: string } {
  const period = PERIODS.find((one) => one === sent);
  return period ? periodOf(period, today) : { from, to };
}

/** The filters with this period, or with these days, of which one takes the place of the other. */
export const withPeriod = (period: Period | null): Shown['filters'] => ({
  sent: period ?? '',
  from: '',
  to: '',
});

/** The titles that more than one of these has: only a number tells these apart. */
export const repeatedTitles = (of: readonly { title: string }[]): ReadonlySet<string> =>
  new Set(
    of.filter(({ title }, at) => of.findIndex((one) => one.title === title) !== at).map(({ title }) => title),
  );
