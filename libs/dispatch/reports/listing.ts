import { MISSED } from '#broadcasts/corrections';
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
  /** Only copies to people that got nothing, nor may any more: all their copies failed or ended. */
  gotNothing?: 'yes' | undefined;
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

/** How many match on all pages; `atLeast`: there may be more. */
export interface Found {
  total: number;
  atLeast: boolean;
}

/** Where a page begins: after this delivery. */
interface Place {
  waveId: string;
  batchNo: number;
  addressId: string;
}

/**
 * How many deliveries match a filter, on all pages: from the waves' counters, at the same cost however many there are. Of
 * people that got nothing, the first `LOOKED_AT` copies that went wrong are looked at.
 */
export async function countDeliveries(
  tx: Pick<Tx, 'query'>,
  broadcastId: string,
  { channel, state, region, gotNothing }: DeliveryFilter,
): Promise<Found> {
  if (gotNothing) {
    if (missedStates(state).length === 0) return { total: 0, atLeast: false };
    const looked = await row<Found>(tx, countGotNothing(missedStates(state)), [
      broadcastId,
      channel ?? null,
      region ?? null,
      BEGINNING.waveId,
      BEGINNING.batchNo,
      BEGINNING.addressId,
      LOOKED_AT,
    ]);
    return looked ?? { total: 0, atLeast: false };
  }
  const counted = await row<{ total: number }>(
    tx,
    `SELECT coalesce(sum(w.${state ?? 'targeted'}), 0)::int AS total FROM waves w WHERE w.broadcast_id = $1 AND ${IN_PART}`,
    [broadcastId, channel ?? null, region ?? null],
  );
  return { total: counted?.total ?? 0, atLeast: false };
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

/**
 * One page of the copies to people that got nothing, in the same order, and where the next page begins: null at the end. It
 * looks at `lookedAt` copies that went wrong at most, so that a page may hold fewer than `limit` without being the last.
 * @throws Problem `not-found` when `after` is no delivery of this broadcast
 */
export async function listGotNothing(
  tx: Pick<Tx, 'query'>,
  broadcastId: string,
  { channel, state, region, after }: DeliveryFilter,
  limit: number,
  lookedAt = LOOKED_AT,
): Promise<{ found: LedgerRow[]; after: string | null }> {
  if (missedStates(state).length === 0) return { found: [], after: null };
  const from = after === undefined ? BEGINNING : await placeOf(tx, broadcastId, after);
  const all = await rows<LedgerRow & { looked: number; last: string | null }>(
    tx,
    pageGotNothing(missedStates(state)),
    [
      broadcastId,
      channel ?? null,
      region ?? null,
      from.waveId,
      from.batchNo,
      from.addressId,
      lookedAt,
      limit,
    ],
  );
  const [one] = all;
  // Where nobody of those got nothing, one row says how many were looked at.
  const found = one?.addressId ? all.map(({ looked: _looked, last: _last, ...delivery }) => delivery) : [];
  if (!one || one.looked === 0) await mustBeKept(tx, broadcastId);
  const more = found.length === limit ? found.at(-1)?.addressId : one && one.looked >= lookedAt && one.last;
  return { found, after: more || null };
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

/** Copies that went wrong and are looked at, to find those of people that got nothing: each costs two look-ups. */
const LOOKED_AT = 10_000;
const MISSED_STATES = ['failed', 'suppressed', 'expired', 'cancelled'] as const;
type MissedState = (typeof MISSED_STATES)[number];
const missedStates = (state: DeliveryState | undefined): readonly MissedState[] =>
  MISSED_STATES.filter((one) => state === undefined || state === one);

// $1 broadcast $2 channel $3 region; $4 wave, $5 batch and $6 address after which it begins; $7 how many are looked at.
// Each state is read in the order of the list by its index. A person's other copies are found by their addresses, or
// among the addresses that were deleted since.
const lookedAt = (states: readonly MissedState[]): string => `
matching AS (
  SELECT w.id, w.channel, w.region_code, CASE WHEN w.id = $4 THEN 0 ELSE ${sumOf(states)} END AS n,
    CASE WHEN w.id = $4 THEN $5::int ELSE -1 END AS from_batch, CASE WHEN w.id = $4 THEN $6::bigint ELSE 0 END AS from_address
  FROM waves w
  WHERE w.broadcast_id = $1 AND w.id >= $4 AND ${sumOf(states)} > 0 AND ${IN_PART}
), counted AS (
  SELECT *, sum(n) OVER (ORDER BY id) - n AS before FROM matching
), looked AS MATERIALIZED (
  SELECT w.id AS wave_id, w.channel, w.region_code, d.*
  FROM counted w CROSS JOIN LATERAL (
    SELECT * FROM (${states
      .map(
        (
          state,
        ) => `(SELECT d.batch_no, d.address_id, d.contact_id, d.state, d.attempts, d.resends, d.reason, d.handed_at, d.next_attempt_at, d.provider_id
      FROM deliveries d WHERE d.wave_id = w.id AND d.exception = '${state}' AND d.broadcast_id = $1 AND d.batch_no >= w.from_batch
        AND (d.batch_no > w.from_batch OR d.address_id > w.from_address)
      ORDER BY d.batch_no, d.address_id LIMIT $7)`,
      )
      .join(' UNION ALL ')}) each
    ORDER BY batch_no, address_id LIMIT $7
  ) d
  WHERE w.before < $7
  ORDER BY w.id, d.batch_no, d.address_id LIMIT $7
), elsewhere AS MATERIALIZED (
  SELECT DISTINCT d.contact_id FROM deleted_recipients r JOIN deliveries d ON d.broadcast_id = $1 AND d.address_id = r.address_id
  WHERE r.broadcast_id = $1 AND NOT ${MISSED}
), nothing AS (
  SELECT l.* FROM looked l CROSS JOIN LATERAL (
    SELECT count(*) AS copies FROM addresses a JOIN deliveries d ON d.broadcast_id = $1 AND d.address_id = a.id
    WHERE a.contact_id = l.contact_id AND NOT ${MISSED}) other
  WHERE other.copies = 0 AND NOT EXISTS (SELECT FROM elsewhere e WHERE e.contact_id = l.contact_id)
)`;

const sumOf = (states: readonly MissedState[]): string => states.map((state) => `w.${state}`).join(' + ');

const countGotNothing = (states: readonly MissedState[]): string =>
  `WITH ${lookedAt(states)}
   SELECT (SELECT count(*)::int FROM nothing) AS total, (SELECT count(*) FROM looked) >= $7 AS "atLeast"`;

// $8 how many are listed.
const pageGotNothing = (states: readonly MissedState[]): string => `WITH ${lookedAt(states)}
SELECT o.looked, o.last, n.address_id AS "addressId", n.channel, n.region_code AS region, n.state, n.attempts, n.resends, n.reason,
  n.handed_at AS "handedAt", n.next_attempt_at AS "nextAttemptAt", n.provider_id AS "providerId", a.ciphertext, a.key_id AS "keyId"
FROM (SELECT count(*)::int AS looked, (array_agg(address_id ORDER BY wave_id DESC, batch_no DESC, address_id DESC))[1] AS last FROM looked) o
LEFT JOIN (SELECT * FROM nothing ORDER BY wave_id, batch_no, address_id LIMIT $8) n ON true
LEFT JOIN addresses a ON a.id = n.address_id
ORDER BY n.wave_id, n.batch_no, n.address_id`;
