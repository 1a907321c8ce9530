import type { ChannelName } from '#channels';
import type { Estimate } from '#contract/api/plan';

export type { RegionCount } from '#contract/api/contacts';
export type { Estimate } from '#contract/api/plan';
export type { Region } from '#contract/api/elections';

/** The audience of a broadcast. Fan-out resolves it to people, including those who consented in the meantime. */
export interface AudienceQuery {
  /** Region codes; never empty. */
  regions: string[];
  /** ISO 639 codes; omitted or empty: every language. */
  languages?: string[];
  /** Topic ids, one of which a contact must have chosen; omitted or empty: every contact. */
  topics?: string[];
}

/** One copy to each contact on its preferred channel, or one on each of its channels. */
export type Reach = 'preferred' | 'every';

/** An estimate with its messages by region. */
export interface SpreadEstimate extends Estimate {
  /**
   * Region code of the audience → messages by channel. If both a regency and its province are named, the regency
   * counts.
   */
  regions: Record<string, Record<ChannelName, number>>;
}

export const withoutRegions = ({ people, channels }: Estimate): Estimate => ({ people, channels });
