import { Injectable } from '@nestjs/common';
import { CHANNELS, type ChannelName } from '#channels';
import { rows, type Tx } from '#platform/database';
import { type Counting, KeptCounts } from '#platform/database/counts';
import { type Group, type Population as Counted, populationOf } from './population.rules.js';

const COUNTING: Counting<Counted> = { key: 'population', count };

/** All contacts by what an audience may ask for, counted from time to time. */
@Injectable()
export class Population {
  constructor(private readonly counts: KeptCounts) {}

  /** As of the last count: with millions of people, some minutes ago. */
  async now(): Promise<{ countedAt: Date; population: Counted }> {
    const { countedAt, value } = await this.counts.of(COUNTING);
    return { countedAt, population: value };
  }

  /** Counts again if it is due. */
  refresh(): Promise<void> {
    return this.counts.refresh(COUNTING);
  }
}

async function count(tx: Tx): Promise<Counted> {
  const groups = await rows<Omit<Group, 'active'> & Record<ChannelName, boolean>>(
    tx,
    `WITH held AS (
       SELECT c.region_code AS region, c.language, c.topics, c.preferred_channel AS preferred,
         c.restricted_at IS NOT NULL AS restricted,
         ${CHANNELS.map((channel) => `coalesce(bool_or(a.channel = '${channel}'), false) AS ${channel}`).join(', ')}
       FROM contacts c LEFT JOIN addresses a ON a.contact_id = c.id AND a.state = 'active'
       GROUP BY c.id
     )
     SELECT region, language, topics, preferred, restricted, ${CHANNELS.join(', ')}, count(*)::int AS people
     FROM held GROUP BY region, language, topics, preferred, restricted, ${CHANNELS.join(', ')}`,
  );
  return populationOf(
    groups.map((group) => ({ ...group, active: CHANNELS.filter((channel) => group[channel]) })),
  );
}
