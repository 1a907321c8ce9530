import { z } from 'zod';
import { channelName, instant, who, why } from './shared.js';
import { onPausedChannel } from './run.js';

export const emergencyStop = z
  .object({
    since: instant,
    reason: z.string(),
    by: who.nullable().describe('null: Siar itself, after a restore.'),
    fenced: z
      .boolean()
      .describe(
        'Whether the database is older than what was sent from it, and "npm run after-restore" has not run yet: it cannot be lifted before.',
      ),
  })
  .meta({ id: 'EmergencyStop', description: 'An emergency stop that stands.' });
export type EmergencyStop = z.output<typeof emergencyStop>;

export const heldBack = z
  .object({
    broadcasts: z
      .number()
      .describe(
        'Broadcasts that go out, or would without the stop: approved or running, with waves that are not paused themselves.',
      ),
    waves: z.number().describe('Their waves that have not ended and are not paused themselves.'),
    sent: z.number().describe('Copies of all broadcasts under way that a provider has accepted.'),
    stopped: z.number().describe('Pending copies of those waves.'),
    unlisted: z.number().describe('Copies of those waves that are not listed yet: an estimate.'),
    paused: z
      .number()
      .describe(
        'Copies, listed or not, of waves that are paused themselves: they wait with or without the stop.',
      ),
    inHand: z.number().describe('Copies that workers have claimed, of any wave: these may still go out.'),
    unknown: z.number().describe('Copies with an unknown outcome.'),
    expiring: z
      .array(z.object({ expiresAt: instant, waves: z.number(), messages: z.number() }))
      .describe('What will expire if the stop is not lifted, and when.'),
    onPausedChannels: z
      .array(onPausedChannel)
      .describe(
        'Those waves, and their copies that wait, on channels that are paused themselves: they go on only with their channel.',
      ),
  })
  .meta({
    id: 'HeldBack',
    description:
      'What an emergency stop holds back, or would, at this moment; of broadcasts that have not ended.',
  });
export type HeldBack = z.output<typeof heldBack>;

export const emergencyStopped = z
  .object({
    since: instant,
    reason: z.string(),
    by: who.nullable(),
    fenced: z.boolean(),
    held: heldBack
      .nullable()
      .describe(
        'Counted after every earlier claim has ended; null when waiting or counting failed. The stop stands in that case too, and the operators have to look up the claimed copies.',
      ),
  })
  .meta({ id: 'EmergencyStopped', description: 'The result of a stop.' });
export type EmergencyStopped = z.output<typeof emergencyStopped>;

const reason = z.strictObject({ reason: why() });
const lifting = z.strictObject({ note: why() });

export const emergencyRoutes = {
  'GET /emergency-stop': {
    answer: z
      .object({ standing: emergencyStop.nullable(), pausedChannels: z.array(channelName), stamp: z.string() })
      .describe(
        'The stop that stands, the channels that are paused by themselves, and a stamp of all that holds anything up.',
      ),
  },
  'POST /emergency-stop': { body: reason, answer: emergencyStopped },
  'GET /emergency-stop/held': { answer: heldBack },
  'POST /emergency-stop/lift': { body: lifting, answer: heldBack },
} as const;
