import { z } from 'zod';
import { BROADCAST_STATES } from '../lists.js';
import { brakeFinding } from './brake.js';
import { channelName, instant } from './shared.js';

export const broadcastState = z.enum(BROADCAST_STATES).meta({ id: 'BroadcastState' });
export type BroadcastState = z.output<typeof broadcastState>;

export const hindranceKind = z.enum(['stopped', 'braked', 'paused', 'slowed']).meta({ id: 'HindranceKind' });
export type HindranceKind = z.output<typeof hindranceKind>;

export const strongestHindrance = z
  .object({
    kind: hindranceKind,
    channels: z
      .array(channelName)
      .describe('The channels it holds; empty: every channel of the broadcast, ended ones among them.'),
    inPart: z.boolean().describe('Whether some waves continue even there.'),
    stands: z
      .boolean()
      .describe(
        'Of `slowed`: whether nothing goes out there, because the provider is away, no worker serves the channel or nothing comes through.',
      ),
  })
  .meta({ id: 'StrongestHindrance', description: 'The strongest hindrance of a broadcast.' });
export type StrongestHindrance = z.output<typeof strongestHindrance>;

export const doubtBy = z.enum(['author', 'kpu', 'operator', 'correction']).meta({
  id: 'DoubtBy',
  description:
    'The origin of a doubt on a broadcast. Only KPU lifts a doubt that KPU cast, itself or by a correction under review: it owns the content.',
});
export type DoubtBy = z.output<typeof doubtBy>;

export const takenBack = z
  .boolean()
  .describe(
    'Of a doubt: whether the broadcast with the same text was withdrawn or cancelled, which cast it.',
  );

export const chainPart = z.enum(['correction', 'companion']).meta({
  id: 'ChainPart',
  description:
    'The part of a broadcast that has the title of another: a correction, or the companion that takes its text to those never reached.',
});
export type ChainPart = z.output<typeof chainPart>;

export const onPausedChannel = z
  .object({ channel: channelName, waves: z.number(), messages: z.number() })
  .meta({
    id: 'OnPausedChannel',
    description: 'Waves, and their copies that wait, on a channel that is paused for every broadcast.',
  });
export type OnPausedChannel = z.output<typeof onPausedChannel>;

export const hindranceCause = z
  .enum(['emergency', 'brake', 'broadcast', 'channel', 'unserved', 'away', 'slow-down', 'stall'])
  .meta({
    id: 'HindranceCause',
    description:
      'The cause: the emergency stop, the brake, a pause of the broadcast or of the channel, a channel without a worker, a provider that is away or says "slow down", or a channel on which nothing comes through.',
  });
export type HindranceCause = z.output<typeof hindranceCause>;

export const hindrance = z
  .object({
    channel: channelName,
    kind: hindranceKind.describe(
      '`stopped`: everything is stopped; `slowed`: no worker serves the channel, the provider is away or says "slow down", or nothing comes through.',
    ),
    cause: hindranceCause,
    since: instant.nullable(),
    reason: z.string().nullable(),
    brake: brakeFinding.nullable().describe('Of the brake: its finding.'),
    by: z
      .string()
      .nullable()
      .describe(
        'The origin: the name of a person; for a pause of this broadcast `author`, `kpu`, `operator`, `brake` or `correction`; null: none.',
      ),
    waves: z
      .number()
      .describe(
        "The number of the channel's waves that go on once it ends. Those paused themselves count only for their own pause, and for an emergency stop none on a paused channel; 0: something else holds all of them.",
      ),
    of: z.number().describe("All of the channel's waves that have not ended."),
    unlisted: z.number().describe('Copies of the waves it holds that are not listed yet: an estimate.'),
    waiting: z
      .number()
      .describe(
        'Copies of the waves it holds that wait, are claimed or are not listed yet; 0: none is left.',
      ),
    all: z
      .number()
      .describe(
        'All waves of the channel, including ended ones: a part is shown as a share of this number, which stays the same.',
      ),
    regions: z
      .array(z.string())
      .nullable()
      .describe('Of a pause of this broadcast: the codes of the regions it holds; null: all of the channel.'),
    doubted: z
      .boolean()
      .describe('Of a pause of this broadcast: whether it was paused because its content is in doubt.'),
  })
  .meta({
    id: 'Hindrance',
    description: 'A hindrance of a broadcast on one channel; each pause is one of its own.',
  });
export type Hindrance = z.output<typeof hindrance>;

export const tally = z
  .object({
    waves: z.number().describe('Waves that changed their state.'),
    sent: z.number().describe('Copies a provider has taken.'),
    stopped: z.number().describe('Copies that are pending.'),
    unlisted: z
      .number()
      .describe('Copies that are not listed yet, or for a cancellation never will be: an estimate.'),
    inHand: z.number().describe('Copies claimed by workers: these may still go out.'),
    unknown: z.number().describe('Copies with an unknown outcome.'),
  })
  .meta({
    id: 'Tally',
    description: 'The counters of a broadcast or a part of it, at the moment of a stop or resumption.',
  });
export type Tally = z.output<typeof tally>;

export const paused = tally
  .extend({
    expiring: z
      .array(z.object({ expiresAt: instant, waves: z.number(), messages: z.number() }))
      .describe(
        'What will expire without a resumption, and when; including the copies that are not listed yet.',
      ),
    doubted: z
      .boolean()
      .describe(
        'Whether this put anything in doubt that was not in doubt before, even if it was paused already.',
      ),
    pausedBefore: z
      .object({ stopped: z.int(), unlisted: z.int() })
      .describe('Copies of the part that wait in waves that were paused before.'),
    alsoDoubted: z
      .number()
      .describe('Waiting copies of the part that were paused before, and are in doubt from now on too.'),
  })
  .meta({
    id: 'Paused',
    description: 'The result of a pause; `stopped` and `unlisted` count only the waves that it paused.',
  });
export type Paused = z.output<typeof paused>;

export const channelSince = z.object({ channel: channelName, since: instant }).meta({
  id: 'Standstill',
  description:
    'A channel on which something waits that may go out, and nothing has been handed over for a while.',
});
export type ChannelSince = z.output<typeof channelSince>;

export const resumed = tally
  .extend({
    doubtCleared: z.boolean().describe('Whether this ended the last doubt on the broadcast.'),
    inDoubt: z
      .number()
      .describe('Waiting copies of the part that stay paused, because their content is in doubt.'),
    later: z
      .object({ from: instant, messages: z.number() })
      .nullable()
      .describe(
        'Copies of it that go out only later, at their own hours, and the first of these hours; null: none.',
      ),
    onPausedChannels: z
      .array(onPausedChannel)
      .describe(
        'What of it goes out only when its channel, which is paused for every broadcast, is resumed.',
      ),
    brakeReleased: z.boolean().describe('Whether this released a brake, also of what stays paused.'),
  })
  .meta({ id: 'Resumed', description: 'The result of a resumption.' });
export type Resumed = z.output<typeof resumed>;

export const waveState = z
  .enum(['planned', 'prepared', 'released', 'paused', 'completed', 'cancelled', 'expired'])
  .meta({ id: 'WaveState' });
export type WaveState = z.output<typeof waveState>;

/** Who paused a part of a broadcast. */
export const pauser = z.enum(['author', 'kpu', 'operator', 'brake', 'correction']);

export const waveView = z
  .object({
    id: z.string(),
    channel: channelName,
    regionCode: z.string(),
    regionName: z.string(),
    timeZone: z.string(),
    state: waveState,
    pausedBy: pauser.nullable().describe('Origin and reason of the pause, while it is paused.'),
    pauseReason: z.string().nullable(),
    pausedAt: instant.nullable().describe('Since when it is paused.'),
    brake: brakeFinding.nullable().describe('The finding of the brake, if the brake paused it.'),
    doubted: z.boolean().describe('Whether its content is in doubt, while it is paused.'),
    priority: z.number(),
    dueAt: instant,
    expiresAt: instant,
    windowFrom: z.string().nullable(),
    windowTo: z.string().nullable(),
    releasedAt: instant.nullable(),
    firstHandoverAt: instant.nullable(),
    endedAt: instant.nullable(),
    expected: z.number().describe('Copies, estimated at the approval.'),
    targeted: z.number().describe('Copies listed so far.'),
    unlisted: z.number().describe('Copies still to be listed: an estimate.'),
    neverListed: z.number().describe('Copies that were not listed before it ended: an estimate.'),
    pending: z.number(),
    claimed: z.number(),
    accepted: z.number(),
    delivered: z.number(),
    failed: z.number(),
    suppressed: z.number(),
    expired: z.number(),
    cancelled: z.number(),
    unknown: z.number(),
  })
  .meta({ id: 'WaveView', description: 'A wave with the fields that people see.' });
export type WaveView = z.output<typeof waveView>;
