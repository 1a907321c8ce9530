import { z } from 'zod';
import { exactAddress } from './contacts.js';
import { heardAnswer, PASTE_LIMIT, textMatch } from './text-comparison.js';
import { says } from '../problems.js';
import { channelName } from './shared.js';
import { inPlace, publicRecord } from './public-record.js';

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
