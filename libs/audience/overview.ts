import { Injectable } from '@nestjs/common';
import { CHANNELS, type ChannelName } from '#channels';
import { perChannel } from './audience.js';
import type { RegionCount } from './region.js';
import { InjectLogger, LargeReads, type Logger, row, rows, SwrCache, type Tx } from '#platform';
import type { ContactOverview } from '#contract/api/contacts';

export type { ContactOverview } from '#contract/api/contacts';

/** Period of the growth figures, in days, today included. */
const DAYS = 30;
/** Days follow the time zone of the national offices. */
const ZONE = 'Asia/Jakarta';
/**
 * Counting all contacts reads whole tables: a result is fresh for one minute, then served stale while revalidating, up
 * to two minutes.
 */
const GOOD = { freshMs: 60_000, oldestMs: 120_000 };

/** Counts contacts by channel and language, and their growth. */
@Injectable()
export class Overview {
  private readonly kept: SwrCache<ContactOverview>;
  private readonly regions: SwrCache<RegionCount[]>;

  constructor(reads: LargeReads, @InjectLogger() logger: Logger) {
    const onTrouble = (error: unknown): void => logger.warn({ err: error }, 'contacts could not be counted');
    const kept = <T extends object>(key: string, count: (tx: Tx) => Promise<T>): SwrCache<T> =>
      new SwrCache(() => reads.run(key, count), 1, onTrouble, undefined, GOOD);
    this.kept = kept('contact overview', (tx) => this.count(tx));
    this.regions = kept('contact counts', (tx) => this.countRegions(tx));
  }

  /** Up to two minutes old. */
  async now(): Promise<ContactOverview> {
    const found = await this.kept.get('');
    if (!found) throw new Error('A count always has a row');
    return found;
  }

  /**
   * Contacts and active addresses of every region that has any; a province's include its regencies'. Up to two minutes
   * old, because it counts all contacts.
   */
  async counts(): Promise<RegionCount[]> {
    return (await this.regions.get('')) ?? [];
  }

  private async countRegions(tx: Tx): Promise<RegionCount[]> {
    const found = await rows<{ region: string; people: number } & Record<ChannelName, number>>(
      tx,
      `WITH held AS (
         SELECT c.id, c.province_code, c.region_code,
           ${CHANNELS.map((channel) => `bool_or(a.channel = '${channel}' AND a.state = 'active') AS ${channel}`).join(', ')}
         FROM contacts c LEFT JOIN addresses a ON a.contact_id = c.id
         GROUP BY c.id
       )
       SELECT coalesce(region_code, province_code) AS region, count(*)::int AS people,
         ${CHANNELS.map((channel) => `(count(*) FILTER (WHERE ${channel}))::int AS ${channel}`).join(', ')}
       FROM held GROUP BY GROUPING SETS ((province_code), (province_code, region_code))
       -- A contact known by province only is in the province's own row already.
       HAVING GROUPING(region_code) = 1 OR region_code <> province_code
       ORDER BY region`,
    );
    return found.map((one) => ({
      regionCode: one.region,
      people: one.people,
      channels: perChannel((channel) => one[channel]),
    }));
  }

  private async count(tx: Tx): Promise<ContactOverview> {
    const languages = await rows<{ language: string; people: number }>(
      tx,
      'SELECT language, count(*)::int AS people FROM contacts GROUP BY language ORDER BY people DESC, language',
    );
    const channels = await row<Record<ChannelName, number>>(
      tx,
      `SELECT ${CHANNELS.map((channel) => `(count(*) FILTER (WHERE channel = '${channel}'))::int AS ${channel}`).join(', ')}
       FROM addresses WHERE state = 'active'`,
    );
    const growth = await rows<ContactOverview['growth'][number]>(
      tx,
      `WITH days AS (
         SELECT day::date AS day FROM generate_series(
           (siar_now() AT TIME ZONE '${ZONE}')::date - ${DAYS - 1}, (siar_now() AT TIME ZONE '${ZONE}')::date, '1 day') AS day
       ), since AS (
         SELECT min(day)::timestamp AT TIME ZONE '${ZONE}' AS at FROM days
       ), joined AS (
         SELECT (created_at AT TIME ZONE '${ZONE}')::date AS day, count(*)::int AS n
         FROM contacts WHERE created_at >= (SELECT at FROM since) GROUP BY 1
       ), gone AS (
         SELECT (c.withdrawn_at AT TIME ZONE '${ZONE}')::date AS day, count(DISTINCT a.contact_id)::int AS n
         FROM consents c JOIN addresses a ON a.id = c.address_id
         WHERE c.withdrawn_at >= (SELECT at FROM since) GROUP BY 1
       )
       SELECT to_char(days.day, 'YYYY-MM-DD') AS day, coalesce(joined.n, 0) AS joined, coalesce(gone.n, 0) AS left
       FROM days LEFT JOIN joined USING (day) LEFT JOIN gone USING (day) ORDER BY day`,
    );
    if (!channels) throw new Error('A count always has a row');
    return { people: languages.reduce((sum, { people }) => sum + people, 0), channels, languages, growth };
  }
}
