import { z } from 'zod';
import { channelName, instant } from './shared.js';
import { recording } from './message.js';

export const fallenText = z
  .enum(['doubted', 'stopped', 'corrected', 'wrong', 'withdrawn'])
  .meta({ id: 'FallenText', description: 'A standing in which a text may not be relied on.' });
export type FallenText = z.output<typeof fallenText>;

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
