import { z } from 'zod';
import { byChannel, channelName, fault, instant } from './shared.js';
import { localDateTime } from './message.js';

export const lateChoice = z.enum(['send', 'move', 'expire']).meta({ id: 'LateChoice' });
export type LateChoice = z.output<typeof lateChoice>;

export const reviewMark = z
  .object({
    code: z.enum([
      'impossible-date',
      'impossible-hour',
      'weekday',
      'date',
      'other-day',
      'day',
      'hour',
      'year',
      'languages',
      'contestant',
      'uncorrected',
      'copied-doubted',
      'copied-corrected',
      'copied-withdrawn',
      'relative-day',
      'voting-day',
      'passed',
    ]),
    channel: z
      .union([channelName, z.literal('easy')])
      .describe('An easy text, which belongs to no channel, has `easy`.'),
    language: z.string(),
    field: z.enum(['subject', 'text']),
    start: z.number(),
    quote: z.string(),
    expected: z
      .array(z.string())
      .describe(
        'The values that would agree: dates and hours in the format of the data, language codes, or names.',
      ),
    pollingDates: z
      .array(z.string())
      .optional()
      .describe(
        'Of a `relative-day`, a `voting-day`, or a date of which the text says that people vote then: when the audience votes.',
      ),
    id: z
      .string()
      .describe(
        'The same for the same place, quote and expectation: an acknowledgement covers nothing else.',
      ),
  })
  .meta({
    id: 'ReviewMark',
    description: 'A place in the texts that a reviewer has to look at before approving the broadcast.',
  });
export type ReviewMark = z.output<typeof reviewMark>;

export const estimate = z
  .object({
    people: z.number(),
    channels: byChannel(z.int()),
  })
  .meta({
    id: 'Estimate',
    description:
      'Size of an audience; above 200,000 people accurate within a few per cent. A person reached on two channels counts once in `people` and twice in messages.',
  });
export type Estimate = z.output<typeof estimate>;

export const smsCost = z
  .number()
  .nullable()
  .describe(
    'Rupiah of one SMS of it, for the longest name and region; null: it has no SMS, or nothing is set for a segment.',
  );

/** The predicted course of messages. */
const course = z.object({
  startsAt: instant.describe('When the first message can go out.'),
  finishesAt: instant.describe('When the last would be sent without an expiry; at most a year ahead.'),
  expiresAt: instant.describe('The last expiry of their waves.'),
  messages: z.number(),
  lateMessages: z.number().describe('Messages predicted to be too late.'),
});

export const forecast = course
  .extend({
    late: z.boolean(),
    zones: z
      .array(
        course
          .extend({ timeZone: z.string() })
          .describe('The predicted course of one zone of a channel, which shares the rate with the others.'),
      )
      .describe('The same by zone, in the order of their start.'),
  })
  .meta({ id: 'Forecast', description: 'The predicted course of a channel at its rate.' });
export type Forecast = z.output<typeof forecast>;

export const missed = z
  .object({ timeZone: z.string(), dueAt: instant, regions: z.array(z.string()) })
  .meta({ id: 'Missed', description: 'Regions of one zone whose hour has passed.' });
export type Missed = z.output<typeof missed>;

export const nextOpening = z
  .object({
    path: z.string().describe("The path of the due time in the draft: `schedule.at`, or a region's own."),
    passed: z.boolean().describe('Whether that time has passed.'),
    timeZone: z.string(),
    regions: z.array(z.string()),
    at: localDateTime,
  })
  .meta({
    id: 'NextOpening',
    description:
      'A due time outside the window, or one that has passed: the time an author may accept instead.',
  });
export type NextOpening = z.output<typeof nextOpening>;

export const plannedWave = z
  .object({
    channel: z.string(),
    regionCode: z.string(),
    timeZone: z.string(),
    priority: z.number().describe('The priority of its jobs.'),
    dueAt: instant,
    expiresAt: instant,
    windowFrom: z.string().nullable().describe('Local `HH:MM`; both null: any hour.'),
    windowTo: z.string().nullable(),
    expected: z.number().describe('The estimated number of messages.'),
  })
  .meta({ id: 'PlannedWave', description: 'One wave before it is inserted.' });
export type PlannedWave = z.output<typeof plannedWave>;

export const planWarning = z
  .object({
    code: z.enum(['late', 'long-validity', 'night', 'quiet-period', 'scheduled-correction', 'wide-window']),
    path: z.string(),
    message: z.string(),
    expected: z
      .array(z.string())
      .optional()
      .describe('The subject of the warning, for a screen that words it itself: hours or days.'),
  })
  .meta({ id: 'PlanWarning', description: 'A warning to read before confirming; it prevents nothing.' });
export type PlanWarning = z.output<typeof planWarning>;

export const sendingPlan = z
  .object({
    waves: z.array(plannedWave).describe('In the order in which they go out; empty when there are faults.'),
    faults: z.array(fault),
    warnings: z.array(planWarning),
    forecast: z.record(z.string(), forecast).describe('By channel; empty when there are faults.'),
    nextOpenings: z.array(nextOpening),
    missed: z.array(missed).describe('The regions whose hour has passed, with any choice.'),
    needsNeutralTick: z
      .boolean()
      .describe('It may go out in the quiet period: the author must tick that it is neutral.'),
  })
  .meta({ id: 'SendingPlan' });
export type SendingPlan = z.output<typeof sendingPlan>;

export const smsSegments = z
  .object({
    encoding: z.enum(['GSM-7', 'UCS-2']),
    segments: z.number().describe('Messages that the operator bills; an empty text counts as one.'),
    characters: z
      .number()
      .describe('Units used: septets, of which € and similar characters take two, or UTF-16 units.'),
    left: z.number().describe('Units that still fit into the last segment.'),
  })
  .meta({ id: 'SmsSegments', description: 'The size of a text as an SMS.' });
export type SmsSegments = z.output<typeof smsSegments>;

export const sampleCopy = z
  .object({
    sms: smsSegments.nullable(),
    language: z.string().describe("Its language: Indonesian if the content does not exist in the contact's."),
    subject: z.string().optional(),
    text: z.string(),
    html: z.string().optional(),
    buttons: z
      .array(z.string())
      .describe('The labels of the buttons under it, as they arrive; empty: its channel has none.'),
  })
  .meta({ id: 'SampleCopy', description: 'A sample copy, with its segments as an SMS.' });
export type SampleCopy = z.output<typeof sampleCopy>;

/** The sender as a citizen's device shows it. */
export const shownSender = z.object({ name: z.string(), from: z.string() });

export const previewCopy = sampleCopy
  .extend({
    sender: shownSender.describe('Of an e-mail with its address.'),
    smsCostPerSegment: z.number().describe('Rupiah.'),
  })
  .meta({ id: 'PreviewCopy', description: 'A sample copy of a stored broadcast, with its sender.' });
export type PreviewCopy = z.output<typeof previewCopy>;
