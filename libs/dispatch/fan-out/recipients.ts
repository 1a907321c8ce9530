import { MAY_HAVE_REACHED, reachedBefore } from '#audience';
import type { SuppressedReason } from '#contract/lists';
import { HANDED_AT, leftSince } from '#broadcasts/corrections';
import { hadUnderDeletedAddress, heldNow } from './deleted-recipients.js';

// Uses look-ups instead of joins: a chunk is few people of many, and a join would read all addresses, consents or
// suppressions. OFFSET 0 keeps the planner from turning look-ups into joins.
const SUPPRESSED = (address: string): string =>
  `EXISTS (SELECT FROM suppressions s WHERE s.channel = ${address}.channel AND s.hash = ${address}.hash)`;
const CONSENTED = (address: string): string =>
  `EXISTS (SELECT FROM consents k WHERE k.address_id = ${address}.id AND k.withdrawn_at IS NULL)`;

// Whether a person's one copy goes to this address. Usually the preferred channel works and decides; only otherwise are all
// of the person's addresses compared. Correlated with a.contact_id, so that it runs only for people who have an address
// here.
const PREFERRED = `CASE
  WHEN p.preferred_channel = $3 AND a.state = 'active' AND NOT ${SUPPRESSED('a')} THEN true
  WHEN p.preferred_channel <> $3 AND p.preferred_channel = ANY ($12::text[]) AND EXISTS (
    SELECT FROM addresses u WHERE u.contact_id = a.contact_id AND u.channel = p.preferred_channel AND u.state = 'active'
      AND NOT ${SUPPRESSED('u')} AND ${CONSENTED('u')}) THEN false
  ELSE $3 = (
    SELECT other.channel FROM addresses other
    WHERE other.contact_id = a.contact_id AND other.channel = ANY ($12::text[]) AND other.state IN ('active', 'invalid')
      AND ${CONSENTED('other')}
    ORDER BY (other.state = 'active' AND NOT ${SUPPRESSED('other')}) DESC, (other.channel = p.preferred_channel) DESC,
      array_position($12::text[], other.channel)
    LIMIT 1)
  END`;

/**
 * The smallest last chunk of a wave, in people, unless the whole wave is smaller: a smaller rest joins the chunk before it.
 * The order is random only within a chunk, and recent contacts have neighbouring ids: a small rest would consist of them
 * alone.
 */
const SMALLEST_REST = 2_500;

/** The people of this chunk, cut from the rows read ahead. */
const PEOPLE = `people AS MATERIALIZED (
  SELECT * FROM ahead ORDER BY id
  LIMIT CASE WHEN (SELECT count(*) FROM ahead) = $6 + ${SMALLEST_REST} THEN $6 ELSE $6 + ${SMALLEST_REST} END
)`;

// Selects who gets a broadcast: one statement for each kind of audience, run once for each chunk of a wave.
// $1 wave $2 broadcast $3 channel $4 region $5 after contact $6 people $7 first batch number $8 batch size
// $9 languages $10 topics $11 every channel $12 the broadcast's channels.
// Dead and suppressed addresses and restricted people are written too, as suppressed, so that the account is complete. With
// reach "preferred" a person gets one copy: on the preferred channel if it works, else on the first that does. A person who
// already has a delivery on another channel, because an address died between two fan-outs, keeps that one.
const audience = (before: string, besides: string): string => `
ahead AS MATERIALIZED (
  SELECT c.id, c.preferred_channel, c.restricted_at IS NOT NULL AS restricted FROM contacts c
  WHERE c.province_code = left($4, 2) AND (length($4) = 2 OR c.region_code = $4) AND c.id > $5
    AND ($9::text[] IS NULL OR c.language = ANY ($9)) AND ($10::text[] IS NULL OR c.topics && $10)
  ORDER BY c.id LIMIT $6 + ${SMALLEST_REST}
), ${PEOPLE}, source AS (
  SELECT p.id AS contact_id, a.id AS address_id, (p.restricted OR a.state <> 'active' OR ${SUPPRESSED('a')}) AS suppressed,
    a.state = 'invalid' AS dead
  FROM people p
  CROSS JOIN LATERAL (
    SELECT * FROM addresses a
    WHERE a.contact_id = p.id AND a.channel = $3 AND a.state IN ('active', 'invalid') AND ${CONSENTED('a')}
    OFFSET 0) a
  WHERE ($11 OR ${PREFERRED} AND NOT EXISTS (
      SELECT FROM addresses elsewhere WHERE elsewhere.contact_id = a.contact_id AND elsewhere.id <> a.id
        AND EXISTS (SELECT FROM deliveries d WHERE d.broadcast_id = $2 AND d.address_id = elsewhere.id OFFSET 0)))
    AND NOT ${hadUnderDeletedAddress(before, 'a.contact_id', 'a.id', '$11')}
    ${besides}
)`;

// Selects the recipients of a correction, with the same parameters: those the broadcasts $9 reached, or may have reached,
// on this channel in this region. Those who left since then are written as suppressed unless the correction is for them too
// ($10). $5 is an address here. If the address written to was deleted and the person has another address row since, the
// delivery uses that one.
const reached = `
ahead AS MATERIALIZED (
  SELECT d.address_id AS id, min(d.contact_id) AS contact_id, min(${HANDED_AT}) AS handed_at
  FROM waves w JOIN deliveries d ON d.broadcast_id = w.broadcast_id AND d.wave_id = w.id
  WHERE w.broadcast_id = ANY ($9::bigint[]) AND w.channel = $3 AND w.region_code = $4 AND d.address_id > $5
    AND ${MAY_HAVE_REACHED}
  GROUP BY d.address_id ORDER BY d.address_id LIMIT $6 + ${SMALLEST_REST}
), ${PEOPLE}, source AS (
  SELECT coalesce(f.contact_id, p.contact_id) AS contact_id, coalesce(f.id, p.id) AS address_id, coalesce(f.suppressed, true) AS suppressed,
    coalesce(f.dead, false) AS dead
  FROM people p LEFT JOIN LATERAL (
    SELECT a.id, a.contact_id, NOT (c.restricted_at IS NULL AND (a.state = 'active' AND s.hash IS NULL AND ${CONSENTED('a')}
      OR $10 AND a.state = 'unsubscribed' AND ${leftSince('p.handed_at', 's')})) AS suppressed, a.state = 'invalid' AS dead
    FROM (SELECT * FROM (SELECT * FROM addresses WHERE id = p.id UNION ALL ${heldNow('p.id')}) held LIMIT 1) a
    LEFT JOIN contacts c ON c.id = a.contact_id
    LEFT JOIN suppressions s ON s.channel = a.channel AND s.hash = a.hash
    OFFSET 0) f ON true
)`;

/**
 * Deliveries in the first batch of a wave. Few, so that each of many waves due at the same instant has its first copy on
 * its way at once, whatever follows.
 */
const FIRST_BATCH = 10;

/** A chunk's copies by `n` from 1, cut into batches from `first` on. */
const batch = (first: string): string =>
  `CASE WHEN $7 > 0 THEN ${first} + (n - 1) / $8 WHEN n <= ${FIRST_BATCH} THEN 0 ELSE 1 + (n - 1 - ${FIRST_BATCH}) / $8 END`;

const CUT = `
, numbered AS (
  SELECT *, row_number() OVER (ORDER BY lot) AS n FROM (SELECT *, hashint8extended(address_id, $2) AS lot FROM source) drawn
), cut_up AS (
  SELECT *, (${batch('$7')})::int AS batch_no FROM numbered
)`;

// A batch holds one route alone; the routes take turns, that of everybody else first.
const cutByRoute = (routes: string): string => `
, numbered AS (
  SELECT *, row_number() OVER (PARTITION BY route ORDER BY lot) AS n FROM (
    SELECT *, hashint8extended(address_id, $2) AS lot,
      coalesce((SELECT a.class FROM addresses a WHERE a.id = address_id AND a.class = ANY (${routes}::text[])), '') AS route
    FROM source) drawn
), cut_up AS (
  SELECT *, ($7 + dense_rank() OVER (ORDER BY piece, route) - 1)::int AS batch_no FROM (SELECT *, ${batch('0')} AS piece FROM numbered) pieces
)`;

const DEAD: SuppressedReason = 'dead before';
const LEFT: SuppressedReason = 'suppressed before';

// The order is random within the chunk: neighbours that would give the brake many refusals at once are spread over it. All
// waves of a broadcast insert in the same order, so that two waves writing the same people do not deadlock, and rows
// claimed together are stored together.
const write = (cut: string, route: string, conflict: string): string => `${cut}
, written AS (
  INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state, reason, code)
  SELECT $2, address_id, $1, contact_id, batch_no,
    CASE WHEN suppressed THEN 'suppressed' ELSE 'pending' END, CASE WHEN suppressed AND dead THEN '${DEAD}' WHEN suppressed THEN '${LEFT}' END,
    CASE WHEN $3 = 'sms' THEN ('x' || substr(replace(gen_random_uuid()::text, '-', ''), 18, 15))::bit(60)::bigint & 1125899906842623 END
  FROM cut_up ORDER BY lot
  ${conflict}
  RETURNING batch_no, state
), cut AS (
  INSERT INTO batches (wave_id, no, size, route)
  SELECT $1, w.batch_no, count(*), ${route} FROM written w WHERE w.state = 'pending' GROUP BY w.batch_no
  RETURNING route
)
SELECT (SELECT max(id) FROM people) AS last, (SELECT count(*) FROM ahead) < $6 + ${SMALLEST_REST} AS done,
  count(*)::int AS written, (count(*) FILTER (WHERE state = 'pending'))::int AS pending,
  coalesce(max(batch_no) + 1, $7)::int AS batches, ARRAY(SELECT DISTINCT route FROM cut WHERE route <> '') AS routes
FROM written`;

/** One kind of audience, as two statements that write the same. */
export interface Recipients {
  /** Faster by a twelfth; violates the ledger's key (23505) if one of the people already has a delivery. */
  plain: string;
  /** Skips people who already have a delivery: under an overlapping region, or where they lived before. */
  careful: string;
}

/** One kind of audience: in batches of any recipients, and in batches by routes, which have one parameter more. */
export interface Audience {
  whole: Recipients;
  byRoute: Recipients;
}

const ANYWAY = 'ON CONFLICT (broadcast_id, address_id) DO NOTHING';

/** @param parameters how many the audience has */
const recipients = (source: string, parameters: number): Audience => {
  const of = (cut: string, route: string): Recipients => ({
    plain: `WITH ${source}${write(cut, route, '')}`,
    careful: `WITH ${source}${write(cut, route, ANYWAY)}`,
  });
  return {
    whole: of(CUT, `''`),
    byRoute: of(
      cutByRoute(`$${parameters + 1}`),
      '(SELECT c.route FROM cut_up c WHERE c.batch_no = w.batch_no LIMIT 1)',
    ),
  };
};

/** Writes the approved audience. */
export const AUDIENCE = recipients(audience('ARRAY[$2::bigint]', ''), 12);

/**
 * Writes the audience of a correction's remainder: the original's, except people that the broadcasts $13 reached or may
 * have reached, and recipients of the correction itself ($14).
 */
export const REMAINDER = recipients(
  audience(
    '($13::bigint[] || $2::bigint)',
    `AND NOT ${reachedBefore('$13', 'p.id', 'a.id', '$11')}
    AND NOT EXISTS (SELECT FROM deliveries c WHERE c.broadcast_id = $14 AND c.address_id = a.id)`,
  ),
  14,
);

/** Writes the recipients of a correction. */
export const REACHED = recipients(reached, 10);

/**
 * Whether copies of some broadcasts ($2) are still claimed: on the channel and in the region of the wave ($1), or anywhere
 * if $3 is true.
 */
export const UNSETTLED = `
SELECT FROM waves w, waves wave WHERE wave.id = $1 AND w.broadcast_id = ANY ($2::bigint[])
  AND ($3 OR w.channel = wave.channel AND w.region_code = wave.region_code) AND w.claimed > 0 LIMIT 1`;
