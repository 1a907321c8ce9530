import { z } from 'zod';
import { byChannel, channelName, givenDay, instant } from './shared.js';
import { smsCost } from './plan.js';
import { broadcastKind, schedule } from './message.js';
import { contentState } from './chain.js';
import { broadcastState, chainPart, strongestHindrance } from './run.js';

/** The longest part of the calendar that one request shows, in days: a month with the weeks around it. */
const MOST_DAYS = 62;

export const calendarEntry = z
  .object({
    id: z.string(),
    title: z.string(),
    part: chainPart.nullable().describe('Null: it has a title of its own.'),
    kind: broadcastKind,
    organisation: z.string().describe('The office that it is of.'),
    state: broadcastState,
    begun: z.boolean().describe('Whether copies of it may have gone out.'),
    hindrance: strongestHindrance
      .nullable()
      .describe('The strongest hindrance, even when it affects only a part; null: none.'),
    content: contentState,
    channels: z.array(channelName),
    topics: z.array(z.string()).describe('Empty: people of every topic.'),
    due: z
      .array(
        z.object({
          dueAt: instant,
          timeZone: z.string().describe('One of the time zones with this local time.'),
          regions: z.array(z.string()),
          copies: byChannel(z.int())
            .nullable()
            .describe(
              'Its copies there, expected or listed, and once it is over those that went out; null: nothing is counted before the approval.',
            ),
        }),
      )
      .describe('When it goes out where, in the order of time.'),
    version: z.number(),
    smsCost,
    move: schedule
      .nullable()
      .describe('Of a draft with a time that the person may edit: its schedule; null: nobody moves it here.'),
  })
  .meta({ id: 'CalendarEntry', description: 'A broadcast with its times.' });
export type CalendarEntry = z.output<typeof calendarEntry>;

const range = z.object({
  from: givenDay,
  days: z.coerce.number().int().min(1).max(MOST_DAYS),
});

export const calendarRoutes = {
  'GET /calendar': {
    query: range,
    answer: z.object({
      entries: z
        .array(calendarEntry)
        .describe('Those with a time on one of these days, on the clock of one of their regions.'),
      rates: byChannel(z.number().nullable()).describe('Messages a second; null: no limit.'),
      timeless: z.number().describe('Drafts without a time, which a calendar cannot show.'),
    }),
  },
} as const;
