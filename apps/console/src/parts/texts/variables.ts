/** Variables of a text (libs/broadcasts/content/variables.ts), and facts of its election (election-facts.rules.ts). */
export const VARIABLES = [
  'name',
  'region',
  'polling_date',
  'polling_hours',
  'lookup_link',
  'move_deadline',
  'verify_link',
  'unsubscribe_link',
] as const;
