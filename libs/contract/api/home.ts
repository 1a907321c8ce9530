import { z } from 'zod';
import { ownAppointment } from './appointments.js';
import { role } from './people.js';
import { unmanned } from './on-call.js';
import { approvedTimes, channelName, counts, idText, instant, screenLanguage } from './shared.js';
import { broadcastKind } from './message.js';
import { brakeFinding, carrierHold } from './brake.js';
import { broadcastState, chainPart, channelSince, doubtBy, strongestHindrance, takenBack } from './run.js';
import { channelPause } from './operations.js';
import { urgency } from './reviews.js';
import { contentState, unapprovable } from './chain.js';

export const awaitedRole = z
  .object({ role: role, from: instant })
  .meta({ id: 'AwaitedRole', description: 'A granted role whose wait is not over.' });
export type AwaitedRole = z.output<typeof awaitedRole>;

export const doubtOutcome = z
  .enum(['cleared', 'corrected', 'withdrawn', 'cancelled'])
  .meta({ id: 'DoubtOutcome', description: 'How a doubt on the content of a broadcast ended.' });
export type DoubtOutcome = z.output<typeof doubtOutcome>;

export const unsent = z.object({ channel: channelName, messages: z.number(), all: z.number() }).meta({
  id: 'Unsent',
  description: 'On one channel, the copies that were not sent before their expiry, and all copies.',
});
export type Unsent = z.output<typeof unsent>;

/** A broadcast in a list of the first screen. */
const titled = z.object({
  id: z.string(),
  title: z.string(),
  kind: broadcastKind,
  companion: z
    .boolean()
    .describe("Whether it sends a correction's text, with its title, to those who got nothing."),
});
const named = titled.extend({ organisation: z.string() });

export const homeLack = z
  .enum(['channels', 'texts', 'audience', 'election', 'schedule'])
  .meta({ id: 'HomeLack', description: 'A part of a draft without which it cannot be submitted.' });
export type HomeLack = z.output<typeof homeLack>;

export const homePlan = z
  .object({
    dueAt: instant.nullable().describe('When its first part goes out; null: at once, or it has no time yet.'),
    timeZone: z.string().nullable().describe('Of that part.'),
    atOnce: z.boolean().describe('Whether it goes out as soon as KPU approves it.'),
    people: z
      .number()
      .nullable()
      .describe('By the last count of everybody; null: no audience yet, or that of what it corrects.'),
    lacks: z.array(homeLack),
    faults: z.number().describe('Of a draft that lacks nothing: what prevents its submission.'),
    looks: z
      .number()
      .describe('Of a draft that lacks nothing: the places in its texts that KPU would see marked.'),
    copied: z
      .enum(['doubted', 'corrected', 'withdrawn'])
      .nullable()
      .describe('What became of the broadcast that one of these texts was copied from; null: nothing.'),
    meets: z
      .object({ id: z.string(), title: z.string() })
      .nullable()
      .describe('A broadcast that may reach the same people within an hour.'),
  })
  .meta({ id: 'HomePlan', description: 'What is planned of a broadcast that nobody has approved.' });
export type HomePlan = z.output<typeof homePlan>;

export const homeReturn = z
  .object({
    by: z.string().nullable(),
    reason: z.string().nullable().describe('Of the whole; null: only passages have reasons.'),
    quote: z
      .string()
      .nullable()
      .describe('The first passage that is wrong and still in the text; null: none.'),
    why: z.string().nullable().describe('Of that passage.'),
    left: z.number().describe('Passages with a reason that are still in the text.'),
    comments: z.number().describe('Threads of comments that are not resolved.'),
  })
  .meta({ id: 'HomeReturn', description: 'Why KPU returned a draft, and what is left to mend of it.' });
export type HomeReturn = z.output<typeof homeReturn>;

export const expiredBroadcast = titled.extend({ endedAt: instant, unsent: z.array(unsent) }).meta({
  id: 'ExpiredBroadcast',
  description: 'A broadcast that has ended, with copies that were not sent before their expiry.',
});
export type ExpiredBroadcast = z.output<typeof expiredBroadcast>;

export const failingBroadcast = titled
  .extend({
    channel: channelName,
    failed: z.number(),
    handed: z.number().describe('Copies handed to a provider: accepted, delivered, failed or unknown.'),
  })
  .meta({
    id: 'FailingBroadcast',
    description: 'A broadcast with too many failed copies on a channel, while it runs and for a day after.',
  });
export type FailingBroadcast = z.output<typeof failingBroadcast>;

export const incidentKind = z
  .enum(['stop', 'channel-pause', 'away', 'slow', 'brake', 'pause', 'carrier', 'failing', 'expired', 'crash'])
  .meta({
    id: 'IncidentKind',
    description:
      '`stop`: an emergency stop; `channel-pause` and `pause`: an operator or an author paused a channel, or a broadcast; `away`: a provider took nothing; `slow`: a provider asked to slow down; `brake`: the brake paused a broadcast; `carrier`: copies to the recipients of one mailbox provider were held; `failing`: too many copies of a broadcast failed; `expired`: a broadcast expired with copies unsent; `crash`: a sending program died with copies in its hands.',
  });
export type IncidentKind = z.output<typeof incidentKind>;

export const incidentEnd = z
  .enum(['resumed', 'lifted', 'back', 'corrected', 'cancelled', 'withdrawn', 'expired', 'over'])
  .meta({
    id: 'IncidentEnd',
    description:
      'How an incident ended; `over`: it holds nothing any more, and no entry of the trail says since when.',
  });
export type IncidentEnd = z.output<typeof incidentEnd>;

export const incident = z
  .object({
    eventId: z.string().describe('Its first entry in the trail, as in GET /operations.'),
    kind: incidentKind,
    from: instant,
    to: instant.nullable().describe('Null: it stands, it has no duration, or nobody knows when it ended.'),
    ended: incidentEnd
      .nullable()
      .describe('Null: it stands. Of what only happens, such as failures: always null.'),
    endedBy: z.string().nullable().describe('The person who ended it; null: Siar, a provider, or nobody.'),
    by: z.string().nullable().describe('The person who began it; null: Siar or a provider.'),
    forCorrection: z.boolean().describe('Of `pause`: because a correction was submitted.'),
    channels: z.array(channelName).describe('Empty: all of them, or all of the broadcast.'),
    account: z.string().nullable().describe('Of `away`: the one account of several; null: the channel.'),
    carrier: z.string().nullable().describe('Of `carrier`: the mailbox provider.'),
    times: z
      .number()
      .describe('How often it came back within minutes, of `away` within two of its end; 1: once.'),
    broadcast: z
      .object({ id: z.string(), title: z.string(), part: chainPart.nullable() })
      .nullable()
      .describe('Null: it is about no single broadcast.'),
    copies: z
      .number()
      .nullable()
      .describe('Copies that failed, were not sent or became unknown by it; null: not counted.'),
    of: z.number().nullable().describe('Of how many.'),
    held: z
      .number()
      .nullable()
      .describe('Of `brake` and `pause`: the copies that it held back as it began; null: not known.'),
    reason: z.string().nullable().describe('As a person gave it, or as the provider answered.'),
    brake: brakeFinding.nullable().describe('Of `brake`: what it found.'),
  })
  .meta({
    id: 'Incident',
    description: 'Something that went wrong, or was stopped, from its beginning to its end.',
  });
export type Incident = z.output<typeof incident>;

export const newsKind = z
  .enum([
    'approved',
    'sent-back',
    'withdrawn',
    'commented',
    'finished',
    'paused',
    'stopped',
    'cancelled',
    'doubted',
    'settled',
    'submitted',
    'deadline',
    'braked',
    'stalled',
    'unknown',
    'failing',
    'expired',
    'provider-away',
  ])
  .meta({ id: 'NewsKind', description: 'The kinds of news for staff.' });
export type NewsKind = z.output<typeof newsKind>;

export const waitingWork = z
  .object({
    reviews: z.number().nullable().describe('Submissions that they may decide on.'),
    operations: z
      .number()
      .nullable()
      .describe(
        'Broadcasts that are braked or paused, unless KPU decides on their text first, that are held for a carrier or that have unknown copies, and channels that are paused, stalled or have their provider away.',
      ),
    people: z.number().nullable().describe('Appointments that they have to confirm as one of two admins.'),
    requests: z.number().nullable().describe('Open data requests that are overdue, or due within a day.'),
  })
  .meta({
    id: 'WaitingWork',
    description:
      'The number of items that wait for a person behind an entry of the menu; null: not for their roles.',
  });
export type WaitingWork = z.output<typeof waitingWork>;

export const newsPage = z
  .object({
    news: z.array(
      z
        .object({
          id: z.string(),
          kind: newsKind,
          at: instant,
          read: z.boolean(),
          over: z.boolean().describe('Whether the line needs no action any more.'),
          broadcast: z
            .object({ id: z.string(), title: z.string(), part: chainPart.nullable() })
            .nullable()
            .describe("Its subject; null: a channel's provider."),
          channel: channelName.nullable(),
          by: z.string().nullable().describe('The person who did it; null: Siar itself.'),
          reason: z
            .string()
            .nullable()
            .describe(
              'Of a rejection, withdrawal, pause, stop or cancellation: the reason; null: none was given.',
            ),
          brake: brakeFinding.nullable().describe('Of a brake: its finding.'),
          outcome: doubtOutcome.nullable().describe('Of a doubt that ended: how.'),
          region: z.string().nullable().describe('Of a pause or cancellation of one region: its name.'),
          forCorrection: z.boolean().describe('Whether a correction paused or cancelled it.'),
          pins: z.number().describe('Of a rejection: the number of reasons that belong to passages.'),
          ended: z
            .enum(['completed', 'expired'])
            .nullable()
            .describe('Of a finished broadcast: how it ended.'),
          counts: counts
            .nullable()
            .describe(
              'Of a finished broadcast, or of one with unknown or failed copies: the current counts; for failed copies those of the channel.',
            ),
          unsent: z
            .array(unsent)
            .nullable()
            .describe('Of what expired, for operators: the unsent copies by channel.'),
        })
        .describe('One line of news for a member of staff.'),
    ),
    after: z.string().nullable().describe('The id for the next page; null on the last page.'),
    unread: z.number(),
    approved: approvedTimes,
    waiting: waitingWork,
    slowed: z
      .array(channelSince)
      .describe('For operators: the channels that their provider slows down, since ten minutes or longer.'),
    awaited: z.array(awaitedRole).describe('Their roles that take effect only after a waiting period.'),
  })
  .meta({ id: 'NewsPage' });
export type NewsPage = z.output<typeof newsPage>;

export const newsTopic = z.enum(['decisions', 'results', 'reviews', 'operations']).meta({ id: 'NewsTopic' });
export type NewsTopic = z.output<typeof newsTopic>;

export const waitingRequests = z
  .object({
    open: z.number(),
    dueAt: instant.nullable().describe('Null: none is open.'),
    overdue: z.boolean().describe("Whether that has passed, by the database's clock."),
  })
  .meta({
    id: 'WaitingRequests',
    description: "The open requests, as the officer's first screen shows them.",
  });
export type WaitingRequests = z.output<typeof waitingRequests>;

const paging = z.object({ after: idText.optional() });
const reading = z.strictObject({ upTo: idText });

export const newsWishes = z.strictObject({
  topics: z.array(newsTopic).max(newsTopic.options.length),
  language: screenLanguage,
});

const endedBroadcast = named
  .extend(counts.shape)
  .extend({
    state: z.enum(['completed', 'cancelled', 'expired']),
    begun: z.boolean().describe('Whether a copy was handed over: cancelled, it was midway.'),
    endedAt: instant,
    content: contentState,
    troubled: z
      .boolean()
      .describe(
        'Whether it was cancelled or expired, has unsent or unknown copies, or too many failed on a channel.',
      ),
  })
  .describe('A broadcast that ended, with what became of its copies.');

export const homeBroadcasts = z
  .object({
    at: instant,
    approved: approvedTimes,
    drafts: z
      .array(
        named
          .extend({
            state: z.enum(['draft', 'rejected', 'withdrawn', 'cancelled']),
            begun: z
              .boolean()
              .describe(
                'Whether copies went out before it was withdrawn: it is no draft any more, only corrected.',
              ),
            updatedAt: instant,
            sentBackAt: instant.nullable().describe('When KPU last returned it; null: never.'),
            series: z
              .string()
              .nullable()
              .optional()
              .describe('The series of a reminder, which is submitted as a whole; null: it is none.'),
            returned: homeReturn
              .nullable()
              .describe('What KPU returned it for, until it is submitted again; null: it did not.'),
            plan: homePlan.nullable(),
          })
          .describe('A draft of the person, which only they will continue.'),
      )
      .nullable(),
    submitted: z
      .array(
        named
          .extend({
            submittedAt: instant,
            plan: homePlan.nullable(),
          })
          .describe('A submission of the person that waits for KPU.'),
      )
      .nullable(),
    reviews: z
      .array(
        named
          .extend({
            submittedAt: instant,
            decide: urgency
              .nullable()
              .describe('Null: it cannot be approved, for the reason in `unapprovable`.'),
            unapprovable: unapprovable.nullable(),
            takenBy: z.string().nullable().describe('The person on call who took the alert.'),
            again: z.boolean().describe('Whether KPU returned it before, and it was submitted again since.'),
            plan: homePlan.nullable(),
          })
          .describe('A submission that this person may decide on.'),
      )
      .nullable(),
    stopped: z
      .array(
        named
          .extend({
            state: broadcastState,
            correcting: z.boolean().describe('Whether a correction of it is under review.'),
            pausedBy: z.enum(['author', 'kpu', 'operator', 'brake', 'correction']).nullable(),
            reason: z.string().nullable(),
            brake: brakeFinding
              .nullable()
              .describe('The finding of the brake, on one channel that it stopped.'),
            doubted: z.boolean(),
            doubtedSince: instant.nullable().describe('Null: it is not in doubt.'),
            doubtedBy: doubtBy
              .nullable()
              .describe('Who doubts it, and why; null: nobody, or without a reason.'),
            doubtReason: z.string().nullable(),
            takenBack,
            pausedWaves: z.number(),
            pauses: z
              .array(
                z
                  .object({
                    by: z.enum(['author', 'kpu', 'operator', 'brake', 'correction']).nullable(),
                    reason: z.string().nullable(),
                    brake: brakeFinding.nullable(),
                    doubted: z.boolean().describe('Whether these parts are in doubt.'),
                    channels: z.array(channelName),
                    places: z
                      .array(z.object({ channel: channelName, regions: z.array(z.string()).nullable() }))
                      .describe('On each channel the codes of its regions that it holds; null: all of them.'),
                  })
                  .describe(
                    'What one origin paused of a broadcast for one reason, in doubt or not, in one act or several.',
                  ),
              )
              .describe(
                'Each pause, the oldest first: several people may have paused parts of it for different reasons.',
              ),
            expiresAt: instant
              .nullable()
              .describe(
                'When the first of the paused waves with anything left expires if it is not resumed; null: nothing is left in them.',
              ),
            braked: z.boolean().describe('Whether the brake stopped it and no operator has decided yet.'),
            hindrance: strongestHindrance.nullable().describe('The strongest hindrance.'),
          })
          .describe('A broadcast that is paused, in whole or in part.'),
      )
      .nullable(),
    doubted: z
      .array(
        named
          .extend({
            since: instant,
            by: doubtBy,
            reason: z.string().nullable(),
            takenBack,
          })
          .describe(
            'A broadcast in doubt of which nothing is paused: nothing else on the screen shows that it waits for a decision.',
          ),
      )
      .nullable()
      .describe(
        'Broadcasts in doubt that no pause shows, for those who end a doubt or correct the text; the newest doubt first.',
      ),
    failing: z
      .array(failingBroadcast)
      .nullable()
      .describe(
        'Broadcasts with too many failed copies on a channel, until the person has looked at the news of it, and again once twice as many have failed.',
      ),
    expired: z
      .array(expiredBroadcast)
      .nullable()
      .describe(
        'Broadcasts that expired within a day with copies unsent, until the person has looked at them.',
      ),
    carrierHolds: z
      .array(
        carrierHold
          .extend({ kind: titled.shape.kind, companion: titled.shape.companion })
          .describe('A carrier that a broadcast is held for.'),
      )
      .nullable()
      .describe(
        'Carriers that refuse a broadcast, so that copies wait for them, for operators; the oldest first.',
      ),
    uncertain: z
      .array(
        named
          .extend({
            copies: z.number(),
          })
          .describe(
            'A broadcast with unknown copies that an operator can send again, as counted in the menu.',
          ),
      )
      .nullable()
      .describe('Broadcasts with unknown copies that only an operator can decide about, the most first.'),
    lastDay: z
      .object({
        ended: z.number().describe('Broadcasts that ended, however.'),
        braked: z.number().describe('Times that the brake stopped one.'),
        corrections: z.number().describe('Corrections that KPU approved.'),
        unknown: z.number().describe('Copies of which nobody can say, of broadcasts that run or ended then.'),
        incidents: z
          .array(incident)
          .describe(
            'What went wrong or was stopped then: what stands first, then the newest first; at most 30.',
          ),
        left: z
          .array(
            z.object({
              id: z.string(),
              title: z.string(),
              part: chainPart.nullable(),
              people: z.number().describe('As its report counts them: all their copies failed or ended.'),
            }),
          )
          .describe('Broadcasts that ended then and left people without a message, the newest first.'),
      })
      .nullable()
      .describe('What the last 24 hours held, for operators and auditors.'),
    ended: z
      .array(endedBroadcast)
      .nullable()
      .describe(
        'What ended in the last 24 hours, for authors and reviewers: those with trouble first, then the newest first; at most 20.',
      ),
    last: endedBroadcast
      .nullable()
      .describe('The broadcast that ended last, for operators and auditors; null: none has ended.'),
    running: z
      .array(
        named
          .extend(counts.shape)
          .extend({
            state: broadcastState,
            hindrance: strongestHindrance
              .nullable()
              .describe('The strongest hindrance, even when it affects only a part; null: none.'),
            mayStillGoOut: z
              .number()
              .describe('Copies that workers have claimed in waves that are held back or have ended.'),
          })
          .describe(
            'A broadcast that is going out now, or a stopped one of which workers still have copies.',
          ),
      )
      .nullable(),
    next: z
      .array(
        z
          .object({
            id: z.string(),
            title: z.string(),
            part: chainPart.nullable().describe('Null: it has a title of its own.'),
            timeZone: z.string().describe('One of the time zones with this local time.'),
            dueAt: instant,
            channels: z.array(channelName),
            regions: z.number(),
            paused: z.boolean().describe('Whether all its waves are paused.'),
            pausedInPart: z.boolean().describe('Whether any of them is.'),
          })
          .describe('A broadcast that is due at one instant in one local time.'),
      )
      .nullable(),
    later: z
      .array(
        z
          .object({
            id: z.string(),
            title: z.string(),
            part: chainPart.nullable().describe('Null: it has a title of its own.'),
            timeZone: z.string(),
            dueAt: instant.describe('When its first part is due.'),
            channels: z.array(channelName),
          })
          .describe('An approved broadcast that is due after those of `next`.'),
      )
      .nullable()
      .describe('The next few broadcasts of which nothing is due within 24 hours, however far ahead.'),
    senders: z
      .array(z.object({ channel: channelName, sender: z.string() }))
      .nullable()
      .describe(
        'For operators: the senders that providers and recipients see on each channel, as far as they are known; a brake may say that one is refused.',
      ),
  })
  .meta({
    id: 'HomeBroadcasts',
    description: 'The broadcasts of a person’s start screen; null: not for their roles.',
  });
export type HomeBroadcasts = z.output<typeof homeBroadcasts>;

export const homeRoutes = {
  'GET /home': {
    answer: homeBroadcasts.extend({
      away: z.array(z.object({ channel: channelName, since: instant })).nullable(),
      channelPauses: z
        .array(channelPause)
        .nullable()
        .describe('For those who see broadcasts: the channels that an operator paused for all of them.'),
      requests: waitingRequests.nullable(),
      unmanned: z.array(unmanned).nullable(),
      stuck: z
        .number()
        .nullable()
        .describe('For admins: the number of appointments that no second admin can confirm.'),
      refused: z.array(channelName),
      appointment: ownAppointment.nullable(),
    }),
  },
  'GET /news': { query: paging, answer: newsPage },
  'POST /news/read': { body: reading },
  'POST /news/{id}/read': {},
  'GET /news/mail': {
    answer: z.object({
      offered: z.array(newsTopic),
      topics: z.array(newsTopic),
      language: screenLanguage,
    }),
  },
  'PUT /news/mail': { body: newsWishes },
} as const;
