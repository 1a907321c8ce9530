import { z } from 'zod';
import { fallenText } from './public-record.js';
import { broadcastState, strongestHindrance } from './run.js';
import { instant } from './shared.js';

export const readsNow = fallenText
  .nullable()
  .describe(
    'How citizens read it now, as its public page says; null: its text may be relied on, or KPU has approved none that can be looked up.',
  );

export const copyMark = z
  .enum(['doubted', 'corrected', 'withdrawn'])
  .nullable()
  .describe(
    'How a copy of its text is marked for KPU now, which its author is asked about before; null: not at all. Of a companion that is not approved it is that of its correction, whose text it carries.',
  );
export type CopyMark = z.output<typeof copyMark>;

export const unapprovable = z
  .enum([
    'correction-draft',
    'correction-first',
    'correction-being-corrected',
    'correction-in-doubt',
    'correction-corrected',
    'correction-cancelled',
    'correction-withdrawn',
    'correction-rejected',
  ])
  .meta({
    id: 'Unapprovable',
    description:
      'Why KPU cannot approve the companion of a correction; an approval is refused with the same code. The first four pass; after the others it can only be rejected or withdrawn.',
  });
export type Unapprovable = z.output<typeof unapprovable>;

export const chainLink = z
  .object({
    id: z
      .string()
      .nullable()
      .describe(
        'Null, with the title, when the person may not open it: they see what its public page shows.',
      ),
    title: z.string().nullable(),
    publicCode: z.string(),
    state: broadcastState,
    begun: z
      .boolean()
      .describe(
        'Whether a copy of it was handed over: a broadcast that was cancelled or withdrawn afterwards did reach people.',
      ),
    stands: z
      .boolean()
      .describe(
        'Whether its text is approved and was not withdrawn: for a correction, that it holds in place of what it corrects.',
      ),
    reads: readsNow,
    doubtedAt: instant.nullable().describe('Since when its content is in doubt; null: it is not in doubt.'),
    hindrance: strongestHindrance.nullable().describe('The strongest hindrance; null: none.'),
    approvedAt: instant.nullable().describe('When its text was approved.'),
    updatedAt: instant,
  })
  .meta({
    id: 'ChainLink',
    description: 'One broadcast of a chain, as far as the signed-in person may see it.',
  });
export type ChainLink = z.output<typeof chainLink>;

export const chain = z
  .object({
    corrects: z.array(chainLink).describe('What it corrects, the nearest first.'),
    companions: z
      .array(chainLink)
      .describe(
        'The companions that took texts which it corrects to other people, the newest first. It corrects them too.',
      ),
    corrections: z
      .array(chainLink)
      .describe(
        'What corrects it, and what corrects that, the oldest first: including those that are not decided on yet or were withdrawn.',
      ),
    completes: chainLink
      .nullable()
      .describe(
        'The correction whose text it sends to those who got nothing of the wrong text; null: it is no such companion.',
      ),
    correctedBy: chainLink
      .nullable()
      .describe(
        'The broadcast that holds in its place: the correction that stands and was approved last; null: it was not corrected.',
      ),
    inCompanion: z
      .boolean()
      .describe(
        'Whether no correction of it holds, but the text of the newest one that was taken back does, in its companion, where KPU found it right.',
      ),
  })
  .meta({ id: 'Chain', description: 'How corrections connect a broadcast with others.' });
export type Chain = z.output<typeof chain>;

export const contentState = z
  .object({
    chain: chain.nullable().describe('What it corrects and what corrects it; null: neither.'),
    doubted: z.boolean().describe('Whether anything of it is in doubt.'),
    reads: readsNow,
  })
  .meta({ id: 'ContentState', description: 'Whether the text of a broadcast may be relied on.' });
export type ContentState = z.output<typeof contentState>;

export const seriesLink = z
  .object({
    id: z.string(),
    title: z.string(),
    daysBefore: z.number().describe('Of this broadcast.'),
    members: z
      .array(z.object({ id: z.string(), daysBefore: z.number(), state: broadcastState }))
      .describe('Its reminders that the person may see, the earliest first, itself among them.'),
  })
  .meta({ id: 'SeriesLink', description: 'The series of reminders that a broadcast belongs to.' });
export type SeriesLink = z.output<typeof seriesLink>;
