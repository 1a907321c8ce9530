import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CHANNELS, type ChannelName } from '#channels';
import { row, rows } from '#platform';

/** How far back growth is told, in days, today included. */
const DAYS = 30;
/** Days begin and end by the clock of the national offices. */
const ZONE = 'Asia/Jakarta';
/** Counting everybody reads a whole table: what was counted is good for so long, in ms. */
const GOOD_MS = 60_000;

/** Everybody, whatever their region. */
export interface ContactOverview {
  people: number;
  /** Active addresses. */
  channels: Record<ChannelName, number>;
  /** By ISO 639 code, the most people first. */
  languages: { language: string; people: number }[];
  /** The last days, the oldest first: people who came, and people who left on at least one channel. */
  growth: { day: string; joined: number; left: number }[];
}

/** How many contacts there are, by channel and language, and how that has grown. */
@Injectable()
export class Overview {
  private kept: { until: number; overview: Promise<ContactOverview> } | undefined;

  constructor(private readonly database: DataSource) {}

  /** As it is now, or was within the last minute. */
  now(): Promise<ContactOverview> {
    const at = performance.now();
    if (this.kept && this.kept.until > at) return this.kept.overview;
    const kept = { until: at + GOOD_MS, overview: this.count() };
    this.kept = kept;
    kept.overview.catch(() => {
      if (this.kept === kept) this.kept = undefined;
    });
    return kept.overview;
  }

  private async count(): Promise<ContactOverview> {
    const tx = this.database.manager;
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
