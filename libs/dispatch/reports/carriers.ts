import { LARGE_CLASS } from '#audience/addresses';
import { CHANNELS_WITH_CARRIERS } from '#channels';
import { rows, type Tx } from '#platform/database';
import { DELIVERY_STATES } from '#contract';
import type { CarrierLine } from '#contract/api/reports';

export type { CarrierLine } from '#contract/api/reports';

const STATES = DELIVERY_STATES.map(
  (state) => `coalesce(sum(copies) FILTER (WHERE state = '${state}'), 0)::int AS ${state}`,
).join(', ');

/**
 * What became of a broadcast's copies by mailbox provider and operator. Reads each ledger row of the broadcast, and its
 * address: erased addresses count among the others, so that the ledger need not keep with whom they were.
 */
export const byCarrier = (tx: Tx, broadcastId: string): Promise<CarrierLine[]> =>
  rows<CarrierLine>(
    tx,
    `WITH counted AS (
       SELECT w.channel, CASE WHEN ${LARGE_CLASS} THEN a.class END AS carrier, d.state, count(*) AS copies
       FROM deliveries d JOIN waves w ON w.id = d.wave_id LEFT JOIN addresses a ON a.id = d.address_id
       WHERE d.broadcast_id = $1 AND w.channel = ANY ($2) GROUP BY 1, 2, 3)
     SELECT channel, carrier, sum(copies)::int AS targeted, ${STATES} FROM counted
     GROUP BY channel, carrier ORDER BY channel, carrier IS NULL, targeted DESC, carrier`,
    [broadcastId, CHANNELS_WITH_CARRIERS],
  );
