import type { Contest, Contestant } from '../../api';

/** Somebody who stands, as it is being written: the number may still be missing. */
export interface ContestantRow {
  number: string;
  name: string;
}

/** What names a contest within its election. */
export const contestKey = ({ office, regionCode }: Pick<Contest, 'office' | 'regionCode'>): string =>
  `${office} ${regionCode ?? ''}`;

/** A contest's contestants as rows to be written in. */
export const rowsOf = (contestants: readonly Contestant[]): ContestantRow[] =>
  contestants.map(({ number, name }) => ({ number: String(number), name }));

/** The rows with anything in them, as they are saved. A number that is none is 0, which the API refuses at its place. */
export const contestantsIn = (rows: readonly ContestantRow[]): Contestant[] =>
  rows
    .filter(({ number, name }) => number.trim() !== '' || name.trim() !== '')
    .map(({ number, name }) => ({
      number: /^\d+$/.test(number.trim()) ? Number(number) : 0,
      name: name.trim(),
    }));

/**
 * The rows a pasted list stands for: a line each, its number before the name (`1. Ratna Wijaya`, or from a table), or the
 * last one before it, as the second name of a pair has it.
 * @returns null where it is no list
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
