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

/** The same as a menu offers them: by what fills them in. */
export const VARIABLE_GROUPS = {
  person: ['name', 'region'],
  election: ['polling_date', 'polling_hours', 'lookup_link', 'move_deadline'],
  links: ['verify_link', 'unsubscribe_link'],
} as const satisfies Record<string, readonly (typeof VARIABLES)[number][]>;

/** The facts of an election that it may lack, and where it holds them. */
export const MAY_LACK = { lookup_link: 'lookupLink', move_deadline: 'moveDeadline' } as const;
