import type { Contest, Contestant } from '../../api';

/** A contestant being entered: the number may still be missing. */
export interface ContestantRow {
  number: string;
  name: string;
}

/** Identifies a contest within its election. */
export const contestKey = ({ office, regionCode }: Pick<Contest, 'office' | 'regionCode'>): string =>
  `${office} ${regionCode ?? ''}`;

/** The contestants of a contest as rows of a form. */
export const rowsOf = (contestants: readonly Contestant[]): ContestantRow[] =>
  contestants.map(({ number, name }) => ({ number: String(number), name }));

/** The rows that are not empty. An invalid number becomes 0, which the API refuses at its field. */
export const contestantsIn = (rows: readonly ContestantRow[]): Contestant[] =>
  rows
    .filter(({ number, name }) => number.trim() !== '' || name.trim() !== '')
    .map(({ number, name }) => ({
      number: /^\d+$/.test(number.trim()) ? Number(number) : 0,
      name: name.trim(),
    }));

/**
 * The rows of a pasted list: one per line, with the number before the name (`1. Ratna Wijaya`, or from a table). A line
 * without a number takes that of the line before it, as the second name of a pair does.
 * @returns null when it is no list
 */
export function pasted(text: string): ContestantRow[] | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length < 2) return null;
  let number = '';
  return lines.map((line) => {
    const [, own, name = ''] = /^\s*(?:(\d{1,3})[.)\s]\s*)?(.*?)\s*$/.exec(line) ?? [];
    number = own ?? number;
    return { number, name };
  });
}
