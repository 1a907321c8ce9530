import { row, type Tx } from '../database/database.js';

/**
 * Begins a new epoch after a restore: the data belongs to this server from now on, and marks of earlier epochs are dealt
 * with.
 * @param seen the highest epoch of any mark: this backup may be older than an earlier restore
 * @returns the epoch
 */
export async function beginEpoch(tx: Tx, seen: number): Promise<number> {
  const found = await row<{ epoch: number }>(
    tx,
    `UPDATE installation SET epoch = greatest(epoch, $1) + 1, system_identifier = (SELECT system_identifier::text FROM pg_control_system()),
       timeline = NULL RETURNING epoch`,
    [seen],
  );
  if (!found) throw new Error('the database has no row in installation');
  return found.epoch;
}

/** Records the timeline on which the marks of claims were compared with the data, where it is another one. */
export async function noteTimeline(tx: Tx, timeline: string): Promise<void> {
  await tx.query('UPDATE installation SET timeline = $1 WHERE timeline IS DISTINCT FROM $1', [timeline]);
}
