/** What a template may name. Anything else is a fault when saving, not a blank in a citizen's message. */
export const VARIABLES = ['name', 'region', 'polling_date', 'verify_link', 'unsubscribe_link'] as const;
export type Variable = (typeof VARIABLES)[number];

/** The language every content must have, and the one a contact falls back to. */
export const REQUIRED_LANGUAGE = 'id';
