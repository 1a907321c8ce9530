import { Injectable } from '@nestjs/common';
import { rows, type Tx } from '#platform/database';
import { type Counting, KeptCounts } from '#platform/database/counts';
import type { ContactOverview, RegionCount } from '#contract/api/contacts';
import { Population } from './population.js';
import { regionCounts, totals } from './population.rules.js';

export type { ContactOverview } from '#contract/api/contacts';

/** Period of the growth figures, in days, today included. */
const DAYS = 30;
/** Days follow the time zone of the national offices. */
const ZONE = 'Asia/Jakarta';

type Growth = ContactOverview['growth'];
const GROWTH: Counting<Growth> = { key: 'growth', count: growthOf };

/** Counts contacts by channel, language and region, and their growth. */
@Injectable()
export class Overview {
  constructor(
    private readonly population: Population,
    private readonly counts: KeptCounts,
  ) {}

  /** As of the last count. */
  async now(): Promise<ContactOverview> {
    const [{ countedAt, population }, growth] = await Promise.all([
      this.population.now(),
      this.counts.of(GROWTH),
    ]);
    return { countedAt, ...totals(population), growth: growth.value };
  }

  /** Contacts and active addresses of every region that has any, as of the last count; a province's include its regencies'. */
  async regions(): Promise<RegionCount[]> {
    return regionCounts((await this.population.now()).population);
  }

  /** Counts again what is due. */
  async refresh(): Promise<void> {
    await this.population.refresh();
    await this.counts.refresh(GROWTH);
  }
}

function growthOf(tx: Tx): Promise<Growth> {
  return rows<Growth[number]>(
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
}
