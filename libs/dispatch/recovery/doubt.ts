import { rows, type Tx } from '#platform/database';
import { closeBatches } from '../ledger/ledger.js';

/** The reason of a copy of which a restored database does not say whether it went out. */
const MAY_BE_OUT = 'restored';

/** Of a wave, pending copies that may have gone out. */
export interface Doubted {
  /** Batches examined. */
  batches: number;
  /** Copies turned to unknown. */
  unknown: number;
}

/**
 * Turns the pending copies in some open batches of a wave to unknown: rows first, then the counters, then the batches. Call
 * again until it examined no batch.
 * @param among the numbers of the batches; null: all
 * @param most batches at most
 */
export async function doubtPending(
  tx: Tx,
  waveId: string,
  among: readonly number[] | null,
  most: number,
): Promise<Doubted> {
  const open = await rows<{ no: number }>(
    tx,
    `SELECT no FROM batches WHERE wave_id = $1 AND state <> 'done' AND ($2::int[] IS NULL OR no = ANY ($2)) ORDER BY no LIMIT $3`,
    [waveId, among, most],
  );
  if (open.length === 0) return { batches: 0, unknown: 0 };
  const numbers = open.map(({ no }) => no);
  const doubted = await rows(
    tx,
    `WITH locked AS (
       SELECT broadcast_id, address_id FROM deliveries
       WHERE broadcast_id = (SELECT broadcast_id FROM waves WHERE id = $1) AND wave_id = $1 AND batch_no = ANY ($3) AND state = 'pending'
       ORDER BY address_id FOR UPDATE)
     UPDATE deliveries d SET state = 'unknown', reason = $2, next_attempt_at = NULL FROM locked l
     WHERE d.broadcast_id = l.broadcast_id AND d.address_id = l.address_id AND d.address_id = ANY (ARRAY(SELECT address_id FROM locked))
     RETURNING 1`,
    [waveId, MAY_BE_OUT, numbers],
  );
  await tx.query('UPDATE waves SET pending = pending - $2, unknown = unknown + $2 WHERE id = $1', [
    waveId,
    doubted.length,
  ]);
  await closeBatches(tx, waveId, numbers);
  return { batches: open.length, unknown: doubted.length };
}
