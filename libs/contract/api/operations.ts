import { z } from 'zod';
import { auditEntry } from './audit.js';
import { approvedTimes, byChannel, channelName, givenDay, instant, why } from './shared.js';
import { brakeFinding, brakeWarning, carrierHold } from './brake.js';
import { senderDomainView } from './sender-domain.js';
import { chainPart, hindrance, hindranceCause, hindranceKind, channelSince } from './run.js';

export const channelPause = z
  .object({ channel: channelName, since: instant, reason: z.string(), by: z.string() })
  .meta({ id: 'ChannelPause', description: 'A channel that an operator paused.' });
export type ChannelPause = z.output<typeof channelPause>;

export const repairFindings = z
  .object({
    lostJobs: z.number(),
    deadClaims: z.number(),
    unknown: z.number(),
    expired: z.number(),
    cancelled: z.number(),
  })
  .meta({
    id: 'RepairFindings',
    description: 'What one round found and mended; all zero when all was well.',
  });
export type RepairFindings = z.output<typeof repairFindings>;

export const hinderedBroadcast = hindrance
  .omit({ of: true, unlisted: true, all: true, regions: true, doubted: true })
  .extend({
    pauses: z
      .array(
        z
          .object({
            since: z.string().nullable().describe('ISO 8601.'),
            reason: z.string().nullable(),
            brake: brakeFinding.nullable(),
            regions: z.array(z.string()).describe('The codes of the regions it holds.'),
            doubted: z.boolean().describe('Whether their content is in doubt.'),
          })
          .describe('One pause of a broadcast on a channel.'),
      )
      .describe('Of pauses of this broadcast: each of them, the oldest first.'),
    broadcastId: z.string(),
    title: z.string(),
    waiting: z
      .number()
      .describe(
        'Copies that it holds on the channel, including those not listed yet. Those of waves that are paused themselves count only for their own pause: they wait with or without anything else.',
      ),
  })
  .meta({
    id: 'HinderedBroadcast',
    description:
      'A broadcast with a hindrance on a channel; `since`, `reason` and `brake` are those of its first pause by this origin.',
  });
export type HinderedBroadcast = z.output<typeof hinderedBroadcast>;

export const jobFailure = z
  .enum(['abandoned', 'unreachable', 'slow', 'key', 'refused'])
  .meta({ id: 'JobFailure', description: 'Why a job failed for good, where its error message is known.' });
export type JobFailure = z.output<typeof jobFailure>;

export const listedJob = z
  .object({
    channel: channelName,
    id: z.string(),
    job: z.string().describe('Its name with its ids, such as `send-12-3`.'),
    attempts: z.number(),
    failedAt: instant.nullable(),
    failure: jobFailure.nullable().describe('The cause, where the error message is known.'),
    reason: z.string().describe('The error message, for whoever fixes the cause.'),
  })
  .meta({ id: 'ListedJob', description: 'A job that was given up, and the channel whose queue it was in.' });
export type ListedJob = z.output<typeof listedJob>;

export const serverState = z.enum(['up', 'down', 'not configured here']).meta({ id: 'ServerState' });
export type ServerState = z.output<typeof serverState>;

export const queueStatus = z
  .object({
    waiting: z.number(),
    active: z.number(),
    delayed: z.number(),
    failed: z.number(),
    oldestAt: instant.nullable().describe('When the oldest job in them was added; null: there is none.'),
  })
  .meta({ id: 'QueueStatus', description: "The status of one channel's queues." });
export type QueueStatus = z.output<typeof queueStatus>;

export const silentProgram = z.object({ program: z.string(), name: z.string(), since: instant }).meta({
  id: 'SilentProgram',
  description: 'A program without a recent heartbeat: it hangs, or was killed.',
});
export type SilentProgram = z.output<typeof silentProgram>;

export const handOverRefusal = z
  .object({
    worker: z.string(),
    broadcastId: z.string(),
    channel: channelName,
    settings: z.array(z.string()),
    refusedAt: instant,
  })
  .meta({
    id: 'HandOverRefusal',
    description: 'A worker that sends nothing of a broadcast, and the settings that keep it from doing so.',
  });
export type HandOverRefusal = z.output<typeof handOverRefusal>;

/** What the operations page shows of the trail: events of broadcasts and channels, and repairs. */
export const operationsEventAct = z.enum([
  'account.prefer',
  'account.rest',
  'account.return',
  'account.share',
  'account.unprefer',
  'alert.take',
  'broadcast.accept-unknown',
  'broadcast.approve',
  'broadcast.cancel',
  'broadcast.doubt',
  'broadcast.end-doubt',
  'broadcast.lift-doubt',
  'broadcast.expire',
  'broadcast.failing',
  'broadcast.pause',
  'broadcast.resend-rejected',
  'broadcast.resend-unknown',
  'broadcast.resume',
  'broadcast.withdraw',
  'carrier.hold',
  'carrier.release',
  'carrier.through',
  'channel.pause',
  'channel.resume',
  'channel.slow',
  'channel.steady',
  'emergency.fence',
  'emergency.lift',
  'emergency.settle',
  'emergency.stop',
  'account.affords',
  'account.spending',
  'account.spent',
  'provider.away',
  'provider.back',
  'queue.retry',
  'reconcile.dead-claim',
  'reconcile.lost-jobs',
  'suppression.lift-rejected',
]);

export const operationsEvent = auditEntry
  .extend({
    act: operationsEventAct.describe('`broadcast.approve`: of corrections alone, which are sent at once.'),
    broadcast: z
      .object({ id: z.string(), title: z.string() })
      .nullable()
      .describe('Null: it is about no broadcast.'),
    unsent: z
      .object({ messages: z.number(), all: z.number() })
      .nullable()
      .describe(
        'Of a broadcast that expired: its copies that were not sent, and all of them, whoever closed them.',
      ),
  })
  .meta({
    id: 'OperationsEvent',
    description: 'Something that happened, with the title of the broadcast it is about.',
  });
export type OperationsEvent = z.output<typeof operationsEvent>;

export const channelHindrance = z
  .object({
    kind: hindranceKind,
    cause: z
      .enum([...hindranceCause.options, 'queue', 'unreachable'])
      .describe(
        "`queue`: the queue does not answer; `unreachable`: the provider does not answer this program's look.",
      ),
    since: instant.nullable(),
    reason: z.string().nullable().describe('Null: nobody said why.'),
    brake: brakeFinding.nullable().describe('Of the brake: what it found.'),
    by: z.string().nullable(),
    inPart: z.boolean().describe('Whether it holds single broadcasts only, and the others go on.'),
  })
  .meta({ id: 'ChannelHindrance', description: 'What holds a channel up.' });
export type ChannelHindrance = z.output<typeof channelHindrance>;

export const operationsView = z
  .object({
    backend: z.enum(['redis', 'postgres']),
    running: z.int().describe('Broadcasts that go out now, whatever holds parts of them.'),
    halted: z.int().describe('Broadcasts under way of which all that is left is paused or braked.'),
    ready: z.object({
      status: z.enum(['up', 'down']),
      down: z.array(z.string()),
      database: serverState,
      queue: serverState,
      unsafe: z.array(z.string()).describe('As in GET /health/ready; empty where there are none.'),
    }),
    channels: z.array(
      z
        .object({
          channel: channelName,
          queue: queueStatus.nullable().describe('Null: the queue does not answer.'),
          stalled: z
            .number()
            .describe('Chunks in the hands of workers that are dead: their leases have run out.'),
          handedOver: z
            .number()
            .describe(
              'Handed to the provider, of the waves that are live or ended within the hour: two looks at it tell the rate.',
            ),
          broadcasts: z
            .int()
            .describe('Broadcasts under way with something left on it, paused ones among them.'),
          waiting: z
            .number()
            .describe(
              'Copies of waves that have not ended, scheduled ones and those not listed yet among them.',
            ),
          scheduled: z
            .number()
            .describe(
              'Those among them with an hour to come: of waves that are not due, or outside their hours, and not paused.',
            ),
          pace: z
            .number()
            .describe(
              'Messages a second that were handed over in the last minute, of all broadcasts: over 20 to 90 s, or since a broadcast began; 0 where nothing is left to send, and at most the limit.',
            ),
          paused: z
            .number()
            .describe(
              'Those among them of waves that are paused themselves: they wait with or without a pause of the channel.',
            ),
          unlisted: z.number().describe('Those of the others that are not listed yet: an estimate.'),
          inHand: z
            .number()
            .describe('Copies that workers have claimed, of any wave: these may still go out.'),
          stalledSince: instant
            .nullable()
            .describe('Since when copies wait that may go out and none is handed over; null: they go out.'),
          provider: serverState,
          rate: z.number().nullable().describe('Messages a second that the provider takes; null: no limit.'),
          awaySince: instant.nullable().describe('Since when no account takes messages.'),
          awayReason: z.string().nullable(),
          slowUntil: instant
            .nullable()
            .describe('Of a channel slowed down: until when nothing is handed over; null: it goes on.'),
          accounts: z
            .array(
              z.object({
                name: z.string(),
                rate: z.number().nullable().describe('Messages a second that it takes; null: no limit.'),
                sender: z
                  .string()
                  .nullable()
                  .describe(
                    'The sender that its provider and the recipients see: an address, a bot, a name, or the service of a provider that has the names; null: this program does not know it.',
                  ),
                server: z
                  .string()
                  .nullable()
                  .describe("The provider's host and port; null: this program does not know it."),
                inHand: z
                  .number()
                  .describe('Copies that workers have claimed for it; 0 for the only account of a channel.'),
                rest: z
                  .object({ since: instant, by: z.string(), reason: z.string() })
                  .nullable()
                  .describe(
                    'An operator rests it: since when, by whom and why. It takes nothing new; `inHand` ends as it would.',
                  ),
                preferred: z
                  .boolean()
                  .describe('Whether it takes what its limits allow before the others of the channel.'),
                share: z
                  .object({
                    weight: z.number().describe('Such as 0.5.'),
                    since: instant,
                    reason: z
                      .enum(['away', 'slow-down', 'slow-answers', 'slow-receipts', 'quiet'])
                      .describe(
                        'Of the last move; `quiet`: nothing speaks against it any more, and it comes back in steps.',
                      ),
                  })
                  .nullable()
                  .describe('Which part of its configured share it has now, and why; null: all of it.'),
                routes: z
                  .array(z.string())
                  .describe(
                    'The carriers whose recipients it takes, and takes alone; none: it takes everybody’s.',
                  ),
                warmUp: z
                  .object({
                    ceiling: z.number().describe('Copies to each large mailbox provider today.'),
                    taken: z.array(z.object({ carrier: z.string(), copies: z.number() })),
                  })
                  .nullable()
                  .describe('The day of its warm-up; null: it does not warm up, or no longer.'),
                awaySince: instant.nullable().describe('Since when its provider takes no messages.'),
                awayReason: z.string().nullable(),
                probeAt: instant.nullable().describe('When it is asked again.'),
                slowSince: instant.nullable().describe('Since when it says "slow down".'),
                slowReason: z.string().nullable(),
                spending: z
                  .object({
                    spent: z.number().describe('In this month, in rupiah.'),
                    ceiling: z.number().nullable().describe('Of a month, in rupiah; null: none.'),
                    reachedAt: instant
                      .nullable()
                      .describe('When it was reached; it then takes nothing until the month ends.'),
                  })
                  .nullable()
                  .describe('Null: nothing is counted.'),
              }),
            )
            .describe('Its accounts at providers, by name; none before its first worker has started.'),
          contact: z
            .string()
            .nullable()
            .describe('The contact at the provider; null: PROVIDER_CONTACT_… is not set.'),
          probeAt: instant.nullable().describe('When it is asked again.'),
          pause: z
            .object({ since: instant, by: z.string(), reason: z.string() })
            .nullable()
            .describe('An operator paused the channel: since when, by whom and why.'),
          hindrance: channelHindrance
            .nullable()
            .describe('The strongest of what holds it up, or a broadcast on it; null: it goes on.'),
          alsoHeldBy: z
            .array(channelHindrance)
            .describe(
              'What else holds it up, or a broadcast on it, the strongest first: each ends by an act of its own.',
            ),
        })
        .describe('One channel, from its queue to its provider.'),
    ),
    hindrances: z
      .array(hinderedBroadcast)
      .describe(
        'Broadcasts that are held up, the strongest hold first; at most 50 of a channel by each cause.',
      ),
    brakeWarnings: z
      .array(brakeWarning)
      .describe('Broadcasts that come near their brake: nothing is paused yet.'),
    carrierHolds: z
      .array(carrierHold)
      .describe('Carriers that refuse a broadcast while others take it: copies to their recipients wait.'),
    receipts: z.object({ waiting: z.number(), oldestSeconds: z.number() }),
    silent: z.array(silentProgram).describe('Programs that give no sign of life: they hang or were killed.'),
    untrustedProxies: z
      .array(z.object({ program: z.enum(['gateway', 'publisher']), seenAt: instant }))
      .describe(
        'Programs that were reached within the hour through a proxy that TRUST_PROXY does not name: to them all people are one network.',
      ),
    refusals: z
      .array(handOverRefusal)
      .describe(
        'Workers that send nothing of a broadcast now, because their settings are not those it was approved with.',
      ),
    mended: repairFindings.describe("What this publisher's reconciler has mended since it began."),
    uncertain: z
      .array(
        z
          .object({ broadcastId: z.string(), title: z.string(), copies: z.number() })
          .describe(
            'A broadcast with copies of which nobody can say whether they arrived, while they can be sent again.',
          ),
      )
      .describe('Broadcasts with copies of which nobody can say, the most first.'),
    events: z
      .array(operationsEvent)
      .describe(
        'What happened last, the newest first. Each kind of repairs is read apart: it pushes nothing else out.',
      ),
    chainParts: z
      .record(z.string(), chainPart)
      .describe('Of the broadcasts named above that have the title of another: what they are, by id.'),
    approved: approvedTimes,
  })
  .meta({ id: 'OperationsView', description: 'What operators watch.' });
export type OperationsView = z.output<typeof operationsView>;

/** How far back, in hours. */
const HOURS = { 1: 1, 6: 6, 24: 24 } as const;
const courseHours = z.union([z.literal(1), z.literal(6), z.literal(24)]);

export const channelCourse = z
  .object({
    hours: courseHours.describe('How far it goes back.'),
    minutes: z
      .int()
      .describe('How many minutes are one point: the shorter, the shorter the time since the first one.'),
    points: z
      .array(
        z.object({
          channel: channelName,
          at: instant,
          handed: z.int().describe('Messages handed over in these minutes, whatever became of them.'),
          taken: z.int().describe('Of these, what the providers took.'),
          perSecond: z
            .number()
            .describe('What was taken a second, over the time in which broadcasts were sent.'),
          peakPerSecond: z.number().describe('The same of the busiest single minute among them.'),
          settledPeakPerSecond: z
            .number()
            .nullable()
            .describe(
              'The same of those that are over: the minute that goes on still changes; null: none of them is.',
            ),
          failedPerSecond: z.number(),
          since: instant
            .nullable()
            .describe('When the first of it began; null: nothing waited or went out any more.'),
          until: instant.nullable().describe('When the last of it was counted, or handed over.'),
          waiting: z.number().describe('At the end of it; those not listed yet among them.'),
          mostWaiting: z.number().describe('The most that waited at one moment within it.'),
        }),
      )
      .describe('The oldest first; none of minutes in which no broadcast was under way.'),
  })
  .meta({ id: 'ChannelCourse', description: 'What went out by each channel in the last hours.' });
export type ChannelCourse = z.output<typeof channelCourse>;

export const readinessReport = z
  .object({
    status: z.enum(['up', 'down']),
    down: z.array(z.string()),
    database: serverState,
    queue: serverState,
    away: z
      .array(z.object({ channel: channelName, since: instant }))
      .optional()
      .describe(
        'Providers whose circuit is open: their channels wait. Left out, as all below, while the database is away.',
      ),
    stalled: z
      .array(channelSince)
      .optional()
      .describe('Channels on which copies wait and none is handed over.'),
    silent: z
      .array(z.object({ program: z.string(), since: instant }))
      .optional()
      .describe('Programs that give no sign of life: they hang or were killed.'),
    emergencyStop: z
      .object({
        since: instant,
        fenced: z.boolean().describe('Whether the database is older than what was sent from it.'),
      })
      .nullable()
      .optional()
      .describe(
        'Since when an emergency stop stands; null: none does. Why is for staff: anybody may ask this.',
      ),
    providers: byChannel(serverState).optional(),
    unsafe: z
      .array(z.string())
      .optional()
      .describe(
        'Settings of PostgreSQL and Redis by which a crash loses what was committed, such as `fsync = off`. Left out where there are none, and on a trial installation (REQUIRE_TOTP=false).',
      ),
    training: z
      .literal(true)
      .optional()
      .describe('Of a training installation: nothing of it reaches people. Left out of all others.'),
  })
  .meta({
    id: 'ReadinessReport',
    description:
      'What is there and what is not. `down` names what this program needs and misses; the rest is for who watches.',
  });
export type ReadinessReport = z.output<typeof readinessReport>;

const reason = z.strictObject({ reason: why() });
const question = z.object({ without: z.literal('providers').optional() });

export const operationsRoutes = {
  'GET /operations': { answer: operationsView },
  'GET /operations/course': {
    query: z.object({
      hours: z
        .enum(['1', '6', '24'])
        .default('6')
        .transform((hours) => HOURS[hours]),
    }),
    answer: channelCourse,
  },
  'GET /operations/events': {
    query: z.object({
      day: givenDay.describe('A day in Jakarta.'),
    }),
    answer: z.object({
      events: z.array(operationsEvent).describe('Of that day, the newest first.'),
      more: z.boolean().describe('Whether earlier ones of that day are left out: the audit trail has all.'),
      chainParts: z.record(z.string(), chainPart).describe('As in GET /operations.'),
      approved: approvedTimes,
    }),
  },
  'GET /operations/failed-jobs': { answer: z.object({ jobs: z.array(listedJob) }) },
  'GET /operations/sender-domain': { answer: senderDomainView },
  'POST /operations/failed-jobs/{channel}/{jobId}/retry': {},
  'POST /operations/channels/{channel}/pause': { body: reason },
  'POST /operations/channels/{channel}/resume': {},
  'POST /operations/accounts/{account}/rest': { body: reason },
  'POST /operations/accounts/{account}/return': {},
  'POST /operations/accounts/{account}/prefer': { body: reason },
  'POST /operations/accounts/{account}/unprefer': {},
  'GET /health/live': { answer: z.object({ status: z.literal('up') }) },
  'GET /health/ready': { query: question, answer: readinessReport },
  'GET /metrics': {},
} as const;
