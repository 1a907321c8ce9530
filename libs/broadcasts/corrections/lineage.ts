import { MAY_HAVE_REACHED, perChannel } from '#audience';
import type { SpreadEstimate } from '#audience/counting';
import type { ChannelName } from '#channels';
import { row, rows, type Tx } from '#platform/database';
import { type ChainCopies, recipientsOf } from './recipients.rules.js';
import type { OtherRecipients } from '#contract/api/broadcasts';
import type { ChainPart } from '#contract/api/run';

export type { ChainPart } from '#contract/api/run';

/**
 * Everything that a correction corrects: its original, the original of that if it is a correction itself, and the
 * remainders that took the texts of those corrections to other people.
 */
export function chainOf(tx: Tx, correctionId: string): Promise<string[]> {
  return ids(
    tx,
    `SELECT original_id AS id FROM broadcasts WHERE id = $1`,
    `SELECT b.original_id AS id UNION ALL SELECT r.id FROM broadcasts r WHERE r.remainder_of_id = b.id`,
    correctionId,
  );
}

/**
 * Everything that may have reached the audience of a correction's remainder before it: the correction and what it
 * corrects, with the remainders of those. Excludes the correction's own remainder.
 */
export function familyOf(tx: Tx, correctionId: string): Promise<string[]> {
  return ids(
    tx,
    `SELECT $1::bigint AS id`,
    `SELECT b.original_id AS id UNION ALL SELECT r.id FROM broadcasts r WHERE r.remainder_of_id = b.id AND b.id <> $1`,
    correctionId,
  );
}

async function ids(tx: Tx, first: string, next: string, correctionId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `WITH RECURSIVE family AS (
       ${first}
       UNION
       SELECT next.id FROM family f JOIN broadcasts b ON b.id = f.id CROSS JOIN LATERAL (${next}) next WHERE next.id IS NOT NULL
     ) SELECT id FROM family ORDER BY id`,
    [correctionId],
  );
  return found.map(({ id }) => id);
}

/** What may have reached the audience of a correction after it: its companion, its corrections, and those of these. */
export function laterOf(tx: Tx, id: string): Promise<string[]> {
  return ids(
    tx,
    `SELECT id FROM broadcasts WHERE $1 IN (original_id, remainder_of_id)`,
    `SELECT c.id FROM broadcasts c WHERE c.original_id = b.id OR c.remainder_of_id = b.id`,
    id,
  );
}

/** The people that some broadcasts reached, or may have reached, as far as they can be written to now. */
export interface Reached extends SpreadEstimate {
  /** The number of people who left since, whether or not they are written to. */
  left: number;
  /** The number of addresses that can be written to and for which the outcome is unknown. */
  uncertain: number;
  /** The number of addresses that got it, or may have, and are not written to: dead, suppressed, or left. */
  notWritten: number;
  /** The number of addresses that got, or may have got, none of them but originals of the original. */
  earlier: number;
}

/**
 * Counts the people and messages that some broadcasts reached, or may have reached, on some channels, as a correction
 * would write to them now.
 * @param toThoseWhoLeft whether people who left since are written to
 * @param originalId the broadcast that is corrected: the others are its companions, its originals and their companions
 */
export async function reachedBy(
  tx: Tx,
  broadcasts: readonly string[],
  channels: readonly ChannelName[],
  toThoseWhoLeft: boolean,
  originalId: string,
): Promise<Reached> {
  const found = await rows<{
    region: string | null;
    channel: ChannelName | null;
    people: number;
    left: number;
    uncertain: number;
    earlier: number;
    messages: number;
    all: number;
  }>(
    tx,
    `WITH held AS (
       SELECT d.address_id, min(d.contact_id) AS contact_id, min(w.region_code) AS region, w.channel, min(${HANDED_AT}) AS handed_at,
         bool_or(d.state IN ('accepted', 'delivered')) AS certain, bool_and(b.remainder_of_id IS NULL AND b.id <> $4) AS earlier
       FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id JOIN deliveries d ON d.broadcast_id = w.broadcast_id AND d.wave_id = w.id
       WHERE w.broadcast_id = ANY ($1::bigint[]) AND w.channel = ANY ($2) AND ${MAY_HAVE_REACHED}
       GROUP BY d.address_id, w.channel
     ), judged AS (
       SELECT h.*, coalesce(${leftSince('h.handed_at', 's')}, false) AS gone,
         coalesce(c.restricted_at IS NULL AND (a.state = 'active' AND s.hash IS NULL
           OR $3 AND a.state = 'unsubscribed' AND ${leftSince('h.handed_at', 's')}), false) AS writable
       FROM held h LEFT JOIN addresses a ON a.id = h.address_id LEFT JOIN contacts c ON c.id = a.contact_id
       LEFT JOIN suppressions s ON s.channel = a.channel AND s.hash = a.hash
     )
     SELECT region, channel, (count(DISTINCT contact_id) FILTER (WHERE writable))::int AS people,
       (count(DISTINCT contact_id) FILTER (WHERE gone))::int AS left, (count(*) FILTER (WHERE writable AND NOT certain))::int AS uncertain,
       (count(*) FILTER (WHERE earlier))::int AS earlier, (count(*) FILTER (WHERE writable))::int AS messages, count(*)::int AS all
     FROM judged GROUP BY GROUPING SETS ((region, channel), ()) ORDER BY region`,
    [broadcasts, channels, toThoseWhoLeft, originalId],
  );
  const total = found.find(({ region }) => region === null);
  if (!total) throw new Error('nothing was counted');
  const { people, left, uncertain, earlier, messages, all } = total;
  const counts = (of: typeof found): Record<ChannelName, number> =>
    perChannel((name) =>
      of.filter(({ channel }) => channel === name).reduce((sum, one) => sum + one.messages, 0),
    );
  const regions = new Set(found.flatMap(({ region }) => region ?? []));
  return {
    people,
    left,
    uncertain,
    notWritten: all - messages,
    earlier,
    channels: counts(found),
    regions: Object.fromEntries(
      [...regions].map((region) => [region, counts(found.filter((one) => one.region === region))]),
    ),
  };
}

/**
 * The recipients of the broadcasts of a chain, by region and channel: estimated from the waves' counters, at the same
 * cost for any size of the ledger. Includes those who cannot be written to any more, which the counters do not tell.
 */
export async function handedOverBy(
  tx: Tx,
  broadcasts: readonly string[],
): Promise<SpreadEstimate['regions']> {
  const found = await rows<ChainCopies & { region: string; channel: ChannelName }>(
    tx,
    `SELECT w.region_code AS region, w.channel, b.remainder_of_id IS NOT NULL AS companion,
       sum(w.claimed + w.accepted + w.delivered + w.unknown)::int AS copies
     FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id WHERE w.broadcast_id = ANY ($1::bigint[])
     GROUP BY b.id, w.region_code, w.channel ORDER BY w.region_code, b.id`,
    [broadcasts],
  );
  const regions = new Map<string, typeof found>();
  for (const one of found) regions.set(one.region, [...(regions.get(one.region) ?? []), one]);
  return Object.fromEntries(
    [...regions].map(([region, copies]) => [
      region,
      perChannel((name) => recipientsOf(copies.filter(({ channel }) => channel === name))),
    ]),
  );
}

/** The channels on which some broadcasts reached people, or may have, except the given ones. */
export async function channelsLeftOut(
  tx: Tx,
  broadcasts: readonly string[],
  channels: readonly ChannelName[],
): Promise<ChannelName[]> {
  const found = await rows<{ channel: ChannelName }>(
    tx,
    `SELECT DISTINCT channel FROM waves WHERE broadcast_id = ANY ($1::bigint[]) AND channel <> ALL ($2)
       AND claimed + accepted + delivered + unknown > 0 ORDER BY channel`,
    [broadcasts, channels],
  );
  return found.map(({ channel }) => channel);
}

/**
 * Counts what a correction on some channels leaves uncorrected.
 * @param companions broadcasts with its text: people who got a copy of these, or may get one, are not left out
 * @returns null when it is nothing
 */
export async function leftOutBy(
  tx: Tx,
  broadcasts: readonly string[],
  channels: readonly ChannelName[],
  companions: readonly string[] = [],
): Promise<OtherRecipients['leftOut']> {
  // The ledger is read only where the waves say that there is something.
  const left = await channelsLeftOut(tx, broadcasts, channels);
  if (left.length === 0) return null;
  const found = await rows<{ channel: ChannelName | null; addresses: number; people: number }>(
    tx,
    `WITH held AS (
       SELECT DISTINCT d.address_id, d.contact_id, w.channel
       FROM waves w JOIN deliveries d ON d.broadcast_id = w.broadcast_id AND d.wave_id = w.id
       WHERE w.broadcast_id = ANY ($1::bigint[]) AND ${MAY_HAVE_REACHED}
     ), people AS (
       SELECT h.contact_id, NOT bool_or(h.channel = ANY ($3)) AND bool_and(r.contact_id IS NULL) AS alone
       FROM held h LEFT JOIN (
         SELECT DISTINCT d.contact_id FROM deliveries d WHERE d.broadcast_id = ANY ($4::bigint[]) AND NOT ${MISSED}) r
         ON r.contact_id = h.contact_id
       GROUP BY h.contact_id)
     SELECT h.channel, count(DISTINCT h.address_id)::int AS addresses, (count(DISTINCT h.contact_id) FILTER (WHERE p.alone))::int AS people
     FROM held h JOIN people p ON p.contact_id = h.contact_id WHERE h.channel = ANY ($2)
     GROUP BY GROUPING SETS ((h.channel), ())`,
    [broadcasts, left, channels, companions],
  );
  const people = found.find(({ channel }) => channel === null)?.people ?? 0;
  const each = found.flatMap(({ channel, addresses }) =>
    channel === null || addresses === 0 ? [] : [[channel, addresses] as const],
  );
  return each.length === 0 ? null : { channels: Object.fromEntries(each), people };
}

/**
 * Whether a correction of a broadcast is approved, partly handed over, or under review: then its text is wrong, or may
 * be. Includes corrections of corrections, and for a remainder those of the correction it belongs to.
 */
export async function isBeingCorrected(tx: Tx, id: string): Promise<boolean> {
  const found = await row(
    tx,
    `WITH RECURSIVE later AS (
       SELECT c.id FROM broadcasts b JOIN broadcasts c ON c.original_id IN (b.id, b.remainder_of_id) WHERE b.id = $1
       UNION
       SELECT c.id FROM later l JOIN broadcasts c ON c.original_id = l.id
     )
     SELECT FROM later l JOIN broadcasts c ON c.id = l.id JOIN submissions s ON s.broadcast_id = c.id AND s.no = c.submission_no
     WHERE c.state = 'in_review' OR s.decision = 'approved' AND c.state <> 'withdrawn' OR ${HANDED_OVER('c.id')} LIMIT 1`,
    [id],
  );
  return found !== undefined;
}

/** Whether somebody is writing a correction of a broadcast, or of the correction that a remainder completes. */
export async function isCorrectionDrafted(tx: Tx, id: string): Promise<boolean> {
  const found = await row(
    tx,
    `SELECT FROM broadcasts b JOIN broadcasts c ON c.original_id IN (b.id, b.remainder_of_id)
     WHERE b.id = $1 AND c.state = 'draft' LIMIT 1`,
    [id],
  );
  return found !== undefined;
}

/** SQL condition: a delivery `d` did not reach its recipient, and will not. */
export const MISSED = `d.state IN ('failed', 'suppressed', 'expired', 'cancelled')`;

/** SQL condition: an approved broadcast was neither withdrawn nor cancelled. @param broadcast the alias of a row */
export const STANDS = (broadcast: string): string =>
  `${broadcast}.state IN ('approved', 'running', 'paused', 'completed', 'expired')`;

/** SQL condition: a correction of a broadcast holds in its place. @param id an SQL expression */
export const CORRECTED = (id: string): string =>
  `EXISTS (SELECT FROM broadcasts c WHERE c.original_id = ${id} AND ${STANDS('c')})`;

/** SQL condition: no correction of a broadcast was approved or is under review. @param id an SQL expression */
export const UNCORRECTED = (id: string): string => noCorrectionBut(id, `'draft', 'rejected', 'withdrawn'`);

/**
 * SQL condition: no correction of a broadcast was approved, is under review or is being written, so that its uncertain copies
 * can be sent again. @param id an SQL expression
 */
export const UNQUESTIONED = (id: string): string => noCorrectionBut(id, `'rejected', 'withdrawn'`);

function noCorrectionBut(id: string, states: string): string {
  return `NOT EXISTS (SELECT FROM broadcasts c WHERE c.original_id = ${id} AND c.state NOT IN (${states}))`;
}

/** SQL expression: the part of a broadcast `b` in a chain; null: it has a title of its own. */
export const CHAIN_PART = `CASE WHEN b.remainder_of_id IS NOT NULL THEN 'companion' WHEN b.kind = 'correction' THEN 'correction' END`;

/** The parts of these broadcasts in their chains, by id; a broadcast with a title of its own is left out. */
export async function chainParts(tx: Tx, ids: readonly string[]): Promise<Record<string, ChainPart>> {
  const found = await rows<{ id: string; part: ChainPart }>(
    tx,
    `SELECT b.id, ${CHAIN_PART} AS part FROM broadcasts b WHERE b.id = ANY ($1::bigint[]) AND ${CHAIN_PART} IS NOT NULL`,
    [ids],
  );
  return Object.fromEntries(found.map(({ id, part }) => [id, part]));
}

/** SQL condition: a copy of a broadcast was handed over, with any outcome. @param id an SQL expression */
export const HANDED_OVER = (id: string): string =>
  `EXISTS (SELECT FROM waves WHERE waves.broadcast_id = ${id} AND waves.first_handover_at IS NOT NULL)`;

/** Of a delivery `d` of a wave `w`: when it was handed over; if that is unknown, when the first of its wave was. */
export const HANDED_AT = 'coalesce(d.handed_at, w.first_handover_at)';

/**
 * SQL condition: a person left after a message had been handed over to them.
 * @param handedAt an SQL expression
 * @param suppression the alias of a row
 */
export const leftSince = (handedAt: string, suppression: string): string =>
  `(${suppression}.reason = 'left' AND ${suppression}.created_at >= ${handedAt})`;
