import { z } from 'zod';
import { says } from '../problems.js';

export const savedFilter = z
  .object({
    id: z.string(),
    name: z.string(),
    query: z.string().describe("The query of the list's address, without a question mark."),
    shared: z.boolean().describe("Whether all of its owner's organisation see it."),
    by: z.string().nullable().describe('The colleague who shares it; null: it is the own one.'),
  })
  .meta({ id: 'SavedFilter', description: 'A named filter of the list of broadcasts.' });
export type SavedFilter = z.output<typeof savedFilter>;

const wanted = z.strictObject({
  name: z.string().trim().min(1).max(60),
  query: z
    .string()
    .min(1)
    .max(2000)
    .regex(/^[^?#\s]+$/, says('list-query'))
    .describe("The query of the list's address, without a question mark."),
  shared: z.boolean().default(false).describe('Whether all of the own organisation shall see it.'),
});

export const savedFiltersRoutes = {
  'GET /saved-filters': { answer: z.object({ filters: z.array(savedFilter) }) },
  'POST /saved-filters': { body: wanted, answer: savedFilter },
  'DELETE /saved-filters/{id}': {},
} as const;
