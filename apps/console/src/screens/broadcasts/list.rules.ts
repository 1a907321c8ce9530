import { BROADCAST_SORTS } from '../../../../../libs/contract/lists.js';

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
/** A line below the title names the correction; the last change matters to few. */
export const USUAL_COLUMNS: readonly Column[] = COLUMNS.filter(
  (one) => one !== 'correctedBy' && one !== 'changed',
);

/** The parts of the address that say what the list shows. */
export const FILTERS = ['state', 'channel', 'region', 'topic', 'election', 'author', 'from', 'to'] as const;
export type Filter = (typeof FILTERS)[number];

/** Sorted by their letters, or as drafts come before what has ended. */
const FROM_THE_FIRST: readonly Sort[] = ['title', 'state', 'channels', 'author'];
export type Sort = (typeof BROADCAST_SORTS)[number];
export type Order = 'asc' | 'desc';

export interface Shown {
  search: string;
  filters: Partial<Record<Filter, string>>;
  sort: Sort;
  order: Order;
}

/** What is at the top when a person first sorts by it: words by their letters, anything else by the most or the newest. */
export const firstOrder = (sort: Sort): Order => (FROM_THE_FIRST.includes(sort) ? 'asc' : 'desc');

/** What an address shows; whatever it does not know it leaves out. */
export function shownIn(params: URLSearchParams): Shown {
  const sort = BROADCAST_SORTS.find((one) => one === params.get('sort')) ?? 'newest';
  const order = params.get('order');
  return {
    search: params.get('search')?.trim() ?? '',
    filters: Object.fromEntries(
      FILTERS.flatMap((name) => {
        const value = params.get(name);
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

/** The order after a press on a column: the other way round where it is sorted by that column. */
export const sortedBy = (shown: Shown, sort: Sort): Pick<Shown, 'sort' | 'order'> =>
  shown.sort === sort
    ? { sort, order: shown.order === 'asc' ? 'desc' : 'asc' }
    : { sort, order: firstOrder(sort) };
