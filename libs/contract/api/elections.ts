import { z } from 'zod';
import { OFFICES, ROUNDS } from '../lists.js';
import { says } from '../problems.js';
import { givenDay } from './shared.js';

export const office = z.enum(OFFICES);
export const round = z.enum(ROUNDS);

export const contestant = z
  .object({ number: z.number(), name: z.string() })
  .meta({ id: 'Contestant', description: "A candidate. Both names of a pair carry the pair's number." });
export type Contestant = z.output<typeof contestant>;

export const contest = z
  .object({
    office,
    regionCode: z.string().nullable().describe('Null: the whole nation.'),
    pollingDate: z
      .string()
      .nullable()
      .describe("`YYYY-MM-DD`, if it differs from the election's: PSU, susulan, overseas."),
    contestants: z.array(contestant),
  })
  .meta({ id: 'Contest', description: 'One office to be elected in one region.' });
export type Contest = z.output<typeof contest>;

export const election = z
  .object({
    id: z.string(),
    name: z.string(),
    round,
    pollingDate: z.string(),
    pollingOpens: z.string(),
    pollingCloses: z.string(),
    quietFrom: z.string().describe('First day of the quiet period (masa tenang).'),
    quietTo: z.string().describe('Last day of the quiet period.'),
    lookupLink: z
      .string()
      .nullable()
      .describe('Where voters find their polling station; texts name it as `{{lookup_link}}`.'),
    moveDeadline: z
      .string()
      .nullable()
      .describe('Last day to ask for another polling station; texts name it as `{{move_deadline}}`.'),
    contests: z.array(contest),
  })
  .meta({
    id: 'Election',
    description:
      "An election with its contests and candidates. Dates are `YYYY-MM-DD`, hours `HH:MM`, each in the region's own time zone.",
  });
export type Election = z.output<typeof election>;

export const region = z
  .object({
    code: z.string(),
    parentCode: z.string().nullable().describe("A regency's province, a PPLN's `LN`; null at the top."),
    kind: z.enum(['province', 'regency', 'overseas']),
    name: z.string(),
    timeZone: z.string().describe("IANA name; the zone of the region's wall-clock times."),
    registeredVoters: z
      .number()
      .nullable()
      .describe("On the 2024 roll; null if only the parent's number is known."),
  })
  .meta({
    id: 'Region',
    description:
      'A region (wilayah) by its Kemendagri code: province `11`, regency or city `11.01`; overseas `LN`, `LN.KUL`.',
  });
export type Region = z.output<typeof region>;

export const electionView = election
  .extend({
    version: z.int().describe('Counts edits; an edit names the version it is based on.'),
    namedBy: z.int().describe('Not ended: an edit of the election flags those that were submitted.'),
    toldBy: z.int().describe('Ended after reaching somebody, and without a correction.'),
    mayEdit: z.boolean(),
  })
  .meta({ id: 'ElectionView', description: 'An election with what an edit of it would touch.' });

const hour = z.iso.time({ precision: -1 });

/** Checks that an election's dates and hours are in a valid order, for every source of them. */
export function inOrder<
  T extends z.ZodType<
    Pick<Election, 'pollingDate' | 'pollingOpens' | 'pollingCloses' | 'quietFrom' | 'quietTo'>
  >,
>(schema: T): T {
  return schema
    .refine((given) => given.pollingOpens < given.pollingCloses, {
      path: ['pollingCloses'],
      ...says('closes-first'),
    })
    .refine((given) => given.quietFrom <= given.quietTo, {
      path: ['quietTo'],
      ...says('quiet-ends-first'),
    })
    .refine((given) => given.quietTo < given.pollingDate, {
      path: ['quietTo'],
      ...says('quiet-until-polling'),
    });
}

/** What texts say of an election besides its days and hours. An edit without a field keeps it. */
const facts = {
  lookupLink: z
    .string()
    .max(200)
    .regex(/^https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[\w.~/?#=&%-]*)?$/, says('https-link'))
    .nullable()
    .optional(),
  moveDeadline: givenDay.nullable().optional(),
};

/** Nobody can ask for another polling station from polling day on. */
const inTime = <T extends z.ZodType<{ pollingDate: string; moveDeadline?: string | null | undefined }>>(
  schema: T,
): T =>
  schema.refine(({ moveDeadline, pollingDate }) => !moveDeadline || moveDeadline < pollingDate, {
    path: ['moveDeadline'],
    ...says('deadline-before-polling'),
  });

/** The days and hours of an election. */
export const electionDays = {
  pollingDate: givenDay,
  pollingOpens: hour,
  pollingCloses: hour,
  quietFrom: givenDay,
  quietTo: givenDay,
};

const fields = {
  name: z.string().trim().min(1, says('give-name')).max(200),
  round,
  ...electionDays,
  ...facts,
  contests: z
    .array(
      z.strictObject({
        office,
        regions: z.array(z.string().min(1).max(16)).max(1000).describe('Codes; empty: the whole nation.'),
        pollingDate: givenDay.nullable().default(null),
      }),
    )
    .min(1, says('name-office'))
    .max(100),
};

/** An election as the API receives it: a contest is listed once for all its regions. */
export const newElection = inTime(
  inOrder(z.strictObject({ id: z.string().regex(/^[a-z0-9-]{3,64}$/, says('election-id')), ...fields })),
);

/** An edit: replaces all fields. `version` is the version the editor read. */
export const electionEdit = inTime(inOrder(z.strictObject({ version: z.int().min(1), ...fields })));

/** The candidates of one contest; replaces all of them. `version` is the election's version the editor read. */
export const newContestants = z
  .strictObject({
    version: z.int().min(1),
    office,
    regionCode: z.string().min(1).max(16).nullable().describe('Null: the whole nation.'),
    contestants: z
      .array(
        z.strictObject({
          number: z.int().min(1, says('number-from-1')).max(999, says('number-to-999')),
          name: z.string().trim().min(1, says('give-name')).max(200),
        }),
      )
      .max(1000),
  })
  .superRefine(({ contestants }, context) => {
    const seen = new Set<string>();
    for (const [index, { number, name }] of contestants.entries()) {
      const key = `${number} ${name}`;
      if (seen.has(key))
        context.addIssue({
          code: 'custom',
          path: ['contestants', index, 'name'],
          ...says('contestant-twice', { name, number }),
        });
      seen.add(key);
    }
  });

export const electionsRoutes = {
  'GET /regions': { answer: z.object({ attribution: z.string(), regions: z.array(region) }) },
  'GET /topics': {
    answer: z.object({
      topics: z
        .array(z.object({ id: z.string(), name: z.object({ id: z.string(), en: z.string() }) }))
        .readonly(),
    }),
  },
  'GET /elections': { answer: z.object({ elections: z.array(election) }) },
  'POST /elections': {
    body: newElection,
    answer: electionView,
  },
  'GET /elections/{id}': {
    answer: electionView,
  },
  'PUT /elections/{id}': {
    body: electionEdit,
    answer: electionView,
  },
  'PUT /elections/{id}/contestants': {
    body: newContestants,
    answer: electionView,
  },
} as const;
