import { z } from 'zod';
import { says } from '../problems.js';
import { digestText, idText, instant, param, problemCode, who, why, fault, params } from './shared.js';
import { clockTime, passages, schedule } from './message.js';
import { lateChoice } from './plan.js';
import { broadcastState, strongestHindrance } from './run.js';
import { hold } from './reviews.js';

/** Days between a reminder and the polling day; 0: on it. */
const daysBefore = z.int().min(0).max(60);

/** Maximum number of reminders in a series: more would be a nuisance to the people who get them. */
const MOST = 8;

const reminder = z.strictObject({
  daysBefore,
  at: clockTime.describe("The local time of day, on each region's own clock."),
});

const sameDayOnce = (of: readonly { daysBefore: number }[]): boolean =>
  new Set(of.map((one) => one.daysBefore)).size === of.length;

const beginning = z.strictObject({
  version: z.int().min(1).describe('Of the draft that the person saw.'),
  reminders: z.array(reminder).min(2).max(MOST).refine(sameDayOnce, says('series-day-once')),
});

const submission = z.strictObject({
  members: z
    .array(z.strictObject({ id: idText, version: z.int().min(1) }))
    .min(1)
    .max(MOST)
    .describe('The members to submit, with the version of each that the person saw.'),
});

const approval = z.strictObject({
  digest: digestText.describe("SHA-256 over the members' digests, sorted and joined by line feeds."),
  members: z
    .array(z.strictObject({ id: idText, digest: digestText }))
    .min(1)
    .max(MOST)
    .describe('The members with the digests that the reviewer saw, by which a refusal names what changed.'),
  confirmLocalHours: z.boolean().default(false),
  confirmNeutral: z
    .boolean()
    .default(false)
    .describe('In the quiet period: the reviewer checked the neutrality of every member.'),
  late: lateChoice.optional().describe('What happens to the parts of any member whose hour has passed.'),
  acknowledged: z
    .array(z.string().regex(/^[0-9a-f]{16}$/, says('mark-id')))
    .max(1000)
    .default([])
    .describe("The ids of the marks of all members' reviews that the reviewer accepts."),
});

const rejection = z
  .strictObject({
    reason: why().optional().describe('Of the whole; it can be left out where each member has passages.'),
    members: z
      .array(z.strictObject({ id: idText, passages: passages.default([]) }))
      .max(MOST)
      .default([])
      .describe('The passages of each member with a reason of their own.'),
  })
  .refine((of) => of.reason !== undefined || of.members.some(({ passages }) => passages.length > 0), {
    path: ['reason'],
    ...says('say-why'),
  });

const withdrawal = z.strictObject({ reason: why().optional() });
const holding = z.strictObject({ takeOver: z.boolean().default(false) });

export const seriesMember = z
  .object({
    id: z.string(),
    title: z.string(),
    daysBefore: z.number(),
    state: broadcastState,
    begun: z.boolean().describe('Whether workers have claimed copies of it.'),
    hindrance: strongestHindrance.nullable(),
    version: z.number(),
    schedule: schedule.nullable(),
    digest: z.string().nullable().describe('Of what is under review or approved; null otherwise.'),
    due: schedule
      .nullable()
      .describe(
        "By the election's data, the schedule that puts it on its day at its own hours; null: it is on it, or it has ended.",
      ),
    carried: z
      .array(z.string())
      .describe(
        'Codes of regions with another polling day that get it on the day of the region around them.',
      ),
    hold: hold.nullable(),
  })
  .meta({ id: 'SeriesMember', description: 'One reminder of a series.' });

export const seriesView = z
  .object({
    id: z.string(),
    title: z.string(),
    organisation: who,
    author: who,
    election: who.describe('Whose polling days the reminders count from.'),
    createdAt: instant,
    members: z.array(seriesMember).describe('The earliest reminder first.'),
    hidden: z.number().describe('The number of members that the person may not see.'),
    digest: z
      .string()
      .nullable()
      .describe(
        'What an approval is bound to: of all members under review. Null: a member that is not decided on is not under review.',
      ),
    acts: z
      .object({
        compose: z.boolean().describe('Add and take out reminders: while none is under review.'),
        submit: z.boolean(),
        approve: z.boolean(),
        whyNot: z
          .object({ code: problemCode, params })
          .nullable()
          .describe('Why the person may not approve what is under review.'),
        reject: z.boolean(),
        withdraw: z.boolean(),
      })
      .describe('The acts that are open to the person.'),
  })
  .meta({ id: 'SeriesView', description: 'A series of reminders before a polling day.' });
export type SeriesView = z.output<typeof seriesView>;

export const memberRefusal = z
  .object({
    id: z.string(),
    daysBefore: z.number(),
    code: problemCode,
    params: z.record(z.string(), param),
    faults: z.array(fault),
  })
  .meta({
    id: 'MemberRefusal',
    description: 'Why an act on a series is refused, of one member: in `members` of the problem.',
  });
export type MemberRefusal = z.output<typeof memberRefusal>;

export const seriesRoutes = {
  'POST /broadcasts/{id}/series': { body: beginning, answer: seriesView },
  'GET /series/{id}': { answer: seriesView },
  'POST /series/{id}/members': { body: reminder, answer: seriesView },
  'DELETE /series/{id}/members/{broadcastId}': { answer: seriesView },
  'POST /series/{id}/hold': { body: holding, answer: hold },
  'DELETE /series/{id}/hold': {},
  'POST /series/{id}/submit': { body: submission, answer: seriesView },
  'POST /series/{id}/approve': { body: approval, answer: seriesView },
  'POST /series/{id}/reject': { body: rejection, answer: seriesView },
  'POST /series/{id}/withdraw': { body: withdrawal, answer: seriesView },
} as const;
