import type { TFunction } from 'i18next';
import { broadcasts, type ListedBroadcast } from '../../api';
import { csvFile } from '../../parts/csv/csv';
import { percentShown } from '../../parts/sending/account.rules';
import { number } from '../../times';
import { textOf } from './cells';
import { type Column, shareReached, type Shown } from './list.rules';
import { sortable } from './when';
import { whereOf } from './use-list';

/** The most that one request gives. */
const PAGE = 200;

/** Every broadcast that the list finds, whatever of it is on screen. */
async function everything(shown: Shown): Promise<ListedBroadcast[]> {
  const all: ListedBroadcast[] = [];
  for (let after: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof broadcasts.page>> = await broadcasts.page(
      whereOf(shown),
      after,
      PAGE,
    );
    all.push(...page.broadcasts);
    if (page.after === null) return all;
    after = page.after;
  }
}

/** The head of a column in a file: a time without a column for its zone is in Jakarta. */
const headOf = (t: TFunction, column: Column): string =>
  `${t(`list.columns.${column}`)}${column === 'changed' ? ' (WIB)' : ''}`;

/** The clock that a time in the file is of; empty: it has none. */
const zoneWords = (t: TFunction, { sentAt, plannedAt, plannedOwn }: ListedBroadcast): string => {
  if (sentAt || plannedOwn) return 'WIB';
  return plannedAt === null || plannedAt === 'now' ? '' : t('list.plannedLocal');
};

/** What a file has beside a column, because the screen shows both in one. */
const more = (
  t: TFunction,
  column: Column,
): [name: string, valueOf: (broadcast: ListedBroadcast) => string | number][] => {
  if (column === 'reached')
    return [
      [
        t('list.columns.share'),
        (one) => (one.counts && shareReached(one) !== null ? `${number(percentShown(one.counts))}%` : ''),
      ],
    ];
  if (column === 'sent') return [[t('list.columns.zone'), (one) => zoneWords(t, one)]];
  if (column === 'failed') return [[t('deliveryStates.unknown'), ({ counts }) => counts?.unknown ?? '']];
  return [];
};

/** Saves the whole list as a file. */
export const saveAsCsv = async (
  t: TFunction,
  shown: Shown,
  columns: readonly Column[],
): Promise<{ count: number; name: string }> => fileOf(t, await everything(shown), columns);

/**
 * Saves broadcasts as a file, with the columns and the language on screen.
 * @returns how many broadcasts it has, and its name
 */
export function fileOf(
  t: TFunction,
  all: readonly ListedBroadcast[],
  columns: readonly Column[],
): { count: number; name: string } {
  const link = document.createElement('a');
  link.href = csvFile([
    [
      t('list.columns.title'),
      ...columns.flatMap((column) => [headOf(t, column), ...more(t, column).map(([name]) => name)]),
      t('list.columns.id'),
    ],
    ...all.map((one) => [
      one.title,
      ...columns.flatMap((column) => [
        textOf(t, column, one),
        ...more(t, column).map(([, valueOf]) => valueOf(one)),
      ]),
      one.id,
    ]),
  ]);
  link.download = `siaran-${sortable(new Date()).slice(0, 10)}.csv`;
  link.click();
  return { count: all.length, name: link.download };
}
