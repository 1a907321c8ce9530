import { z } from 'zod';
import { warning, obstacle, unsavedDraft, unsavedPlan, unsavedText } from './message.js';
import { byChannel, fault } from './shared.js';
import { estimate, forecast, nextOpening, reviewMark, sampleCopy, shownSender, smsSegments } from './plan.js';

export const checks = z
  .object({
    obstacles: z.array(obstacle),
    warnings: z.array(warning),
    findings: z.array(reviewMark),
  })
  .meta({
    id: 'Checks',
    description: 'Everything that prevents submitting it, and everything that its reviewer would see.',
  });
export type Checks = z.output<typeof checks>;

export const outlook = z
  .object({
    estimate: estimate.nullable().describe('Null without regions or channels.'),
    obstacles: z.array(fault).describe('Missing or wrong values of audience and schedule.'),
    warnings: z.array(warning),
    forecast: z.record(z.string(), forecast).describe('By channel; empty when there are faults.'),
    nextOpenings: z.array(nextOpening),
    rates: byChannel(z.number().nullable()).describe('Messages a second, by channel; null: no limit.'),
    smsCostPerSegment: z.number().describe('Rupiah.'),
  })
  .meta({ id: 'Outlook', description: 'The outcome of such a plan if it were approved now.' });
export type Outlook = z.output<typeof outlook>;

export const textLength = z
  .object({
    path: z.string(),
    characters: z.number().describe('UTF-16 units.'),
    limit: z.number().nullable().describe("The channel's limit; null when segments are counted."),
    sms: smsSegments.nullable(),
    without: z
      .array(z.enum(['polling_date', 'polling_hours', 'lookup_link', 'move_deadline']))
      .optional()
      .describe('Values of the election that the text names and nothing states yet: they are not counted.'),
  })
  .meta({
    id: 'TextLength',
    description: 'The length of a text for the recipient with the longest values, including the footer.',
  });
export type TextLength = z.output<typeof textLength>;

export const textLook = z
  .object({
    copy: sampleCopy
      .nullable()
      .describe(
        'As the sample citizen would get it, with its faults as typed, and the tag of the polling day where no election is chosen.',
      ),
    why: z.string().nullable().describe('Why there is no copy, when no fault explains it.'),
    faults: z.array(obstacle).describe('Paths are relative to the content: `subject`, `body`.'),
    warnings: z.array(warning),
    lengths: z.array(textLength).describe('For the recipient with the longest values.'),
    sender: shownSender,
  })
  .meta({ id: 'TextLook', description: 'The assessment of such a text.' });
export type TextLook = z.output<typeof textLook>;

export const composingRoutes = {
  'POST /composing/text': { body: unsavedText, answer: textLook },
  'POST /composing/outlook': { body: unsavedPlan, answer: outlook },
  'POST /composing/checks': { body: unsavedDraft, answer: checks },
} as const;
