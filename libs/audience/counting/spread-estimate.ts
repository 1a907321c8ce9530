import type { ChannelName } from '#channels';
import type { Estimate } from '#contract/api/plan';

/** An estimate with its messages by region. */
export interface SpreadEstimate extends Estimate {
  /**
   * Region code of the audience → messages by channel. If both a regency and its province are named, the regency
   * counts.
   */
  regions: Record<string, Record<ChannelName, number>>;
}

export const withoutRegions = ({ people, channels }: Estimate): Estimate => ({ people, channels });
