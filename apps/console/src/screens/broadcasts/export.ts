import type { TFunction } from 'i18next';
import { broadcasts, type ListedBroadcast } from '../../api';
import { csvFile } from '../../parts/csv/csv';
import { textOf } from './cells';
import type { Column, Shown } from './list.rules';
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

/** Saves the list as a file, with the columns and the language on screen. */
export async function saveAsCsv(t: TFunction, shown: Shown, columns: readonly Column[]): Promise<void> {
  const all = await everything(shown);
  const link = document.createElement('a');
  link.href = csvFile([
    [t('list.columns.title'), ...columns.map((column) => t(`list.columns.${column}`)), t('list.columns.id')],
    ...all.map((one) => [one.title, ...columns.map((column) => textOf(t, column, one)), one.id]),
  ]);
  link.download = 'siaran.csv';
  link.click();
}
