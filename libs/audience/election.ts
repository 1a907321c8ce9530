import { z } from 'zod';
import { says } from '#platform';
import type { Region } from './region.js';

const OFFICES = [
  'president',
  'dpr',
  'dpd',
  'dprd-province',
  'dprd-regency',
  'governor',
  'regent',
  'mayor',
] as const;
const ROUNDS = ['first', 'second', 'psu', 'susulan'] as const;

/** A candidate. Both names of a pair carry the pair's number. */
export interface Contestant {
  number: number;
  name: string;
}

/** One office to be elected in one region. */
export interface Contest {
  office: (typeof OFFICES)[number];
  /** Null: the whole nation. */
  regionCode: string | null;
  /** `YYYY-MM-DD`, if it differs from the election's: PSU, susulan, overseas. */
  pollingDate: string | null;
  contestants: Contestant[];
}

/**
 * An election with its contests and candidates. Dates are `YYYY-MM-DD`, hours `HH:MM`, each in the region's own time
 * zone.
 */
export interface Election {
  id: string;
  name: string;
  round: (typeof ROUNDS)[number];
  pollingDate: string;
  pollingOpens: string;
  pollingCloses: string;
  /** First day of the quiet period (masa tenang). */
  quietFrom: string;
  /** Last day of the quiet period. */
  quietTo: string;
  contests: Contest[];
}

const hour = z.iso.time({ precision: -1 });

/** Checks that an election's dates and hours are in a valid order, for every source of them. */
function inOrder<
  T extends z.ZodType<
    Pick<Election, 'pollingDate' | 'pollingOpens' | 'pollingCloses' | 'quietFrom' | 'quietTo'>
  >,
>(schema: T): T {
  return schema
    .refine((election) => election.pollingOpens < election.pollingCloses, {
      path: ['pollingCloses'],
      ...says('closes-first'),
    })
    .refine((election) => election.quietFrom <= election.quietTo, {
      path: ['quietTo'],
      ...says('quiet-ends-first'),
    })
    .refine((election) => election.quietTo < election.pollingDate, {
      path: ['quietTo'],
      ...says('quiet-until-polling'),
    });
}

const fields = {
  name: z.string().trim().min(1, says('give-name')).max(200),
  round: z.enum(ROUNDS),
  pollingDate: z.iso.date(),
  pollingOpens: hour,
  pollingCloses: hour,
  quietFrom: z.iso.date(),
  quietTo: z.iso.date(),
  contests: z
    .array(
      z.strictObject({
        office: z.enum(OFFICES),
        /** Codes; empty: the whole nation. */
        regions: z.array(z.string().min(1).max(16)).max(1000),
        pollingDate: z.iso.date().nullable().default(null),
      }),
    )
    .min(1, says('name-office'))
    .max(100),
};

/** An election as the API receives it: a contest is listed once for all its regions. */
export const newElectionSchema = inOrder(
  z.strictObject({
    id: z.string().regex(/^[a-z0-9-]{3,64}$/, says('election-id')),
    ...fields,
  }),
);

/** An edit: replaces all fields. `version` is the version the editor read. */
export const electionEditSchema = inOrder(z.strictObject({ version: z.int().min(1), ...fields }));

export type ElectionFields = Omit<z.output<typeof newElectionSchema>, 'id'>;

/** The candidates of one contest; replaces all of them. `version` is the election's version the editor read. */
export const contestantsSchema = z
  .strictObject({
    version: z.int().min(1),
    office: z.enum(OFFICES),
    /** Null: the whole nation. */
    regionCode: z.string().min(1).max(16).nullable(),
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

export type ContestantsFields = Omit<z.output<typeof contestantsSchema>, 'version'>;

/** The election file. A contest is listed once for many regions: `in` names them, `except` excludes provinces. */
export const electionFile = z
  .array(
    inOrder(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]{3,64}$/),
        name: z.string().min(1),
        round: z.enum(ROUNDS),
        pollingDate: z.iso.date(),
        pollingOpens: hour,
        pollingCloses: hour,
        quietFrom: z.iso.date(),
        quietTo: z.iso.date(),
        contests: z
          .array(
            z.strictObject({
              office: z.enum(OFFICES),
              in: z.enum(['nation', 'provinces', 'regencies', 'cities']),
              except: z.array(z.string()).default([]),
              pollingDate: z.iso.date().nullable().default(null),
              contestants: z
                .array(z.strictObject({ number: z.int().positive(), name: z.string().min(1) }))
                .default([]),
            }),
          )
          .min(1),
      }),
    ),
  )
  .refine(
    (elections) => new Set(elections.map(({ id }) => id)).size === elections.length,
    says('election-twice'),
  );

type FileContest = z.infer<typeof electionFile>[number]['contests'][number];

/** Expands a line of the election file into contests, one for each region it names. */
export function contestsOf(
  { office, in: where, except, pollingDate, contestants }: FileContest,
  regions: Region[],
): Contest[] {
  if (where === 'nation') return [{ office, regionCode: null, pollingDate, contestants }];
  const kind = where === 'provinces' ? 'province' : 'regency';
  return regions
    .filter((region) => region.kind === kind && !except.includes(region.parentCode ?? region.code))
    .filter((region) => where === 'provinces' || region.name.startsWith('Kota ') === (where === 'cities'))
    .map((region) => ({ office, regionCode: region.code, pollingDate, contestants }));
}
