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
