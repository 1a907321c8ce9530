import { z } from 'zod';
import { says } from '../problems.js';
import { givenInstant, idText, instant, screenLanguage } from './shared.js';
import { role } from './people.js';

export const chainState = z
  .object({
    sealed: z.string().describe('Position of the last seal, which is the number of sealed entries.'),
    hash: z.string().describe('Its hash.'),
    sealedAt: instant.nullable(),
    waiting: z.number().describe('Entries that wait for the sealer.'),
    lastRoot: z
      .object({ day: z.string().describe('`YYYY-MM-DD`, UTC.'), position: z.string(), hash: z.string() })
      .describe('A point of the chain. Its hash proves all links before it.')
      .nullable(),
  })
  .meta({ id: 'ChainState', description: 'How far the trail is sealed.' });
export type ChainState = z.output<typeof chainState>;

export const auditEntry = z
  .object({
    id: z.string(),
    at: instant,
    actor: z
      .object({ id: z.string(), username: z.string(), name: z.string(), organisation: z.string() })
      .nullable()
      .describe('Null for Siar itself.'),
    act: z.string(),
    subject: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry', description: 'One act in the trail.' });
export type AuditEntry = z.output<typeof auditEntry>;

export const namedPerson = z
  .object({ name: z.string(), roles: z.array(role).describe('The roles they held at the entry.') })
  .meta({
    id: 'NamedPerson',
    description: 'A member of staff, as the audit trail names them: also one who is disabled.',
  });
export type NamedPerson = z.output<typeof namedPerson>;

export const trailVerdict = z
  .object({
    sealed: z.string().describe('Number of sealed entries that were checked.'),
    root: z.string().describe('The hash of the last link, which proves all of them.'),
    broken: z
      .string()
      .nullable()
      .describe('The first flaw, in one line that names it; null when there is none.'),
    held: z.boolean().describe('Whether the requested hash is in the chain.'),
  })
  .meta({ id: 'TrailVerdict', description: 'The result of a check of the whole chain.' });
export type TrailVerdict = z.output<typeof trailVerdict>;

const verifying = z.strictObject({
  root: z
    .string()
    .regex(/^[0-9a-f]{64}$/, says('root'))
    .optional()
    .describe('A root stored elsewhere: checks that the chain still contains it.'),
});

const filter = z.object({
  act: z.string().max(100).optional(),
  subject: z.string().max(100).optional(),
  actorId: idText.optional(),
  actor: z.string().max(100).optional(),
  from: givenInstant.optional(),
  to: givenInstant.optional(),
});

const search = filter.extend({
  before: idText.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const exporting = filter.extend({
  language: screenLanguage
    .default('id')
    .describe("The language of the reader's columns; the codes beside them do not change."),
});

export const auditRoutes = {
  'GET /audit': {
    query: search,
    answer: z.object({
      chain: chainState,
      titles: z.record(z.string(), z.string()),
      people: z.record(z.string(), namedPerson),
      offices: z.record(z.string(), z.string()),
      entries: z.array(auditEntry),
      next: z.string().nullable(),
    }),
  },
  'GET /audit/entries.csv': { query: exporting },
  'POST /audit/verify': { body: verifying, answer: trailVerdict },
} as const;
