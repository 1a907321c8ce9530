import { z } from 'zod';
import { BRAKE_REASONS } from '../lists.js';
import { channelName, instant } from './shared.js';

// What the brake (libs/dispatch/control/brake.rules.ts) finds and warns of.

export const brakeFinding = z
  .object({
    channel: channelName,
    why: z
      .enum(BRAKE_REASONS)
      .describe(
        '`key`: the sending program lacks the key of the addresses; `sender`: the provider refuses the sender; `fault`: too many answers refuse the sender or the content; `dead`: too many addresses do not exist any more; `refused`: nearly all answers refuse the message for good, whatever the reason.',
      ),
    code: z
      .string()
      .nullable()
      .describe("The provider's code, the most frequent of several; null: there is none."),
    copies: z
      .number()
      .nullable()
      .describe('Of `fault`, `dead` and `refused`: the number of bad answers, and of all answers.'),
    of: z.number().nullable(),
    carrier: z
      .string()
      .nullable()
      .describe(
        'Of `fault`, `dead` and `refused`: the large provider to which the examined recipients belong; null: all recipients were examined.',
      ),
  })
  .meta({
    id: 'BrakeFinding',
    description:
      'Why the brake stopped a broadcast on a channel, as values: screens and e-mails put them into words.',
  });
export type BrakeFinding = z.output<typeof brakeFinding>;

export const brakeSign = z.enum(['fault', 'dead', 'refused']).meta({
  id: 'BrakeSign',
  description:
    'What a copy says against a broadcast: its address does not exist, its sender or content was refused, or it was refused for good without saying whose fault it is. A finding or warning of `refused` counts all three.',
});
export type BrakeSign = z.output<typeof brakeSign>;

export const carrierHold = z
  .object({
    broadcastId: z.string(),
    title: z.string(),
    channel: channelName,
    carrier: z.string().describe('A mailbox provider or an operator.'),
    since: instant,
    sign: brakeSign,
    code: z.string().describe("The provider's code, the most frequent of several."),
    copies: z.number().describe('The number of refusals, and of all of its answers then.'),
    of: z.number(),
    waiting: z
      .number()
      .describe(
        'Listed copies of the broadcast that wait on the channel: of these, some or all wait for the carrier.',
      ),
    nextAt: instant.describe(
      'When a few copies are tried again, or how the try that is under way is judged.',
    ),
    trying: z.boolean().describe('Whether a try is under way.'),
  })
  .meta({
    id: 'CarrierHold',
    description:
      'A carrier that refuses a broadcast: copies to its recipients wait, what others take goes on.',
  });
export type CarrierHold = z.output<typeof carrierHold>;

export const brakeWarning = z
  .object({
    sign: brakeSign,
    copies: z.number(),
    of: z.number(),
    code: z.string(),
    carrier: z
      .string()
      .nullable()
      .describe('The large carrier whose recipients alone were looked at; null: all were.'),
    broadcastId: z.string(),
    channel: channelName,
    title: z.string(),
  })
  .meta({ id: 'BrakeWarning', description: 'A broadcast on a channel that comes near its brake.' });
export type BrakeWarning = z.output<typeof brakeWarning>;
