import { z } from 'zod';
import { chainLink } from './chain.js';
import { failureGroup, leftWrong } from './deliveries.js';
import { channelName, counts, deliveryState, instant } from './shared.js';

export const missedGroup = z
  .object({
    channel: channelName,
    state: deliveryState,
    reason: z.string().nullable(),
    people: z.number(),
    elsewhere: z
      .number()
      .nullable()
      .describe(
        'How many of them had a working address on a channel on which this broadcast did not write to them, when it was counted; null: kept from before this was counted.',
      ),
  })
  .meta({
    id: 'MissedGroup',
    description:
      'How many people got nothing because of one state and reason of their copy on a channel. Who has several copies, all missed, counts once.',
  });
export type MissedGroup = z.output<typeof missedGroup>;

export const carrierLine = counts
  .omit({ expected: true, unlisted: true, neverListed: true })
  .extend({
    channel: channelName,
    carrier: z
      .string()
      .nullable()
      .describe('A large one; null: all others, and addresses that were deleted since.'),
  })
  .meta({
    id: 'CarrierLine',
    description: 'What became of the listed copies that one carrier brings to people.',
  });
export type CarrierLine = z.output<typeof carrierLine>;

export const outline = z
  .object({
    endedAt: instant.nullable(),
    messages: z.number().describe('All of its copies, those that were never listed among them.'),
    reached: z.number().describe('Copies that the provider accepted, or that arrived.'),
    delivered: z.number(),
    failed: z.number(),
    delaySeconds: z
      .number()
      .nullable()
      .describe('From when the first was due to the first attempt, taken or refused.'),
    seconds: z.number().nullable().describe('From the first attempt to the last hand-over.'),
  })
  .meta({ id: 'Outline', description: 'A broadcast in a few figures, to be compared with others.' });
export type Outline = z.output<typeof outline>;

const earlierOutline = outline
  .extend({
    broadcast: z
      .object({ id: z.string(), title: z.string() })
      .nullable()
      .describe(
        'Null when the person may not open it, and of reports that were kept before this was noted: they see its figures.',
      ),
  })
  .meta({ id: 'EarlierOutline', description: 'An earlier broadcast in a few figures.' });

export const reportsRoutes = {
  'GET /broadcasts/{id}/report': {
    answer: z
      .object({
        countedAt: instant.describe('The moment that the figures are of.'),
        people: z.number(),
        gotNothing: z
          .number()
          .nullable()
          .describe(
            'Listed people with copies that all failed or ended before they went out; null: kept from before this was counted.',
          ),
        gotNothingBy: z
          .array(missedGroup)
          .nullable()
          .describe(
            'The same people by cause, the most frequent first; null: kept from before this was counted.',
          ),
        uncertain: z
          .number()
          .nullable()
          .describe(
            'Listed people whom nothing is known to have reached and who have an unknown copy; null: kept from before this was counted.',
          ),
        lines: z.array(
          counts
            .extend({
              channel: channelName,
              region: z.string(),
              dueAt: instant,
              firstHandoverAt: instant.nullable(),
              lastHandoverAt: instant.nullable(),
              firstAcceptedAt: instant
                .nullable()
                .describe(
                  'When a provider took the first copy, and the last: a refused attempt sends nothing.',
                ),
              lastAcceptedAt: instant.nullable(),
            })
            .describe('What became of a broadcast in one region on one channel.'),
        ),
        regions: z.array(
          z
            .object({
              region: z.string(),
              name: z.string(),
              timeZone: z.string(),
              registeredVoters: z.number().nullable(),
              people: z.number(),
            })
            .describe(
              'A region with how many people there are, and how many of them were reached on one channel or more.',
            ),
        ),
        failures: z.array(failureGroup),
        carriers: z
          .array(carrierLine)
          .describe('By mailbox provider (e-mail) and operator (SMS), the largest first, the others last.'),
        unreached: leftWrong,
        hours: z
          .array(z.object({ at: instant, channel: channelName, reached: z.number() }))
          .describe('Copies that the provider accepted, or that arrived, by the hour of their hand-over.'),
        languages: z
          .array(
            z.object({
              language: z.string().nullable().describe('Null: of people who were erased since.'),
              channel: channelName,
              reached: z.number(),
            }),
          )
          .describe('The same by the language that the people have now.'),
        outline,
        earlier: z
          .array(earlierOutline)
          .describe(
            'Of the office’s last broadcasts of the same kind and about its size that were completed before it, the newest first; at most 10.',
          ),
        corrections: z.array(chainLink).describe('Corrections of it, and of those, the oldest first.'),
      })
      .describe(
        'The report as the person who asks sees it: the same for everybody, but for what they may know of its corrections and of earlier broadcasts.',
      ),
  },
  'GET /broadcasts/{id}/report.csv': {},
} as const;
