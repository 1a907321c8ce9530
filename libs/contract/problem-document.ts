import { z } from 'zod';
import { type FaultCode, FAULTS, type ProblemCode, PROBLEMS } from './problems.js';

const codes = <C extends string>(catalogue: Record<C, unknown>) =>
  z.enum(Object.keys(catalogue) as [C, ...C[]]);

const params = z
  .record(z.string(), z.union([z.string(), z.number(), z.array(z.string()).readonly()]))
  .describe('values of what the sentence is about, by name');

/** A problem document: application/problem+json (RFC 9457). Some have further members. */
export const problemDocument = z.looseObject({
  type: z.string().describe('urn:siar:<kind>, or about:blank'),
  title: z.string().describe('what was wrong, and what would be right, in English for a person'),
  status: z.int(),
  code: codes<ProblemCode>(PROBLEMS).describe('what was wrong, for a program'),
  params,
  down: z.array(z.string()).optional().describe('of a 503: which servers cannot be reached'),
  faults: z
    .array(z.object({ path: z.string(), code: codes<FaultCode>(FAULTS), params, message: z.string() }))
    .optional()
    .describe('each place of the request that is wrong'),
});
