// How often staff may look at, and reveal, the address of a citizen.
import type { Keys } from '#platform/crypto';
import type { Database } from '#platform/database';
import { type Counted, countOrRefuse } from './count-act.js';

/**
 * Counts a look-up of an address, for the member of staff and for all staff.
 * @throws Problem too-many
 */
export function countLook(database: Database, keys: Keys, personId: string): Promise<void> {
  return countLooks(database, keys, looksOf(personId));
}

/**
 * Counts a reveal of an address, for the officer and for all officers.
 * @throws Problem too-many
 */
export function countReveal(database: Database, keys: Keys, officerId: string): Promise<void> {
  const counted: Counted[] = [{ limit: 'ownReveals', subject: officerId }, { limit: 'reveals' }];
  return countLooks(database, keys, [...looksOf(officerId), ...counted]);
}

const looksOf = (personId: string): Counted[] => [
  { limit: 'staffLook', subject: personId },
  { limit: 'looks' },
];

const countLooks = (database: Database, keys: Keys, counted: readonly Counted[]): Promise<void> =>
  countOrRefuse(database, keys, counted, 'too-many-looks');
