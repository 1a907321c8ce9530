import { join } from 'node:path';
import { tryKeys } from '#audience/addresses';
import { LastWords, readDeparture, type Replayed } from '#audience/journal';
import type { Keys } from '#platform/crypto';
import type { Database } from '#platform/database';
import { allLines } from '#platform/files';

// What after-restore and the restore drill both tell of restored data.

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Reads the journal of an installation from folders, each a JOURNAL_DIR or a copy of it, and says what it found. */
export async function journalOf(folders: readonly string[], installation: string): Promise<LastWords> {
  const words = new LastWords();
  for (const folder of folders) {
    let [lines, unread, last] = [0, 0, ''];
    for await (const line of allLines(join(folder, installation))) {
      const departure = readDeparture(line);
      if (departure) words.add(departure);
      else unread += 1;
      lines += 1;
      if (departure && departure.at > last) last = departure.at;
    }
    say(
      `journal in ${folder}: ${lines} lines${last === '' ? '' : `, the last of ${last}`}${unread === 0 ? '' : `, ${unread} NOT READABLE`}`,
    );
  }
  return words;
}

/**
 * Tries the keys on addresses, and says what they open.
 * @returns false where a key is missing or another one
 */
export async function keysFit(database: Database, keys: Keys): Promise<boolean> {
  const { tried, fitting } = await tryKeys(database.manager, keys);
  const fit = fitting === tried;
  say(
    fit
      ? `keys: fit all of ${tried} addresses`
      : `keys: DO NOT FIT: only ${fitting} of ${tried} addresses are stored under DATA_KEY and HASH_KEY`,
  );
  return fit;
}

export function total(counts: Replayed): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

export function told({ suppressed, erased, moved, restricted, freed }: Replayed): string {
  return `${suppressed} suppressed, ${erased} people erased, ${moved} replaced by another address, ${restricted} people restricted, ${freed} no longer`;
}
