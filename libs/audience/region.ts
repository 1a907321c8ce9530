import type { ChannelName } from '#channels';

/** A region (wilayah) by its Kemendagri code: province `11`, regency or city `11.01`; overseas `LN`, `LN.KUL`. */
export interface Region {
  code: string;
  /** A regency's province, a PPLN's `LN`; null at the top. */
  parentCode: string | null;
  kind: 'province' | 'regency' | 'overseas';
  name: string;
  /** IANA name. A time on the wall is meant in it. */
  timeZone: string;
  /** On the 2024 roll; null where only the parent's number is known. */
  registeredVoters: number | null;
}

/** Whom a broadcast is for. Which people that is, is found out at fan-out: consent given since counts. */
export interface AudienceQuery {
  /** Region codes; never empty. */
  regions: string[];
  /** ISO 639 codes; left out or empty: every language. */
  languages?: string[];
  /** Topic ids, one of which a contact must have chosen; left out or empty: every contact. */
  topics?: string[];
}

/** One copy to each contact on its preferred channel, or one on each of its channels. */
export type Reach = 'preferred' | 'every';

/**
 * How many an audience holds, of more than 200,000 people within a few per cent. A person reached on two channels is one of
 * `people` and two messages.
 */
export interface Estimate {
  people: number;
  channels: Record<ChannelName, number>;
}

/** An estimate, and where its messages go. */
export interface SpreadEstimate extends Estimate {
  /** Region code of the audience → messages by channel. Where both a regency and its province are named, the regency. */
  regions: Record<string, Record<ChannelName, number>>;
}

export const withoutRegions = ({ people, channels }: Estimate): Estimate => ({ people, channels });

/** How many contacts and active addresses a region holds; a province's include its regencies'. */
export interface RegionCount extends Estimate {
  regionCode: string;
}
