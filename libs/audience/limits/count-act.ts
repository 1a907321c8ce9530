import type { Keys } from '#platform/crypto';
import { type Database, now, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { blocksOf } from './network-blocks.rules.js';
import { type LimitName, LIMITS, take, wider } from './limits.rules.js';

/**
 * The limit and subject that an act is counted by: an address, network or chat; a limit for everybody has no subject.
 */
export interface Counted {
  limit: LimitName;
  subject?: string;
}

/** Keys of the hashes that identify buckets. */
export type LimitKeys = Pick<Keys, 'hash'>;

/** Queries of a bucket store. */
export interface Buckets {
  /** Parameters: keys. Creates missing buckets. */
  make?: string;
  /** Parameters: keys. Locks the buckets until the transaction ends, in the order of keys. */
  hold: string;
  /** Parameters: keys, and the time in ms that each is paid until. */
  pay: string;
}

const RATE_LIMITS: Buckets = {
  make: `INSERT INTO rate_limits (key, paid_until) SELECT key, siar_now() FROM unnest($1::bytea[]) AS new (key)
    ON CONFLICT (key) DO NOTHING`,
  hold: `SELECT key, extract(epoch FROM paid_until)::float8 * 1000 AS "paidUntil"
    FROM rate_limits WHERE key = ANY ($1) ORDER BY key FOR UPDATE`,
  pay: `UPDATE rate_limits SET paid_until = to_timestamp(new.ms / 1000)
    FROM unnest($1::bytea[], $2::float8[]) AS new (key, ms) WHERE rate_limits.key = new.key`,
};

/**
 * The buckets of networks, which the gateway counts itself. It writes them through functions and can lock no other rows:
 * a stolen gateway resets no other bucket.
 */
export const NETWORK_LIMITS: Buckets = {
  hold: `SELECT key, extract(epoch FROM paid_until)::float8 * 1000 AS "paidUntil" FROM hold_networks($1)`,
  pay: 'SELECT pay_networks($1, ARRAY(SELECT to_timestamp(ms / 1000) FROM unnest($2::float8[]) WITH ORDINALITY AS new (ms, no) ORDER BY no))',
};

/**
 * Key of the bucket of an act: a hash of its subject, under the newest key. A rotation of HASH_KEY lets the counts begin
 * again.
 */
const limitKey = (keys: LimitKeys, { limit, subject = '' }: Counted): Buffer =>
  keys.hash(`limit ${limit}`, subject);

/** Keys of the buckets in which an act may be counted, under each key of HASH_KEY. */
export const limitKeys = (keys: Pick<Keys, 'hashes'>, { limit, subject = '' }: Counted): Buffer[] =>
  keys.hashes(`limit ${limit}`, subject);

/**
 * A network also counts against the larger blocks that contain it; each block's limit is a multiple of one network's.
 */
const inBlocks = ({
  limit,
  subject = '',
}: Counted): { limit: LimitName; subject: string; times: number }[] => [
  { limit, subject, times: 1 },
  ...blocksOf(subject).map((block) => ({ limit, ...block })),
];

/**
 * Counts an act before it is performed, in its own transaction.
 * @throws Problem too-many of this code, with retryAfterSeconds
 */
export async function countOrRefuse(
  database: Database,
  keys: LimitKeys,
  counted: readonly Counted[],
  code: 'too-many-looks' | 'too-many-tries',
): Promise<void> {
  const wait = await database.transaction(async (tx) => {
    const again = await countAct(tx, keys, counted);
    return again && again.getTime() - (await now(tx)).getTime();
  });
  if (wait !== null)
    throw new Problem(code, {}, [], { retryAfterSeconds: Math.max(1, Math.ceil(wait / 1000)) });
}

/**
 * Counts an act by each of its subjects before it is performed, for the whole fleet: concurrent acts are limited like
 * consecutive ones. If one bucket is full, none is charged. Call it in its own transaction, which holds the row locks
 * briefly.
 * @returns null when it is allowed, else the time of the next attempt
 */
export async function countAct(
  tx: Tx,
  keys: LimitKeys,
  counted: readonly Counted[],
  buckets: Buckets = RATE_LIMITS,
): Promise<Date | null> {
  const byKey = new Map(
    counted.flatMap(inBlocks).map(({ limit, subject, times }) => {
      const key = limitKey(keys, { limit, subject });
      return [key.toString('hex'), { key, limit: wider(LIMITS[limit], times) }];
    }),
  );
  // Every instance locks in the order of keys: concurrent acts wait for each other and cannot deadlock.
  const sorted = [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  const asked = [sorted.map(({ key }) => key)];
  if (buckets.make !== undefined) await tx.query(buckets.make, asked);
  const held = await rows<{ key: Buffer; paidUntil: number }>(tx, buckets.hold, asked);
  const clock = await row<{ now: number }>(tx, 'SELECT extract(epoch FROM siar_now())::float8 * 1000 AS now');
  const instant = clock?.now ?? 0;
  const takes = sorted.map(({ key, limit }) =>
    take(held.find((one) => one.key.equals(key))?.paidUntil ?? null, instant, limit),
  );
  if (takes.some(({ allowed }) => !allowed))
    return new Date(Math.max(...takes.map(({ retryAt }) => retryAt)));
  await tx.query(buckets.pay, [...asked, takes.map(({ paidUntil }) => paidUntil)]);
  return null;
}
