import { z } from 'zod';
import { says } from '../problems.js';
import { carrierHold } from './brake.js';
import { channelName, instant, why } from './shared.js';
import { paused, pauser, resumed, tally, waveView } from './run.js';

/** A part of a broadcast; an empty object means the whole. */
const part = z.strictObject({
  channel: channelName.optional(),
  region: z
    .string()
    .regex(/^[0-9A-Z.]{2,12}$/, says('region-code'))
    .optional()
    .describe("A province's code includes its regencies."),
});

const pausing = part.extend({
  reason: why().optional(),
  doubt: z
    .boolean()
    .optional()
    .describe(
      'Whether the content is in doubt, so that the public is asked not to forward it: the default for authors and KPU.',
    ),
});

const resuming = part.extend({
  doubted: z
    .boolean()
    .optional()
    .describe(
      'Whether what is in doubt goes on too, which ends the doubt; by default it stays paused beside anything else.',
    ),
  pausedBy: pauser.optional().describe('Resumes only what this one paused; without it, all that is paused.'),
});

const releasing = z.strictObject({ channel: channelName, carrier: z.string().min(1).max(32) });
const lifting = z.strictObject({ reason: why() });
const givingBack = z.strictObject({ channel: channelName, reason: why(500) });

export const rejectedOn = z
  .object({
    channel: channelName,
    addresses: z.int(),
    kept: z
      .object({ by: z.string().nullable(), at: instant, reason: z.string() })
      .nullable()
      .describe('The decision since the last brake that they stay suppressed; null: nobody has decided.'),
  })
  .meta({
    id: 'RejectedOn',
    description:
      'Addresses that the answers to a braked broadcast declared dead, and nothing else, so that they can be given back.',
  });
export type RejectedOn = z.output<typeof rejectedOn>;

export const rejectedBy = z
  .object({
    id: z.string(),
    title: z.string(),
    channel: channelName,
    addresses: z.int(),
    brakedAt: instant.describe('When the brake last stopped it on the channel.'),
  })
  .meta({
    id: 'RejectedBy',
    description: 'A broadcast of which nobody has decided whether the addresses it took out are given back.',
  });
export type RejectedBy = z.output<typeof rejectedBy>;

const cancelling = part.extend({ reason: why() });

export const controlRoutes = {
  'GET /broadcasts/{id}/waves': { answer: z.object({ waves: z.array(waveView) }) },
  'POST /broadcasts/{id}/pause': { body: pausing, answer: paused },
  'POST /broadcasts/{id}/resume': { body: resuming, answer: resumed },
  'GET /broadcasts/{id}/carrier-holds': { answer: z.object({ holds: z.array(carrierHold) }) },
  'POST /broadcasts/{id}/carrier-holds/release': { body: releasing },
  'GET /broadcasts/{id}/rejected-addresses': { answer: z.object({ channels: z.array(rejectedOn) }) },
  'POST /broadcasts/{id}/rejected-addresses/give-back': {
    body: givingBack,
    answer: z.object({ addresses: z.int() }),
  },
  'POST /broadcasts/{id}/rejected-addresses/keep': { body: givingBack },
  'GET /rejected-addresses': {
    answer: z.object({
      broadcasts: z
        .array(rejectedBy)
        .describe('Of those that the brake stopped within 30 days; the most addresses first.'),
    }),
  },
  'POST /broadcasts/{id}/lift-doubt': { body: lifting },
  'POST /broadcasts/{id}/cancel': { body: cancelling, answer: tally },
} as const;
