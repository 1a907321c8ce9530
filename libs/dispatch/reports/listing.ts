import type { ChannelName } from '#channels';
import { fault } from '#contract/problems';
import { row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { DeliveryState } from '#contract';

/** Which deliveries of a broadcast to list. */
export interface DeliveryFilter {
  channel?: ChannelName | undefined;
  state?: DeliveryState | undefined;
  /** A region code; a province includes its regencies. */
  region?: string | undefined;
  /** The last address id of the previous page. */
  after?: string | undefined;
}

/** One delivery as stored in the ledger; the address is encrypted, and null when it was erased. */
export interface LedgerRow {
  addressId: string;
  channel: ChannelName;
  region: string;
  state: DeliveryState;
  attempts: number;
  resends: number;
  reason: string | null;
  handedAt: Date | null;
  nextAttemptAt: Date | null;
  providerId: string | null;
  ciphertext: Buffer | null;
  keyId: string | null;
}

/** Where a page begins: after this delivery. */
interface Place {
  waveId: string;
  batchNo: number;
  addressId: string;
}

/** How many deliveries match a filter, on all pages: from the waves' counters, at the same cost however many there are. */
export async function countDeliveries(
  tx: Pick<Tx, 'query'>,
  broadcastId: string,
  { channel, state, region }: DeliveryFilter,
): Promise<number> {
  const counted = await row<{ total: number }>(
    tx,
    `SELECT coalesce(sum(w.${state ?? 'targeted'}), 0)::int AS total FROM waves w WHERE w.broadcast_id = $1 AND ${IN_PART}`,
    [broadcastId, channel ?? null, region ?? null],
  );
  return counted?.total ?? 0;
}

// $2 channel $3 region
const IN_PART = `($2::text IS NULL OR w.channel = $2)
    AND ($3::text IS NULL OR w.region_code = $3 OR starts_with(w.region_code, $3 || '.'))`;

const BEGINNING: Place = { waveId: '0', batchNo: -1, addressId: '0' };

/**
 * One page of a broadcast's deliveries: by wave, then batch, then address id. In this order a page costs the same wherever
 * it begins and however many deliveries there are: the waves' counters show which waves hold matching deliveries, and only
 * those are read.
 * @throws Problem `not-found` when `after` is no delivery of this broadcast
 */
export async function listDeliveries(
  tx: Pick<Tx, 'query'>,
  broadcastId: string,
  { channel, state, region, after }: DeliveryFilter,
  limit: number,
): Promise<LedgerRow[]> {
  const from = after === undefined ? BEGINNING : await placeOf(tx, broadcastId, after);
  const found = await rows<LedgerRow>(tx, page(state), [
    broadcastId,
    channel ?? null,
    region ?? null,
    from.waveId,
    from.batchNo,
    from.addressId,
    limit,
  ]);
  if (found.length === 0) await mustBeKept(tx, broadcastId);
  return found;
}

/** @throws Problem not-found when the broadcast's month was retired from the ledger */
async function mustBeKept(tx: Pick<Tx, 'query'>, broadcastId: string): Promise<void> {
  const found = await row<{ kept: boolean }>(tx, 'SELECT ledger_keeps($1) AS kept', [broadcastId]);
  if (found?.kept === false) throw new Problem('copies-not-kept');
}

async function placeOf(tx: Pick<Tx, 'query'>, broadcastId: string, addressId: string): Promise<Place> {
  const place = await row<Place>(
    tx,
    `SELECT wave_id AS "waveId", batch_no AS "batchNo", address_id AS "addressId" FROM deliveries
     WHERE broadcast_id = $1 AND address_id = $2`,
    [broadcastId, addressId],
  );
  if (place) return place;
  await mustBeKept(tx, broadcastId);
  throw new Problem('no-delivery-after', { delivery: addressId }, [fault('after', 'not-a-delivery')]);
}

/**
 * The source of a wave's deliveries in a state, without reading other states. The tables of claims and open batches lead to
 * claimed and pending ones; an index leads to the exceptional ones. Accepted and delivered are the majority: those are
 * found by a scan.
 */
function holding(state: DeliveryState | undefined): string {
  switch (state) {
    case 'pending':
      return `batches b JOIN deliveries d ON d.wave_id = b.wave_id AND d.batch_no = b.no
        WHERE b.wave_id = w.id AND b.state <> 'done' AND b.no >= w.from_batch AND d.state = 'pending' AND`;
    case 'claimed':
      return `(SELECT DISTINCT c.batch_no FROM claims c WHERE c.wave_id = w.id) c
        JOIN deliveries d ON d.wave_id = w.id AND d.batch_no = c.batch_no WHERE d.state = 'claimed' AND`;
    case 'accepted':
    case 'delivered':
      return `deliveries d WHERE d.wave_id = w.id AND d.state = '${state}' AND`;
    case undefined:
      return 'deliveries d WHERE d.wave_id = w.id AND';
    default:
      return `deliveries d WHERE d.wave_id = w.id AND d.exception = '${state}' AND`;
  }
}

// $1 broadcast $2 channel $3 region; $4 wave, $5 batch and $6 address after which it begins; $7 how many.
// Takes as few waves as are certain to fill a page; the first one may have been listed in part.
const page = (state: DeliveryState | undefined): string => `
WITH matching AS (
  SELECT w.id, w.channel, w.region_code, CASE WHEN w.id = $4 THEN 0 ELSE w.${state ?? 'targeted'} END AS n,
    CASE WHEN w.id = $4 THEN $5::int ELSE -1 END AS from_batch, CASE WHEN w.id = $4 THEN $6::bigint ELSE 0 END AS from_address
  FROM waves w
  WHERE w.broadcast_id = $1 AND w.id >= $4 AND w.${state ?? 'targeted'} > 0 AND ${IN_PART}
), counted AS (
  SELECT *, sum(n) OVER (ORDER BY id) - n AS before FROM matching
), listed AS (
  SELECT w.id AS wave_id, w.channel, w.region_code, d.*
  FROM counted w CROSS JOIN LATERAL (
    SELECT d.batch_no, d.address_id, d.state, d.attempts, d.resends, d.reason, d.handed_at, d.next_attempt_at, d.provider_id
    FROM ${holding(state)} d.broadcast_id = $1 AND d.batch_no >= w.from_batch
      AND (d.batch_no > w.from_batch OR d.address_id > w.from_address)
    ORDER BY d.batch_no, d.address_id LIMIT $7
  ) d
  WHERE w.before < $7
  ORDER BY w.id, d.batch_no, d.address_id LIMIT $7
)
SELECT l.address_id AS "addressId", l.channel, l.region_code AS region, l.state, l.attempts, l.resends, l.reason,
  l.handed_at AS "handedAt", l.next_attempt_at AS "nextAttemptAt", l.provider_id AS "providerId", a.ciphertext, a.key_id AS "keyId"
FROM listed l LEFT JOIN addresses a ON a.id = l.address_id
ORDER BY l.wave_id, l.batch_no, l.address_id`;
