import { z } from 'zod';
import { says } from '#contract/problems';
import {
  electionDays,
  inOrder,
  newContestants,
  newElection,
  office,
  round,
  type Contest,
  type Region,
} from '#contract/api/elections';

export type { Contest, Contestant, Election } from '#contract/api/elections';

export type ElectionFields = Omit<z.output<typeof newElection>, 'id'>;
export type ContestantsFields = Omit<z.output<typeof newContestants>, 'version'>;

/** The election file. A contest is listed once for many regions: `in` names them, `except` excludes provinces. */
export const electionFile = z
  .array(
    inOrder(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]{3,64}$/),
        name: z.string().min(1),
        round,
        ...electionDays,
        contests: z
          .array(
            z.strictObject({
              office,
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
