import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CHANNELS, type ChannelName } from '#channels';
import { row, rows, type Tx } from '#platform';
import type { Election } from './election.js';
import { type Place, placesOf } from './joining/region-search.rules.js';
import { reachedBefore } from './reached.js';
import type { AudienceQuery, Reach, Region, SpreadEstimate } from './region.js';

/** Why an address must not be written to. */
export type SuppressionReason =
  'left' | 'dead-address' | 'provider-opt-out' | 'complaint' | 'soft-failures' | 'staff' | 'erased';

/** The reasons by which the person said no, and so withdrew consent. The others say something about the address only. */
const WITHDRAWS: readonly SuppressionReason[] = ['left', 'provider-opt-out', 'complaint'];

/** Who can be written to: regions, elections, and what becomes of citizens' addresses. */
@Injectable()
export class Audience {
  private known: Promise<Map<string, Region>> | undefined;
  private placesKept: { regions: ReadonlyMap<string, Region>; places: readonly Place[] } | undefined;

  /** People in an audience who are counted one by one, which takes a second; of more a quarter as many are looked at. */
  countedUpTo = 200_000;

  constructor(private readonly database: DataSource) {}

  /** Where somebody can be registered, in order of code. Kept as the regions are. */
  async places(): Promise<readonly Place[]> {
    const regions = await this.regions();
    if (this.placesKept?.regions !== regions) this.placesKept = { regions, places: placesOf(regions) };
    return this.placesKept.places;
  }

  /** Every region by its code, in order of code. Kept: regions change by a release, not by hand. */
  regions(): Promise<Map<string, Region>> {
    this.known ??= this.readRegions().then(
      (found) => {
        // An empty table is one whose reference data is still to come.
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

  /** Every election with its contests, the latest polling day first. */
  elections(): Promise<Election[]> {
    return this.readElections(null);
  }

  /** One election, or null. @param tx to read it within a transaction */
  async election(id: string, tx?: Tx): Promise<Election | null> {
    return (await this.readElections(id, tx))[0] ?? null;
  }

  /**
   * How many people and messages a broadcast would have now: contacts in the audience with an active address on one of
   * the channels. An active address has live consent. With reach `preferred` each is counted once: on the preferred
   * channel where that works, else on the first of the channels that does. What goes out is decided anew at fan-out.
   *
   * Of an audience too large to be counted while somebody waits it is taken from a sample: within a few per cent, and
   * the same until people come or go.
   * @param besides broadcasts: whom these reached, or may have reached, is left out
   */
  async estimate(
    query: AudienceQuery,
    channels: readonly ChannelName[],
    reach: Reach,
    besides: readonly string[] = [],
  ): Promise<SpreadEstimate> {
    const { manager } = this.database;
    const people = [
      query.regions,
      query.languages?.length ? query.languages : null,
      query.topics?.length ? query.topics : null,
    ];
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
         FROM contacts c ${sample} JOIN addresses a ON a.contact_id = c.id
         WHERE c.province_code = ANY ($4) AND ${IN_AUDIENCE} AND c.restricted_at IS NULL AND a.state = 'active' AND a.channel = ANY ($5)
           ${besides.length > 0 ? `AND NOT ${reachedBefore('$7', 'c.id', 'a.id', '$6')}` : ''}
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
   * Sees to it that addresses are not written to again. Who left stays `unsubscribed` whatever is found out later. The
   * first reason for a hash stands, but for `left`: a correction may be for those who left, and for no others. Locks rows in key order, so that groups cannot deadlock.
   * @param addressIds any number, best at most 500
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
    await tx.query(
      `WITH chosen AS MATERIALIZED (
         SELECT id, hash FROM addresses WHERE id = ANY ($2::bigint[]) AND channel = $1 ORDER BY id FOR UPDATE
       ), marked AS (
         UPDATE addresses SET state = $3 FROM chosen
         WHERE addresses.id = chosen.id AND addresses.state NOT IN ('unsubscribed', $3)
       ), withdrawn AS (
         UPDATE consents SET withdrawn_at = greatest(siar_now(), given_at) FROM chosen
         WHERE $4 AND address_id = chosen.id AND withdrawn_at IS NULL
       )
       INSERT INTO suppressions (channel, hash, reason, detail)
       SELECT $1, hash, $5, $6 FROM chosen ORDER BY hash
       ON CONFLICT (channel, hash) DO UPDATE SET reason = excluded.reason, detail = excluded.detail
         WHERE suppressions.reason = 'left' AND excluded.reason <> 'left'`,
      [channel, addressIds, withdraws ? 'unsubscribed' : 'invalid', withdraws, reason, detail],
    );
  }

  /**
   * Notes that a copy failed for a passing reason of the person's own, such as a full mailbox: so many in a row suppress the
   * address. They are no longer in a row where the copy before arrived. Call it once for a copy, in groups in key order.
   * @param detail the provider's code
   * @param most how many in a row suppress
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
   * A citizen leaves on one channel: consent is withdrawn and the address suppressed, at once, also for a broadcast in
   * flight.
   * @param detail by which way, such as `gateway` or `telegram /stop`
   * @returns whether that changed anything: not when the person had left before, or there is no such address
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

/** A region's province, or `LN`: contacts are indexed by it. */
const provinceOf = (code: string): string => code.slice(0, 2);

// $1 regions $2 languages $3 topics. That they lie in certain provinces goes without saying here: said twice, the planner
// would take it for two conditions, and expect a fraction of a fraction.
const IN_AUDIENCE = `(c.province_code = ANY ($1) OR c.region_code = ANY ($1))
  AND ($2::text[] IS NULL OR c.language = ANY ($2)) AND ($3::text[] IS NULL OR c.topics && $3)`;

/** How many rows the planner expects of a query. It knows from its statistics, without looking. */
async function expectedRows(tx: Tx, sql: string, parameters: unknown[]): Promise<number> {
  const explained = await row<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    tx,
    `EXPLAIN (FORMAT JSON) ${sql}`,
    parameters,
  );
  return explained?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
}

/**
 * For how many of a table's rows each of a sample stands. It is taken by the page, and so never holds quite the part that
 * was asked for.
 */
async function oneOf(tx: Tx, table: string, sample: string): Promise<number> {
  const looked = await row<{ at: number }>(tx, `SELECT count(*)::int AS at FROM ${table} ${sample}`);
  const all = await expectedRows(tx, `SELECT FROM ${table}`, []);
  return Math.max(1, all / Math.max(1, looked?.at ?? 0));
}

/** Messages by channel, added up. */
const sumOf = (parts: readonly Record<ChannelName, number>[]): Record<ChannelName, number> =>
  perChannel((channel) => parts.reduce((sum, part) => sum + part[channel], 0));

export function perChannel(count: (channel: ChannelName) => number): Record<ChannelName, number> {
  return Object.fromEntries(CHANNELS.map((channel) => [channel, count(channel)])) as Record<
    ChannelName,
    number
  >;
}
