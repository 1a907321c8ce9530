import { z } from 'zod';
import { exactAddress } from './contacts.js';
import { says } from '../problems.js';
import { channelName, instant } from './shared.js';
import { recording, variable } from './message.js';

export const fallenText = z
  .enum(['doubted', 'stopped', 'corrected', 'wrong', 'withdrawn'])
  .meta({ id: 'FallenText', description: 'A standing in which a text may not be relied on.' });
export type FallenText = z.output<typeof fallenText>;

export const heardOutcome = z
  .enum(['altered', 'incomplete', 'same', ...fallenText.options])
  .meta({ id: 'HeardOutcome', description: 'The one answer to whoever asks about a text.' });
export type HeardOutcome = z.output<typeof heardOutcome>;

export const heardAnswer = z.enum([...heardOutcome.options, 'unsure', 'near']).meta({
  id: 'HeardAnswer',
  description:
    'The answer to a text as it is heard. `unsure`: it may be the same; the numbers have to be compared with the caller. `near`: it may be an approved text that was not read out word for word, or too little of one.',
});
export type HeardAnswer = z.output<typeof heardAnswer>;

export const publicStanding = z
  .enum([
    'scheduled',
    'sending',
    'sent',
    'held',
    'partly',
    'unsent',
    'doubted',
    'stopped',
    'corrected',
    'wrong',
    'withdrawn',
  ])
  .meta({
    id: 'PublicStanding',
    description:
      'How far a message can be relied on, as the public page says it. `wrong`: a correction of it was approved and then withdrawn or cancelled, so that no text holds until the next correction is approved.',
  });
export type PublicStanding = z.output<typeof publicStanding>;

export const inPlace = z.enum(['unsettled', 'same', 'again', 'newer', 'none']).meta({
  id: 'InPlace',
  description:
    'What is in force in place of a text, where its standing alone would not tell or would tell it wrong. `unsettled`: nothing, the correction is in doubt, KPU reviews a correction of it, or approved one that was taken back. `same`: the same text, in the correction that it completes or in the companion of it. `again`: the text of the correction that was taken back, in its companion, since KPU found it right. `newer`: another correction. `none`: nothing, the text of a correction was taken back.',
});
export type InPlace = z.output<typeof inPlace>;

const written = {
  language: z.string(),
  direction: z.enum(['ltr', 'rtl']).describe('Of its script.'),
};

export const publicRecord = z
  .object({
    publicCode: z.string(),
    standing: publicStanding,
    expiredAt: instant
      .nullable()
      .describe('When the last of its times ran out, of one of which that is told.'),
    digest: z.string(),
    office: z.string().describe('The KPU office that approved it.'),
    approvedAt: instant,
    timeZone: z
      .string()
      .describe(
        "The zone its times are shown in: that of its regions, where they share one; else the capital's.",
      ),
    ministry: z.string(),
    texts: z.array(
      z
        .object({
          channel: channelName,
          ...written,
          subject: z.string().optional(),
          text: z.string(),
        })
        .describe('One approved text, as a recipient sees it, with marks where copies differ.'),
    ),
    easy: z.array(z.object({ ...written, text: z.string() })).describe('The same in easy words.'),
    audio: z
      .record(z.string(), recording)
      .describe('What of it can be heard, by language, and seen in sign language.'),
    signing: recording.nullable(),
    pollingDates: z
      .array(z.string())
      .describe(
        'The polling dates the text may name, in words; more than one where regions vote on different days.',
      ),
    correctedBy: z
      .string()
      .nullable()
      .describe(
        'The code of the newest correction that holds, of it or of its correction; where none does, of the newest that was approved and taken back.',
      ),
    corrects: z.string().nullable().describe('The code of the message it corrects.'),
    sameText: z
      .string()
      .nullable()
      .describe(
        'The code of the broadcast with the same text: the companion of a correction, or the correction of a companion.',
      ),
  })
  .meta({
    id: 'PublicRecord',
    description: "What anybody may know of a broadcast: only what KPU approved, and never a person's name.",
  });
export type PublicRecord = z.output<typeof publicRecord>;

export const comparedLack = z.enum(['greeting', 'paragraphs', 'closing', 'closing-part']).meta({
  id: 'ComparedLack',
  description:
    'The parts that people leave out when they pass a text on: its greeting, its last paragraphs, its closing lines or some of them.',
});
export type ComparedLack = z.output<typeof comparedLack>;

export const graveDifference = z
  .enum(['link', 'number', 'date'])
  .meta({ id: 'GraveDifference', description: 'The kinds of change that can deceive people.' });
export type GraveDifference = z.output<typeof graveDifference>;

export const comparedPiece = z
  .object({
    kind: z.enum(['same', 'slot', 'added', 'missing']),
    text: z.string().describe('As it was pasted; for a missing piece, as it was approved: empty for a slot.'),
    gap: z.string(),
    variables: z.array(variable).readonly().describe('Of a slot, filled or missing.'),
    grave: graveDifference.nullable(),
  })
  .meta({ id: 'ComparedPiece', description: 'A stretch of the pasted text, or of what is missing from it.' });
export type ComparedPiece = z.output<typeof comparedPiece>;

export const textPlace = z.union([channelName, z.literal('easy')]).meta({
  id: 'TextPlace',
  description: 'The place of an approved text: a channel, or the easy text of the public page.',
});
export type TextPlace = z.output<typeof textPlace>;

export const textMatch = z
  .object({
    same: z
      .boolean()
      .describe('Whether every word, number, date and link is there, in the same order, and nothing else.'),
    lacks: z
      .array(comparedLack)
      .readonly()
      .describe('The missing parts, if nothing else differs; empty when nothing is missing or more differs.'),
    pieces: z.array(comparedPiece),
    closingUnread: z
      .number()
      .describe(
        "Number of missing pieces at the end that belong to the closing lines with Siar's own links.",
      ),
    resemblance: z
      .number()
      .describe('The share of the shorter text that the longer one contains, in runs of words: 0 to 1.'),
    filled: z
      .object({
        name: z.string().optional(),
        region: z.string().optional(),
        polling_date: z.string().optional(),
        verify_link: z.string().optional(),
        unsubscribe_link: z.string().optional(),
      })
      .describe('The values of the slots.'),
    channel: textPlace,
    language: z.string(),
  })
  .meta({
    id: 'TextMatch',
    description: 'The comparison of a pasted text with the content it resembles most.',
  });
export type TextMatch = z.output<typeof textMatch>;

export const comparedText = z
  .object({
    answer: heardAnswer
      .nullable()
      .describe('The worst that is true of it as it is heard; null: nothing approved is like it.'),
    record: publicRecord.nullable().describe('The approved text it is, or is like.'),
    inForce: publicRecord
      .nullable()
      .describe(
        'What holds now, itself or its correction, to be read out; null where nothing may be relied on.',
      ),
    inPlace: inPlace.nullable().describe('Of `record`; null: its standing says it.'),
    match: textMatch
      .nullable()
      .describe('How it compares; null also where it carries the code of a text that says something else.'),
    strangeCode: z.boolean().describe("Whether a code in it, or beside it, is another text's or nobody's."),
    twin: z
      .string()
      .nullable()
      .describe(
        'For a text that no longer holds: the code of another broadcast with the same text, which does; else null.',
      ),
  })
  .meta({
    id: 'ComparedText',
    description: 'What somebody reads out on the telephone, beside what was approved.',
  });
export type ComparedText = z.output<typeof comparedText>;

export const subscription = z
  .object({
    subscribed: z.boolean(),
    restricted: z
      .boolean()
      .describe('Whether its owner has restricted processing: nothing is sent, although it is subscribed.'),
  })
  .meta({ id: 'Subscription', description: 'Whether messages go to an address.' });
export type Subscription = z.output<typeof subscription>;

export const verified = z
  .object({
    record: publicRecord.describe('What the public page shows.'),
    inForce: publicRecord
      .nullable()
      .describe(
        'What holds now, itself or its correction, to be read out; null where nothing may be relied on.',
      ),
    inPlace: inPlace.nullable().describe('Of `record`; null: its standing says it.'),
    copy: z
      .object({
        subscribed: z.boolean(),
        restricted: z
          .boolean()
          .describe(
            'Whether its owner has restricted processing: nothing is sent, although it is subscribed.',
          ),
        channel: channelName,
        to: z.string(),
      })
      .nullable()
      .describe(
        "The recipient of the code's copy; null on a broadcast's own code, or where the address is no longer held.",
      ),
  })
  .meta({ id: 'Verified', description: 'What a code tells somebody on the telephone.' });
export type Verified = z.output<typeof verified>;

/** Maximum number of characters of a text to check. */
export const PASTE_LIMIT = 10_000;

/** As it is read out: with spaces, or with the whole short address before it. */
const typedCode = z
  .string()
  .max(200)
  .transform((text) => text.replace(/^.*\//, '').replaceAll(/[\s.-]/g, ''))
  .pipe(z.string().length(10, says('message-code')));

const code = z.strictObject({ code: typedCode });
const heardText = z.strictObject({ text: z.string().trim().min(1, says('type-text')).max(PASTE_LIMIT) });

/** Without Telegram: nobody knows the number of their chat, and the bot itself understands "berhenti". */
const address = exactAddress.extend({ channel: channelName.exclude(['telegram']) });

export const helpdeskRoutes = {
  'POST /helpdesk/code': { body: code, answer: verified },
  'POST /helpdesk/text': { body: heardText, answer: comparedText },
  'POST /helpdesk/code/leave': { body: code, answer: z.object({ left: z.boolean() }) },
  'POST /helpdesk/address': { body: address, answer: subscription },
  'POST /helpdesk/address/leave': { body: address, answer: z.object({ left: z.boolean() }) },
} as const;
