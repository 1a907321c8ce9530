import { z } from 'zod';
import { BROADCAST_KINDS, LONG_SMS_SEGMENTS, RECORDINGS, SEND_HOURS } from '../lists.js';
import { Temporal } from 'temporal-polyfill';
import { CHANNELS } from '../channels.js';
import { says } from '../problems.js';
import { channelName, fault, idText, languageCode, who } from './shared.js';

export const broadcastKind = z.enum(BROADCAST_KINDS).meta({ id: 'BroadcastKind' });
export type BroadcastKind = z.output<typeof broadcastKind>;

export const recordingType = z
  .enum([...RECORDINGS.audio.types, ...RECORDINGS.signing.types])
  .meta({ id: 'RecordingType' });
export type RecordingType = z.output<typeof recordingType>;

export const recording = z
  .object({
    sha256: z.string().describe('SHA-256 of its bytes, in lower-case hexadecimal.'),
    bytes: z.number(),
    type: recordingType,
  })
  .meta({
    id: 'Recording',
    description:
      'A recording as documents name it: by its content, so that a name can never come to mean another recording.',
  });
export type Recording = z.output<typeof recording>;

export const alternatives = z
  .object({
    easy: z.record(z.string(), z.string()).optional().describe('By language: in easy words (teks mudah).'),
    audio: z.record(z.string(), recording).optional().describe('By language: as speech.'),
    signing: recording.optional().describe('A video in sign language (BISINDO).'),
  })
  .meta({ id: 'Alternatives', description: 'The same message for people who cannot use its texts.' });
export type Alternatives = z.output<typeof alternatives>;

/** Whether a person gets it on the preferred channel, or on every one. */
export const reach = z.enum(['preferred', 'every']);

export const correctionChoices = z
  .object({
    toThoseWhoLeft: z.boolean(),
    telegram: z.object({ original: z.enum(['leave', 'edit', 'delete']), message: z.boolean() }),
  })
  .meta({ id: 'CorrectionChoices' });
export type CorrectionChoices = z.output<typeof correctionChoices>;

export const frozenContent = z
  .object({ subject: z.string().optional(), text: z.string() })
  .meta({ id: 'FrozenContent', description: 'A content as it goes out: templates with the footer.' });
export type FrozenContent = z.output<typeof frozenContent>;

const hours = z.object({ from: z.string(), to: z.string() });

export const schedule = z
  .object({
    at: z.string(),
    perRegion: z.record(z.string(), z.string()).optional(),
    expires: z.string().optional(),
    window: hours.optional(),
    leaveWindow: z.boolean().optional(),
  })
  .meta({ id: 'Schedule' });
export type Schedule = z.output<typeof schedule>;

const frozenSchedule = schedule
  .extend({ window: hours.describe('Always written out: a later default changes no approved document.') })
  .meta({ id: 'FrozenSchedule' });

export const frozenSender = z
  .object({
    ministry: z.string(),
    commission: z.string(),
    training: z
      .literal(true)
      .optional()
      .describe('Set on a training installation, which marks every text; absent on all others.'),
    name: z.string().describe('The display name of an e-mail.'),
    from: z.string().describe('From-address of an e-mail.'),
    organisation: who,
  })
  .meta({ id: 'FrozenSender', description: 'The sender that the copies name.' });
export type FrozenSender = z.output<typeof frozenSender>;

export const linkRules = z
  .object({
    domains: z
      .array(z.string())
      .describe('Domains that are allowed with all their subdomains, such as `kpu.go.id`.'),
    hosts: z
      .array(z.string())
      .describe('Our own hosts, allowed only in exactly this form, with their port if they have one.'),
  })
  .meta({ id: 'LinkRules', description: 'The places that links of a text may lead to.' });
export type LinkRules = z.output<typeof linkRules>;

export const frozenDocument = z
  .object({
    format: z.literal(1),
    renderer: z
      .literal(1)
      .describe(
        'The version of the rendering (name fitting, links): a change there needs a new number, which programs of the release before refuse.',
      ),
    layout: z
      .literal(2)
      .optional()
      .describe(
        "The layout of an e-mail's HTML part. 2: with the organisations' names above the text, and a band above a correction. Absent: the first.",
      ),
    marks: z
      .literal(true)
      .optional()
      .describe(
        'In the HTML part of an e-mail, lines `# …` of the text are headings and lines `- …` are lists, and an inbox shows how the text begins. Absent: the signs stay.',
      ),
    broadcastId: z.string(),
    originalId: z.string().nullable(),
    remainderOfId: z
      .string()
      .nullable()
      .describe('The correction whose text it sends to those never reached.'),
    correction: correctionChoices.nullable().describe('Of a correction; null for other kinds.'),
    kind: broadcastKind,
    reach: reach,
    title: z.string(),
    channels: z.array(channelName),
    contents: z.partialRecord(channelName, z.record(z.string(), frozenContent)),
    alternatives: alternatives
      .optional()
      .describe('The same in easy words, spoken and signed; absent when there is none.'),
    nameless: z
      .record(z.string(), z.string())
      .describe('Language → the words that address a contact without a name.'),
    rightToLeft: z
      .array(z.string())
      .optional()
      .describe('The languages written from right to left; absent when there are none.'),
    audience: z.object({
      regions: z.array(z.string()),
      languages: z.array(z.string()),
      topics: z.array(z.string()),
    }),
    regions: z
      .array(z.object({ code: z.string(), name: z.string(), timeZone: z.string() }))
      .describe("The audience's regions with the time zone that the schedule uses there."),
    schedule: frozenSchedule,
    election: z
      .object({
        pollingDate: z.string().describe('The default.'),
        byRegion: z
          .record(z.string(), z.string())
          .describe('Region code → a date of its own: voting again (PSU), later (susulan), or early abroad.'),
        id: z.string(),
        name: z.string(),
        quietFrom: z.string(),
        quietTo: z.string(),
        facts: z
          .record(z.string(), z.string())
          .optional()
          .describe(
            'The facts that the texts name, such as `polling_hours`, in Indonesian; absent when there is none.',
          ),
        words: z
          .record(z.string(), z.record(z.string(), z.string()))
          .describe(
            'Language → date → the date in words: another version of Node or its locale data cannot change a copy.',
          ),
      })
      .describe('The election values that a text may use, as they were at the submission.')
      .nullable(),
    neutral: z.boolean(),
    smsOverride: z.object({ segments: z.number(), unicode: z.boolean() }),
    sender: frozenSender,
    accountKinds: z
      .partialRecord(channelName, z.array(z.string()))
      .describe(
        'Channel → the kinds of accounts that may carry its copies, such as `smtp`, `twilio`, `smpp`: those in service at the submission.',
      ),
    links: linkRules,
  })
  .meta({
    id: 'FrozenDocument',
    description:
      'Everything that a digest covers: the reviewer approves this document and the sender renders it. Sets are sorted, so that the same broadcast has the same digest.',
  });
export type FrozenDocument = z.output<typeof frozenDocument>;

export const passage = z
  .object({
    channel: channelName,
    language: z.string(),
    field: z.enum(['subject', 'text']),
    quote: z.string(),
    start: z.number(),
    reason: z.string(),
  })
  .meta({ id: 'Passage' });
export type Passage = z.output<typeof passage>;

export const warning = z
  .object({
    code: z.string(),
    path: z.string(),
    message: z.string(),
    expected: z
      .array(z.string())
      .optional()
      .describe(
        'The subject of the warning, for a screen that words it itself: hours, days, or names of regions.',
      ),
  })
  .meta({ id: 'Warning', description: 'A warning to read before confirming; it prevents nothing.' });
export type Warning = z.output<typeof warning>;

export const variable = z
  .enum(['name', 'region', 'polling_date', 'verify_link', 'unsubscribe_link'])
  .meta({ id: 'Variable' });
export type Variable = z.output<typeof variable>;

export const draftContents = z
  .object({
    email: z.record(z.string(), z.object({ subject: z.string(), body: z.string() })).optional(),
    telegram: z.record(z.string(), z.object({ body: z.string() })).optional(),
    sms: z.record(z.string(), z.object({ body: z.string() })).optional(),
  })
  .meta({ id: 'DraftContents' });
export type DraftContents = z.output<typeof draftContents>;

export const localDateTime = z.string().meta({
  id: 'LocalDateTime',
  description:
    'A wall-clock time without a zone, `2026-12-01T07:00` or with seconds: each region reads it on its own clock.',
});
export type LocalDateTime = z.output<typeof localDateTime>;

export const draft = z
  .object({
    title: z.string(),
    kind: broadcastKind,
    reach,
    channels: z.array(channelName),
    contents: draftContents,
    alternatives: alternatives.optional(),
    audience: z.object({
      regions: z.array(z.string()),
      languages: z.array(z.string()).optional(),
      topics: z.array(z.string()).optional(),
    }),
    schedule: schedule.optional(),
    electionId: z.string().optional(),
    smsOverride: z
      .object({ segments: z.literal(LONG_SMS_SEGMENTS).optional(), unicode: z.boolean().optional() })
      .optional(),
    neutral: z.boolean().optional(),
    correction: correctionChoices.optional().describe('Of a correction only.'),
  })
  .meta({
    id: 'Draft',
    description:
      'A broadcast as its authors see and change it, never as it is sent. Incomplete until it is submitted.',
  });
export type Draft = z.output<typeof draft>;

export const textSpan = z.object({ start: z.number(), end: z.number() }).meta({
  id: 'TextSpan',
  description: 'Part of a text, in UTF-16 units from its beginning; `end` is exclusive.',
});
export type TextSpan = z.output<typeof textSpan>;

export const meantVariable = z
  .object({ variable: variable, sure: z.boolean() })
  .meta({ id: 'MeantVariable' });
export type MeantVariable = z.output<typeof meantVariable>;

export const textFault = fault
  .extend({
    code: z.enum([
      'lone-brace',
      'tag',
      'unknown-variable',
      'unclosed-tag',
      'empty',
      'lines',
      'link',
      'sms-letters',
      'too-long',
    ]),
    spans: z.array(textSpan),
    meant: meantVariable.optional().describe('Of an unknown variable: the variable that was probably meant.'),
  })
  .meta({
    id: 'TextFault',
    description:
      'A fault of a text, with the passages concerned; without passages, it concerns the whole text.',
  });
export type TextFault = z.output<typeof textFault>;

/** A fault that prevents a submission; of a text, with the passages concerned. */
export const obstacle = z.union([textFault, fault]);
export type Obstacle = z.output<typeof obstacle>;

export type RecordingKind = keyof typeof RECORDINGS;

export const givenRecording = (kind: RecordingKind) =>
  z.strictObject({
    sha256: z.string().regex(/^[0-9a-f]{64}$/, says('recording-digest')),
    bytes: z.int().min(1).max(RECORDINGS[kind].most),
    type: z.enum(RECORDINGS[kind].types),
  });

// Format characters (Cf) reverse text or hide between letters; only an emoji sequence may contain a joiner. Lone
// surrogates and control characters can be neither stored as JSON nor canonicalised (RFC 8785 §3.2.2.2).
const UNSEEN = /[\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u{FFFC}]|[^\P{Cc}\n]/u;
const EMOJI_JOINER =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\u{FE0F}?)\u{200D}(?=\p{Extended_Pictographic})/gu;

/** A text as it is stored: with line feeds, composed characters (NFC), and no invisible characters. */
const writing = (limit: number) =>
  z
    .string()
    .max(limit)
    .transform((value) => value.replace(/\r\n?/g, '\n').replaceAll('\t', ' ').normalize('NFC'))
    .refine((value) => !UNSEEN.test(value.replace(EMOJI_JOINER, '')), says('invisible'));

const line = (limit: number) =>
  writing(limit)
    .transform((value) => value.trim())
    .refine((value) => value !== '' && !value.includes('\n'), says('one-line'));

/** Far above the limit of any channel: the content rules check those limits and report the figures. */
const TEXT_LIMIT = 50_000;
/** Maximum number of characters of an easy text: a longer one is not easy. */
const EASY_LIMIT = 5_000;
const body = writing(TEXT_LIMIT);
const regionCode = z.string().min(1).max(16);

const givenTime = z.string().refine(isLocalDateTime, says('local-time'));
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, says('clock-time'));

/** An author's choice of when a broadcast goes out; part of the draft, and so of the digest. */
export const givenSchedule = z.strictObject({
  at: z
    .union([z.literal('now'), givenTime], says('local-time-or-now'))
    .describe("`now`: at approval. Else the wall-clock time, meant in each region's own zone."),
  perRegion: z
    .record(z.string(), givenTime)
    .optional()
    .describe("Region code → its own time. A province's time applies to regencies without one."),
  expires: givenTime
    .optional()
    .describe('Local time in each region; nothing goes out from then on. Default: 24 h after the due time.'),
  window: z
    .strictObject({ from: clockTime, to: clockTime })
    .optional()
    .describe(`Local hours in which messages go out. Default ${SEND_HOURS.from}–${SEND_HOURS.to}.`),
  leaveWindow: z
    .boolean()
    .optional()
    .describe('Goes out at any hour: urgent broadcasts and corrections only.'),
});

function isLocalDateTime(value: string): boolean {
  // PostgreSQL knows no year 0, and nobody plans in the first millennium.
  if (!/^[12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(value)) return false;
  try {
    Temporal.PlainDateTime.from(value, { overflow: 'reject' });
    // Temporal accepts a leap second as :59, which no author intends.
    return !value.endsWith(':60');
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const fields = {
  title: line(150),
  kind: broadcastKind.exclude(['correction']),
  reach,
  channels: z.array(channelName).max(CHANNELS.length),
  contents: z.strictObject({
    email: z.record(languageCode, z.strictObject({ subject: writing(1000), body })).optional(),
    telegram: z.record(languageCode, z.strictObject({ body })).optional(),
    sms: z.record(languageCode, z.strictObject({ body })).optional(),
  }),
  alternatives: z
    .strictObject({
      easy: z
        .record(
          languageCode,
          writing(EASY_LIMIT).refine((text) => text.trim() !== '', says('is-empty')),
        )
        .optional(),
      audio: z.record(languageCode, givenRecording('audio')).optional(),
      signing: givenRecording('signing').optional(),
    })
    .describe('On the public page, covered by the digest, and never sent.'),
  audience: z.strictObject({
    regions: z.array(regionCode).max(1000),
    languages: z.array(languageCode).max(50).optional(),
    topics: z.array(z.string().min(1).max(64)).max(50).optional(),
  }),
  schedule: givenSchedule,
  electionId: z.string().min(3).max(64),
  smsOverride: z.strictObject({
    segments: z.literal(LONG_SMS_SEGMENTS).optional(),
    unicode: z.boolean().optional(),
  }),
  neutral: z.boolean(),
  correction: z
    .strictObject({
      toThoseWhoLeft: z
        .boolean()
        .describe('Also sends it to people who left after they had got the original.'),
      telegram: z
        .strictObject({
          original: z
            .enum(['leave', 'edit', 'delete'])
            .describe(
              'What happens to the messages of the original, and of earlier corrections of it, that people got.',
            ),
          message: z.boolean().describe('Whether a new message is sent as well.'),
        })
        .refine(({ original, message }) => original !== 'leave' || message, says('tell-somebody')),
    })
    .describe(
      'Of a correction only: its additional recipients, and what happens to the message that people have.',
    ),
};

/** The names of the fields of a draft. */
export const DRAFT_FIELDS = Object.keys(fields) as (keyof typeof fields)[];

/** A new broadcast in a request: only the title is required. */
export const newDraft = z.strictObject({
  title: fields.title,
  kind: fields.kind.default('ordinary'),
  reach: fields.reach.optional(),
  channels: fields.channels.default([]),
  contents: fields.contents.default({}),
  alternatives: fields.alternatives.optional(),
  audience: fields.audience.default({ regions: [] }),
  schedule: fields.schedule.optional(),
  electionId: fields.electionId.optional(),
  smsOverride: fields.smsOverride.optional(),
  neutral: fields.neutral.optional(),
});
export type NewDraft = z.output<typeof newDraft>;

/**
 * An edit: each given field replaces that whole field, null removes an optional one; `version` is the one the author
 * saw.
 */
export const draftEdit = z.strictObject({
  version: z.int().min(1),
  title: fields.title.optional(),
  kind: fields.kind.optional(),
  reach: fields.reach.optional(),
  channels: fields.channels.optional(),
  contents: fields.contents.optional(),
  alternatives: fields.alternatives.nullish(),
  audience: fields.audience.optional(),
  schedule: fields.schedule.nullish(),
  electionId: fields.electionId.nullish(),
  smsOverride: fields.smsOverride.nullish(),
  neutral: fields.neutral.nullish(),
  correction: fields.correction.optional(),
});
export type DraftEdit = z.output<typeof draftEdit>;

/** A text during writing: it may be empty, and its regions may not be chosen yet. */
export const unsavedText = z.strictObject({
  channel: channelName,
  language: languageCode,
  content: z.strictObject({ subject: writing(1000).optional(), body }),
  electionId: fields.electionId.optional(),
  regions: fields.audience.shape.regions.default([]),
  smsOverride: fields.smsOverride.optional(),
  sample: z
    .strictObject({ name: z.string().max(200).optional(), regionCode: regionCode.optional() })
    .default({}),
});

/** An audience and a schedule during selection. */
export const unsavedPlan = z.strictObject({
  kind: fields.kind.default('ordinary'),
  reach: fields.reach.default('preferred'),
  channels: fields.channels.default([]),
  audience: fields.audience.default({ regions: [] }),
  schedule: fields.schedule.optional(),
  electionId: fields.electionId.optional(),
  neutral: fields.neutral.default(false),
});

/** A broadcast during writing. */
export const unsavedDraft = z.strictObject({
  title: z.string().max(150).default(''),
  kind: broadcastKind.default('ordinary'),
  channels: fields.channels.default([]),
  contents: fields.contents.default({}),
  alternatives: fields.alternatives.optional(),
  audience: fields.audience.default({ regions: [] }),
  schedule: fields.schedule.optional(),
  electionId: fields.electionId.optional(),
  smsOverride: fields.smsOverride.optional(),
  neutral: fields.neutral.default(false),
  originalId: idText.optional(),
  id: idText.optional().describe('The id it is saved under.'),
});

export const templateKind = z.enum(['ordinary', 'correction']).meta({ id: 'TemplateKind' });
export type TemplateKind = z.output<typeof templateKind>;

/** A template in a request. */
export const newTemplate = z.strictObject({
  kind: templateKind.default('correction'),
  title: fields.title,
  contents: fields.contents.default({}),
});

/** An edit of a template; `version` is the one the author saw. */
export const templateEdit = z.strictObject({
  version: z.int().min(1),
  title: fields.title.optional(),
  contents: fields.contents.optional(),
});

/** Maximum number of passages in one rejection. */
const MOST_PASSAGES = 50;

/** Passages of the texts under review, each with its fault. `start` counts UTF-16 units of the text. */
export const passages = z
  .array(
    z.strictObject({
      channel: channelName,
      language: languageCode,
      field: passage.shape.field.default('text'),
      quote: z.string().min(1, says('say-passage')).max(2000),
      start: z.int().min(0),
      reason: z.string().trim().min(1, says('say-why')).max(1000),
    }),
  )
  .max(MOST_PASSAGES);
