import { Injectable } from '@nestjs/common';
import { CHANNELS, type ChannelName } from '#channels';
import { Database, row, rows, type Tx } from '#platform/database';
import { perChannel } from '../audience.js';
import { reachedBefore } from '../may-have-reached.js';
import type { AudienceQuery, Reach } from './audience-query.js';
import type { SpreadEstimate } from './spread-estimate.js';
import { Population } from './population.js';
import { estimateIn } from './population.rules.js';

/** How many people and messages a broadcast would have. */
@Injectable()
export class Estimates {
  /** Contacts in the provinces of an audience that are counted at once. With more, the last count of everybody serves. */
  countedUpTo = 20_000;
  /** The size of a sample, in contacts. */
  sampleOf = 50_000;
  /** What {@link people} found in the last count. */
  private known = { countedAt: new Date(0), people: new Map<string, number>() };

  constructor(
    private readonly database: Database,
    private readonly population: Population,
  ) {}

  /**
   * Estimates how many people and messages a broadcast would have now: contacts in the audience with an active address
   * on one of the channels. An active address has valid consent. With reach `preferred` each contact counts once: on
   * its preferred channel if that is active, else on the first active channel. Fan-out determines the actual recipients
   * again.
   *
   * With many people in its provinces it is of the last count of everybody. Without some broadcasts' recipients it is a
   * sample's then: accurate within a few per cent, and stable until contacts change.
   * @param besides broadcasts whose recipients, certain or possible, are excluded
   * @param tx reads with its limits: a large ledger takes longer than a request may
   */
  async estimate(
    query: AudienceQuery,
    channels: readonly ChannelName[],
    reach: Reach,
    besides: readonly string[] = [],
    tx: Tx = this.database.manager,
  ): Promise<SpreadEstimate> {
    const provinces = provincesOf(query);
    const near = await expectedRows(tx, 'SELECT FROM contacts WHERE province_code = ANY ($1)', [provinces]);
    if (near > this.countedUpTo && besides.length === 0)
      return estimateIn((await this.population.now()).population, query, channels, reach);
    return this.count(tx, query, channels, reach, { besides, provinces, sampled: near > this.countedUpTo });
  }

  /** How many people each of these would reach by the last count of everybody: for lists, which are asked for often. */
  async people(
    of: readonly { query: AudienceQuery; channels: readonly ChannelName[]; reach: Reach }[],
  ): Promise<number[]> {
    if (of.length === 0) return [];
    const { countedAt, population } = await this.population.now();
    if (this.known.countedAt.getTime() !== countedAt.getTime()) this.known = { countedAt, people: new Map() };
    const { people } = this.known;
    return of.map((one) => {
      const key = JSON.stringify(one);
      const counted = people.get(key) ?? estimateIn(population, one.query, one.channels, one.reach).people;
      people.set(key, counted);
      return counted;
    });
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
    if ((await expectedRows(tx, IN_AUDIENCE_ROWS, people)) > this.countedUpTo) return true;
    const found = await row(tx, `SELECT FROM ${RECIPIENTS()} AND ${BESIDES} LIMIT 1`, [
      ...people,
      provincesOf(query),
      channels,
      reach === 'every',
      besides,
    ]);
    return found !== undefined;
  }

  private async count(
    tx: Tx,
    query: AudienceQuery,
    channels: readonly ChannelName[],
    reach: Reach,
    { besides, provinces, sampled }: { besides: readonly string[]; provinces: string[]; sampled: boolean },
  ): Promise<SpreadEstimate> {
    const people = peopleOf(query);
    const expected = sampled ? await expectedRows(tx, IN_AUDIENCE_ROWS, people) : 0;
    const sample =
      expected > this.sampleOf
        ? `TABLESAMPLE SYSTEM (${(100 * this.sampleOf) / expected}) REPEATABLE (1)`
        : '';
    const messages = CHANNELS.map(
      (channel) =>
        `(count(*) FILTER (WHERE CASE WHEN $6 THEN ${channel} ELSE chosen = '${channel}' END))::int AS ${channel}`,
    );
    const found = await rows<{ region: string; people: number } & Record<ChannelName, number>>(
      tx,
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
    const times = sample === '' ? 1 : await oneOf(tx, 'contacts', sample);
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
}

/** The provinces of an audience, or `LN`: contacts are indexed by them. */
const provincesOf = ({ regions }: AudienceQuery): string[] => [
  ...new Set(regions.map((code) => code.slice(0, 2))),
];

// $1 regions $2 languages $3 topics. No condition on the province is repeated here: the planner would multiply the two
// conditions and underestimate the rows.
const IN_AUDIENCE = `(c.province_code = ANY ($1) OR c.region_code = ANY ($1))
  AND ($2::text[] IS NULL OR c.language = ANY ($2)) AND ($3::text[] IS NULL OR c.topics && $3)`;
const IN_AUDIENCE_ROWS = `SELECT FROM contacts c WHERE ${IN_AUDIENCE}`;

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
