import { Injectable } from '@nestjs/common';
import { CHANNELS, type ChannelName } from '#channels';
import { Database, row, rows, transition, type Tx } from '#platform';
import type { Election } from './election.js';
import { type Place, placesOf } from './joining/region-search.rules.js';
import { reachedBefore } from './reached.js';
import type { AudienceQuery, Reach, Region, SpreadEstimate } from './region.js';
import type { SuppressionReason } from '#contract/api/contacts';
import { ADDRESSES } from './address.states.js';

export type { SuppressionReason } from '#contract/api/contacts';

/** Reasons by which the person declined, which withdraws consent. The other reasons concern the address only. */
const WITHDRAWS: readonly SuppressionReason[] = ['left', 'provider-opt-out', 'complaint'];

/** Regions, elections, audience estimates and the suppression of addresses. */
@Injectable()
export class Audience {
  private known: Promise<Map<string, Region>> | undefined;
  private placesKept: { regions: ReadonlyMap<string, Region>; places: readonly Place[] } | undefined;

  /**
   * Audiences up to this number of people are counted exactly, which takes a second. Larger ones use a sample a quarter
   * of this size.
   */
  countedUpTo = 200_000;

  constructor(private readonly database: Database) {}

  /** Places where a citizen can be registered, in order of code. Cached like the regions. */
  async places(): Promise<readonly Place[]> {
    const regions = await this.regions();
    if (this.placesKept?.regions !== regions) this.placesKept = { regions, places: placesOf(regions) };
    return this.placesKept.places;
  }

  /** Every region by its code, in order of code. Cached: regions change with a release only. */
  regions(): Promise<Map<string, Region>> {
    this.known ??= this.readRegions().then(
      (found) => {
        // An empty table means that the reference data is not loaded yet.
        if (found.size === 0) this.known = undefined;
        return found;
      },
      (error: unknown) => {
        this.known = undefined;
        throw error;
      },
    );
    return this.known;
  }

  /** Every election with its contests, by polling day, latest first. */
  elections(): Promise<Election[]> {
    return this.readElections(null);
  }

  /** One election, or null. @param tx reads it within a transaction */
  async election(id: string, tx?: Tx): Promise<Election | null> {
    return (await this.readElections(id, tx))[0] ?? null;
  }

  /**
   * Estimates how many people and messages a broadcast would have now: contacts in the audience with an active address
   * on one of the channels. An active address has valid consent. With reach `preferred` each contact counts once: on
   * its preferred channel if that is active, else on the first active channel. Fan-out determines the actual recipients
   * again.
   *
   * An audience too large to count interactively is sampled: accurate within a few per cent, and stable until contacts
   * change.
   * @param besides broadcasts whose recipients, certain or possible, are excluded
   */
  async estimate(
    query: AudienceQuery,
    channels: readonly ChannelName[],
    reach: Reach,
    besides: readonly string[] = [],
  ): Promise<SpreadEstimate> {
    const { manager } = this.database;
    const people = peopleOf(query);
    const provinces = [...new Set(query.regions.map(provinceOf))];
    const expected = await expectedRows(manager, `SELECT FROM contacts c WHERE ${IN_AUDIENCE}`, people);
    const sample =
      expected > this.countedUpTo
        ? `TABLESAMPLE SYSTEM (${(25 * this.countedUpTo) / expected}) REPEATABLE (1)`
        : '';
    const messages = CHANNELS.map(
      (channel) =>
        `(count(*) FILTER (WHERE CASE WHEN $6 THEN ${channel} ELSE chosen = '${channel}' END))::int AS ${channel}`,
    );
    const found = await rows<{ region: string; people: number } & Record<ChannelName, number>>(
      manager,
      `WITH reached AS (
         SELECT CASE WHEN c.region_code = ANY ($1) THEN c.region_code ELSE c.province_code END AS region,
           ${CHANNELS.map((channel) => `bool_or(a.channel = '${channel}') AS ${channel}`).join(', ')},
           CASE WHEN bool_or(a.channel = c.preferred_channel) THEN c.preferred_channel
             ELSE ($5::text[])[min(array_position($5::text[], a.channel))] END AS chosen
         FROM ${RECIPIENTS(sample)} ${besides.length > 0 ? `AND ${BESIDES}` : ''}
         GROUP BY c.id
       )
       SELECT region, count(*)::int AS people, ${messages.join(', ')} FROM reached GROUP BY region ORDER BY region`,
      [...people, provinces, channels, reach === 'every', ...(besides.length > 0 ? [besides] : [])],
    );
    const times = sample === '' ? 1 : await oneOf(manager, 'contacts', sample);
    const all = (counted: number): number => Math.round(counted * times);
    const regions = Object.fromEntries(
      found.map((counted) => [counted.region, perChannel((channel) => all(counted[channel]))]),
    );
    return {
      people: all(found.reduce((sum, counted) => sum + counted.people, 0)),
      channels: sumOf(Object.values(regions)),
      regions,
    };
  }

  /**
   * Whether {@link estimate} counts anybody; true without a look where the audience is too large to count.
   * @param besides broadcasts: their recipients, certain or possible, are excluded
   */
  async reachesAnyone(
    tx: Tx,
    query: AudienceQuery,
    channels: readonly ChannelName[],
    reach: Reach,
    besides: readonly string[],
  ): Promise<boolean> {
    const people = peopleOf(query);
    const expected = await expectedRows(tx, `SELECT FROM contacts c WHERE ${IN_AUDIENCE}`, people);
    if (expected > this.countedUpTo) return true;
    const provinces = [...new Set(query.regions.map(provinceOf))];
    const found = await row(tx, `SELECT FROM ${RECIPIENTS()} AND ${BESIDES} LIMIT 1`, [
      ...people,
      provinces,
      channels,
      reach === 'every',
      besides,
    ]);
    return found !== undefined;
  }

  /**
   * Suppresses addresses. An address whose owner left stays `unsubscribed` whatever follows. The first reason for a hash
   * is kept, except that `left` replaces any other: a correction may go to people who left, and to no other suppressed
   * address. Locks rows in key order, so that groups cannot deadlock.
   * @param addressIds any number; up to 500 performs best
   * @param detail a short stable code, such as `smtp 5.1.1`: never an address
   */
  async suppress(
    tx: Tx,
    channel: ChannelName,
    addressIds: readonly string[],
    reason: SuppressionReason,
    detail: string,
  ): Promise<void> {
    const withdraws = WITHDRAWS.includes(reason);
    const state = withdraws ? 'unsubscribed' : 'invalid';
    await tx.query(
      `WITH chosen AS MATERIALIZED (
         SELECT id, hash FROM addresses WHERE id = ANY ($2::bigint[]) AND channel = $1 ORDER BY id FOR UPDATE
       ), marked AS (
         ${transition(ADDRESSES, state, {
           from: 'chosen',
           where: `a.id = chosen.id AND a.state NOT IN ('unsubscribed', '${state}')`,
         })}
       ), withdrawn AS (
         UPDATE consents SET withdrawn_at = greatest(siar_now(), given_at) FROM chosen
         WHERE $3 AND address_id = chosen.id AND withdrawn_at IS NULL
       )
       INSERT INTO suppressions (channel, hash, reason, detail)
       SELECT $1, hash, $4, $5 FROM chosen ORDER BY hash
       ON CONFLICT (channel, hash) DO UPDATE SET reason = excluded.reason, detail = excluded.detail
         WHERE suppressions.reason = 'left' AND excluded.reason <> 'left'`,
      [channel, addressIds, withdraws, reason, detail],
    );
  }

  /**
   * Records that a copy failed for a temporary reason on the recipient's side, such as a full mailbox. A number of
   * consecutive failures suppresses the address; a copy that arrives in between resets the count. Call it once per
   * copy, in groups in key order.
   * @param detail the provider's code
   * @param most consecutive failures that suppress
   */
  async softFailed(
    tx: Tx,
    channel: ChannelName,
    broadcastId: string,
    addressIds: readonly string[],
    detail: string,
    most: number,
  ): Promise<void> {
    const enough = await rows<{ id: string }>(
      tx,
      `WITH chosen AS MATERIALIZED (
         SELECT id FROM addresses WHERE id = ANY ($3::bigint[]) AND channel = $1 AND state = 'active' ORDER BY id FOR UPDATE
       ), counted AS (
         UPDATE addresses a SET soft_failures = 1 + CASE WHEN (
             SELECT d.state IN ('accepted', 'delivered') FROM deliveries d
             WHERE d.address_id = a.id AND d.broadcast_id < $2
               AND (d.state IN ('accepted', 'delivered', 'failed') OR d.state = 'expired' AND d.attempts > 0)
             ORDER BY d.broadcast_id DESC LIMIT 1
           ) THEN 0 ELSE least(a.soft_failures, 1000) END
         FROM chosen WHERE a.id = chosen.id RETURNING a.id, a.soft_failures
       )
       SELECT id FROM counted WHERE soft_failures >= $4`,
      [channel, broadcastId, addressIds, most],
    );
    if (enough.length === 0) return;
    await this.suppress(
      tx,
      channel,
      enough.map(({ id }) => id),
      'soft-failures',
      detail,
    );
  }

  /**
   * Unsubscribes an address: withdraws consent and suppresses the address at once, including for a broadcast in flight.
   * @param detail how the person left, such as `gateway` or `telegram /stop`
   * @returns whether anything changed: false when the person had already left or no such address exists
   */
  async leave(tx: Tx, addressId: string, detail = ''): Promise<boolean> {
    const before = await row<{ channel: ChannelName; state: string }>(
      tx,
      `SELECT channel, state FROM addresses WHERE id = $1 FOR UPDATE`,
      [addressId],
    );
    if (!before || before.state === 'unsubscribed') return false;
    await this.suppress(tx, before.channel, [addressId], 'left', detail);
    return true;
  }

  /** Suppresses an address that no contact holds, for a person who wants no message. @returns the suppression's id; null: it was */
  async leaveUnheld(tx: Tx, channel: ChannelName, hash: Buffer, detail: string): Promise<string | null> {
    const made = await row<{ id: string }>(
      tx,
      `INSERT INTO suppressions (channel, hash, reason, detail) VALUES ($1, $2, 'left', $3)
       ON CONFLICT (channel, hash) DO NOTHING RETURNING id`,
      [channel, hash, detail],
    );
    return made?.id ?? null;
  }

  private async readRegions(): Promise<Map<string, Region>> {
    const found = await rows<Region>(
      this.database.manager,
      `SELECT code, parent_code AS "parentCode", kind, name, time_zone AS "timeZone", registered_voters AS "registeredVoters"
       FROM regions ORDER BY code COLLATE "C"`,
    );
    return new Map(found.map((region) => [region.code, region]));
  }

  private readElections(id: string | null, tx: Tx = this.database.manager): Promise<Election[]> {
    return rows<Election>(
      tx,
      `SELECT e.id, e.name, e.round, e.polling_date::text AS "pollingDate",
         to_char(e.polling_opens, 'HH24:MI') AS "pollingOpens", to_char(e.polling_closes, 'HH24:MI') AS "pollingCloses",
         e.quiet_from::text AS "quietFrom", e.quiet_to::text AS "quietTo",
         coalesce((
           SELECT json_agg(json_build_object('office', c.office, 'regionCode', c.region_code, 'pollingDate', c.polling_date,
             'contestants', coalesce((
               SELECT json_agg(json_build_object('number', s.number, 'name', s.name) ORDER BY s.number, s.id)
               FROM contestants s WHERE s.contest_id = c.id), '[]'::json)) ORDER BY c.id)
           FROM contests c WHERE c.election_id = e.id), '[]'::json) AS contests
       FROM elections e WHERE $1::text IS NULL OR e.id = $1 ORDER BY e.polling_date DESC, e.id`,
      [id],
    );
  }
}

/** The province of a region's code, or `LN`: contacts are indexed by it. */
const provinceOf = (code: string): string => code.slice(0, 2);

// $1 regions $2 languages $3 topics. No condition on the province is repeated here: the planner would multiply the two
// conditions and underestimate the rows.
const IN_AUDIENCE = `(c.province_code = ANY ($1) OR c.region_code = ANY ($1))
  AND ($2::text[] IS NULL OR c.language = ANY ($2)) AND ($3::text[] IS NULL OR c.topics && $3)`;

/** The first parameters of {@link IN_AUDIENCE}. */
const peopleOf = (query: AudienceQuery): unknown[] => [
  query.regions,
  query.languages?.length ? query.languages : null,
  query.topics?.length ? query.topics : null,
];

// As IN_AUDIENCE, $4 provinces $5 channels.
const RECIPIENTS = (sample = ''): string => `contacts c ${sample} JOIN addresses a ON a.contact_id = c.id
  WHERE c.province_code = ANY ($4) AND ${IN_AUDIENCE} AND c.restricted_at IS NULL AND a.state = 'active' AND a.channel = ANY ($5)`;

// $6 whether every address gets a copy, $7 broadcasts: their recipients are excluded.
const BESIDES = `NOT ${reachedBefore('$7', 'c.id', 'a.id', '$6')}`;

/** Number of rows the planner expects of a query, from its statistics: no row is read. */
async function expectedRows(tx: Tx, sql: string, parameters: unknown[]): Promise<number> {
  const explained = await row<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    tx,
    `EXPLAIN (FORMAT JSON) ${sql}`,
    parameters,
  );
  return explained?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
}

/**
 * Rows of a table per row of its sample. TABLESAMPLE reads whole pages, so the sample never has exactly the size that
 * was requested.
 */
async function oneOf(tx: Tx, table: string, sample: string): Promise<number> {
  const looked = await row<{ at: number }>(tx, `SELECT count(*)::int AS at FROM ${table} ${sample}`);
  const all = await expectedRows(tx, `SELECT FROM ${table}`, []);
  return Math.max(1, all / Math.max(1, looked?.at ?? 0));
}

/** Sum of messages by channel. */
const sumOf = (parts: readonly Record<ChannelName, number>[]): Record<ChannelName, number> =>
  perChannel((channel) => parts.reduce((sum, part) => sum + part[channel], 0));

export function perChannel(count: (channel: ChannelName) => number): Record<ChannelName, number> {
  return Object.fromEntries(CHANNELS.map((channel) => [channel, count(channel)])) as Record<
    ChannelName,
    number
  >;
}
