import { z } from 'zod';
import { CODE_SYSTEMS } from '../lists.js';
import { says } from '../problems.js';
import { byChannel, channelName, idText, instant, params, problemCode, screenLanguage } from './shared.js';

export const codeSystem = z.enum(CODE_SYSTEMS).meta({ id: 'CodeSystem' });
export type CodeSystem = z.output<typeof codeSystem>;

export const contactOverview = z
  .object({
    countedAt: instant.describe('The moment that the figures are of.'),
    people: z.number(),
    channels: byChannel(z.int()).describe('Active addresses.'),
    languages: z
      .array(z.object({ language: z.string(), people: z.number() }))
      .describe('By ISO 639 code, the most people first.'),
    growth: z
      .array(z.object({ day: z.string(), joined: z.number(), left: z.number() }))
      .describe('The last days, oldest first: people who joined, and people who left at least one channel.'),
  })
  .meta({ id: 'ContactOverview', description: 'Figures over all contacts, whatever their region.' });
export type ContactOverview = z.output<typeof contactOverview>;

export const rowFates = z
  .object({
    added: z.number(),
    updated: z.number(),
    unchanged: z.number().describe('The row changes nothing.'),
    skipped: z.number().describe('Each of its addresses has left, is dead, or is suppressed.'),
  })
  .meta({ id: 'RowFates', description: 'Number of rows by outcome.' });
export type RowFates = z.output<typeof rowFates>;

export const suppressionReason = z
  .enum(['left', 'dead-address', 'provider-opt-out', 'complaint', 'soft-failures', 'staff', 'erased'])
  .meta({ id: 'SuppressionReason', description: 'Why an address must not be written to.' });
export type SuppressionReason = z.output<typeof suppressionReason>;

export const suppressionLifting = z.enum(['writes-again', 'waits', 'own-return', 'refused']).meta({
  id: 'SuppressionLifting',
  description:
    "Effect of lifting a suppression: - `writes-again`: a consent is valid, so messages are sent again - `waits`: no contact holds the address; it may sign up or be imported again - `own-return`: nothing is sent until its owner signs up again - `refused`: it records the owner's own decision, which staff cannot revert",
});
export type SuppressionLifting = z.output<typeof suppressionLifting>;

export const foundAddress = z
  .object({
    state: z
      .enum(['pending', 'active', 'unsubscribed', 'invalid'])
      .nullable()
      .describe('Its state at the contact that holds it; null when none does.'),
    suppression: z
      .object({
        reason: suppressionReason,
        detail: z.string().describe('A short code, such as `smtp 5.1.1`.'),
        since: instant,
        lifting: suppressionLifting,
        mustHaveAsked: z.boolean().describe("Whether lifting requires the owner's own request."),
      })
      .describe('Reason and time of a suppression.')
      .nullable(),
    history: z
      .array(
        z
          .object({
            at: instant,
            actor: z.string().nullable().describe('Null for Siar itself.'),
            act: z.string(),
            reason: z.string().nullable().describe('The reason that staff entered.'),
          })
          .describe('One trail entry about an address.'),
      )
      .describe('The newest first.'),
  })
  .meta({ id: 'FoundAddress', description: 'The data that staff may see about a complete address.' });
export type FoundAddress = z.output<typeof foundAddress>;

export const importTrouble = z.object({ code: problemCode, params: params }).meta({
  id: 'ImportTrouble',
  description:
    'Why an import broke off: the code of a refusal with its values, without any content of the file.',
});
export type ImportTrouble = z.output<typeof importTrouble>;

export const importRecord = z
  .object({
    added: z.number(),
    updated: z.number(),
    unchanged: z.number().describe('The row changes nothing.'),
    skipped: z.number().describe('Each of its addresses has left, is dead, or is suppressed.'),
    id: z.string(),
    personId: z.string(),
    person: z.string().describe('The importer.'),
    dryRun: z.boolean(),
    codes: codeSystem.nullable(),
    fileName: z.string().nullable().describe('Name of the source file; null: not given.'),
    state: z
      .enum(['running', 'completed', 'broken', 'withdrawing', 'withdrawn'])
      .describe('`broken` also after a period without progress: its publisher died.'),
    rows: z.number(),
    rejected: z.number(),
    provinces: z.record(z.string(), rowFates).describe('By province: its code, or `LN`.'),
    reason: importTrouble
      .nullable()
      .describe('Why it broke off, as a problem of the API; null: it did not, or the reason is unknown.'),
    rejectedKept: z.boolean().describe('Whether its rejected rows are still available to the importer.'),
    removed: z
      .number()
      .describe(
        'Addresses that its withdrawal removed, and addresses it kept because they have another proof.',
      ),
    kept: z.number(),
    startedAt: instant,
    endedAt: instant.nullable(),
  })
  .meta({
    id: 'ImportRecord',
    description:
      'A stored import. Its row exists from the first byte of the file on. The four fates and `rejected` sum to `rows`.',
  });
export type ImportRecord = z.output<typeof importRecord>;

export const repeatedName = z.object({ name: z.string(), people: z.number() }).meta({
  id: 'RepeatedName',
  description:
    'A name, and the number of people with this name or another one with the same first three words.',
});
export type RepeatedName = z.output<typeof repeatedName>;

export const importResult = z
  .object({
    added: z.number(),
    updated: z.number(),
    unchanged: z.number().describe('The row changes nothing.'),
    skipped: z.number().describe('Each of its addresses has left, is dead, or is suppressed.'),
    id: z.string().describe('Key of its progress, its rejected rows and its withdrawal.'),
    dryRun: z.boolean(),
    rows: z.number(),
    rejectedRows: z.number(),
    rejected: z
      .array(
        z.object({
          line: z.number(),
          faults: z.array(
            z.object({
              column: z.string().nullable().describe('Null: the row as a whole.'),
              reason: z.string(),
              value: z.string().describe("The cell's value, shortened and without identity numbers."),
              message: z.string(),
              indonesian: z.string(),
            }),
          ),
        }),
      )
      .describe(
        'The first 100, each with all its faults: in English, and in the words of the file of rejected rows.',
      ),
    names: z.object({
      repeated: z
        .array(repeatedName)
        .describe(
          'The twenty names given to most people, each to more than one. A text that replaces names appears in many rows.',
        ),
      refused: z
        .number()
        .describe('Number of rows with an invalid name, and the lines of the first of them.'),
      refusedLines: z.array(z.number()),
      kept: z
        .number()
        .describe(
          'Number of rows that name a person differently from the stored name, which is kept; and the lines of the first of them.',
        ),
      keptLines: z.array(z.number()),
    }),
    provinces: z.record(z.string(), rowFates).describe('By province: its code, or `LN`.'),
  })
  .meta({
    id: 'ImportResult',
    description: 'Result of an import. The fates and `rejectedRows` sum to `rows`.',
  });
export type ImportResult = z.output<typeof importResult>;

export const regionCount = z
  .object({
    people: z.number(),
    channels: byChannel(z.int()),
    regionCode: z.string(),
  })
  .meta({
    id: 'RegionCount',
    description: "Contacts and active addresses of a region; a province's include its regencies'.",
  });
export type RegionCount = z.output<typeof regionCount>;

const importing = z.object({
  dryRun: z.stringbool().default(false),
  codes: codeSystem
    .optional()
    .describe("The code system of the file's regions; if omitted, the file gives regions by name."),
});

const listing = z.object({ before: idText.optional() });
const download = z.object({
  language: screenLanguage.default('id').describe("The language of the file's name."),
});

/** One full address: partial matches are impossible. */
export const exactAddress = z.strictObject({
  channel: channelName,
  to: z.string().trim().min(1, says('give-address')).max(254),
});

const reason = z.string().trim().min(3, says('say-why')).max(500);
const addition = exactAddress.extend({ reason });
const liftingOf = exactAddress.extend({
  reason,
  ownerAsked: z
    .boolean()
    .default(false)
    .describe('The owner asked for it themselves; required if they had complained.'),
});

export const contactsRoutes = {
  'GET /contacts/counts': { answer: z.object({ counts: z.array(regionCount) }) },
  'GET /contacts/overview': { answer: contactOverview },
  'POST /contacts/import': { query: importing, answer: importResult },
  'GET /contacts/imports': { query: listing, answer: z.object({ imports: z.array(importRecord) }) },
  'GET /contacts/imports/{id}': { answer: importRecord },
  'GET /contacts/imports/{id}/rejected.csv': { query: download },
  'POST /contacts/imports/{id}/withdraw': { answer: importRecord },
  'POST /suppressions/search': { body: exactAddress, answer: foundAddress },
  'POST /suppressions': { body: addition },
  'POST /suppressions/lift': { body: liftingOf, answer: z.object({ effect: suppressionLifting }) },
} as const;
