import { z } from 'zod';
import { fallenText } from './public-record.js';
import { channelName } from './shared.js';
import { variable } from './message.js';

/** Maximum number of characters of a text to check. */
export const PASTE_LIMIT = 10_000;

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
