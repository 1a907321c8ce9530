import type { ChannelName } from '#channels';

/** A region (wilayah) by its Kemendagri code: province `11`, regency or city `11.01`; overseas `LN`, `LN.KUL`. */
export interface Region {
  code: string;
  /** A regency's province, a PPLN's `LN`; null at the top. */
  parentCode: string | null;
  kind: 'province' | 'regency' | 'overseas';
  name: string;
  /** IANA name; the zone of the region's wall-clock times. */
  timeZone: string;
  /** On the 2024 roll; null if only the parent's number is known. */
  registeredVoters: number | null;
}

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

/**
 * Size of an audience; above 200,000 people accurate within a few per cent. A person reached on two channels counts
 * once in `people` and twice in messages.
 */
export interface Estimate {
  people: number;
  channels: Record<ChannelName, number>;
}

/** An estimate with its messages by region. */
export interface SpreadEstimate extends Estimate {
  /**
   * Region code of the audience → messages by channel. If both a regency and its province are named, the regency
   * counts.
   */
  regions: Record<string, Record<ChannelName, number>>;
}

export const withoutRegions = ({ people, channels }: Estimate): Estimate => ({ people, channels });

/** Contacts and active addresses of a region; a province's include its regencies'. */
export interface RegionCount extends Estimate {
  regionCode: string;
}
