import { z } from 'zod';
import { CALENDAR } from '../language.rules.js';
import { says } from '../problems.js';
import { instant, who } from './shared.js';

/** The code of a language that is data: ISO 639. Indonesian and English are built in. */
const code = z.string().regex(/^(?!(?:id|en)$)[a-z]{2,3}$/, says('regional-language'));

const name = z.string().trim().max(60);

/** A language's words as its editors write them; what is not known yet stays empty. */
export const languageWords = z
  .strictObject({
    ownName: name.describe('What its speakers call it, such as `Basa Jawa`.'),
    name: z.strictObject({ id: name, en: name }).describe('Its name in Indonesian and in English.'),
    direction: z.enum(['ltr', 'rtl']),
    days: z
      .array(name)
      .length(CALENDAR.days)
      .describe('Monday first. Several names are separated by `/`: the first is written, each is read.'),
    months: z.array(name).length(CALENDAR.months).describe('January first; several names as for days.'),
    nameless: z.string().trim().max(20).describe('Addresses a contact without a name.'),
    consent: z
      .strictObject({ data: z.string().trim().max(600), messages: z.string().trim().max(600) })
      .describe('The consent by purpose; `{ministry}` and `{commission}` are filled in.'),
  })
  .meta({ id: 'LanguageWords', description: 'The words of a language that messages can be written in.' });

export const languageState = z.enum(['proposed', 'approved', 'replaced', 'withdrawn']).meta({
  id: 'LanguageState',
  description:
    'A version is proposed until a native reader has approved its words, and then live. A newer approved version replaces it; KPU can withdraw it.',
});
export type LanguageState = z.output<typeof languageState>;

const languageVersion = z
  .object({
    version: z.int(),
    edit: z
      .int()
      .describe('Counts the edits of a proposed version; an edit or approval names the one it is based on.'),
    state: languageState,
    words: languageWords,
    source: z.string().describe('Where the words come from.'),
    missing: z.array(z.string()).describe('Paths of the words that are missing; an approval needs all.'),
    approvedBy: who.nullable(),
    approvedAt: instant.nullable(),
    reader: z.string().nullable().describe('The native reader, and their institution.'),
    reason: z.string().nullable().describe('Why it was approved, or withdrawn.'),
    updatedAt: instant,
    yours: z.boolean().describe('The signed-in person has edited it, and another one approves it.'),
  })
  .meta({ id: 'LanguageVersion', description: 'A version of a language: approved words never change.' });
export type LanguageVersion = z.output<typeof languageVersion>;

export const languageView = z
  .object({
    code: z.string(),
    live: languageVersion.nullable().describe('Messages, citizens’ choices and consents use its words.'),
    proposed: languageVersion.nullable(),
    withdrawn: languageVersion.nullable().describe('The last one that is live no longer, while none is.'),
    mayEdit: z.boolean(),
    mayApprove: z.boolean().describe('Whether the signed-in person may approve or withdraw.'),
  })
  .meta({ id: 'LanguageView', description: 'A regional language as staff see it.' });
export type LanguageView = z.output<typeof languageView>;

const source = z.string().trim().min(1, says('give-source')).max(500);
const proposal = z.strictObject({
  edit: z.int().min(0).describe('The edit of the proposed version that was seen; 0: there was none.'),
  words: languageWords,
  source,
});

const text = z.string().trim().min(3, says('say-why')).max(500);
const approval = z.strictObject({
  version: z.int().min(1),
  edit: z.int().min(1).describe('The edit that the native reader has read.'),
  reader: z.string().trim().min(3, says('give-reader')).max(200).describe('Name and institution.'),
  reason: text.describe('How the reader has confirmed it.'),
});
const withdrawal = z.strictObject({ version: z.int().min(1), reason: text });

/** The parameter of a path. */
export const languageParam = code;

export const languagesRoutes = {
  'GET /languages': { answer: z.object({ languages: z.array(languageView) }) },
  'GET /languages/{code}': { answer: languageView },
  'PUT /languages/{code}': { body: proposal, answer: languageView },
  'POST /languages/{code}/approve': { body: approval, answer: languageView },
  'POST /languages/{code}/withdraw': { body: withdrawal, answer: languageView },
} as const;
