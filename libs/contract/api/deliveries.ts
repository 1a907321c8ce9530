import { z } from 'zod';
import { forecast } from './plan.js';
import { channelName, counts, deliveryState, idText, instant, why } from './shared.js';
import { broadcastState, hindrance, channelSince } from './run.js';

const accountOut = z
  .object({
    name: z.string(),
    why: z
      .enum(['rests', 'away'])
      .describe('`rests`: an operator rests it; `away`: its provider does not answer.'),
  })
  .describe('An account that takes no messages of its channel now.');
export type AccountOut = z.output<typeof accountOut>;

export const channelForecast = forecast
  .extend({
    rate: z
      .number()
      .nullable()
      .describe('What the accounts that are counted take, in messages a second; null: no limit.'),
    accountsOut: z
      .array(accountOut)
      .describe(
        'Accounts that are not counted. Where all are away, all are: the forecast is as if they were back.',
      ),
    ahead: z
      .int()
      .describe(
        'Copies of other broadcasts, more urgent ones, that go out on the channel before those due now.',
      ),
    retryAt: instant
      .nullable()
      .describe(
        'When the first of the rest is tried again; null: something can be sent before, or is not listed yet.',
      ),
    probeAt: instant
      .nullable()
      .describe('When Siar next tries an account of it that is away; null: none is.'),
    retryReason: z
      .string()
      .nullable()
      .describe(
        'Where the rest waits for another try: the most frequent reason among the first of it; null: none is known.',
      ),
  })
  .meta({
    id: 'ChannelForecast',
    description: 'What a channel still has before it, were this broadcast alone on it.',
  });
export type ChannelForecast = z.output<typeof channelForecast>;

export const leftWrong = z
  .number()
  .nullable()
  .describe(
    'Of a correction: people that hold, or may hold, the wrong message and got no right text from it or its companion, nor may any more: its copies to them failed or ended, or it does not use their channels; null: no correction.',
  );

export const failureGroup = z
  .object({ channel: channelName, state: deliveryState, reason: z.string().nullable(), copies: z.number() })
  .meta({
    id: 'FailureGroup',
    description:
      "How many copies on a channel are in a state that went wrong, for one reason: a code of ours or the provider's.",
  });
export type FailureGroup = z.output<typeof failureGroup>;

export const listedDelivery = z
  .object({
    addressId: z.string(),
    channel: channelName,
    region: z.string(),
    state: deliveryState,
    attempts: z.number(),
    resends: z.number(),
    reason: z.string().nullable(),
    handedAt: instant.nullable(),
    nextAttemptAt: instant.nullable(),
    address: z.string().nullable().describe('Such as `b***@contoh.id`; null when the person had it erased.'),
    messageId: z
      .string()
      .describe(
        'The id of the copy at Siar, the same for each attempt: of e-mail the left part of its Message-ID.',
      ),
    providerId: z
      .string()
      .nullable()
      .describe('The id that the provider gave; null: none, as of most copies that are unknown.'),
  })
  .meta({ id: 'ListedDelivery', description: 'One delivery, for people to look at: the address is masked.' });
export type ListedDelivery = z.output<typeof listedDelivery>;

export const progress = z
  .object({
    broadcastId: z.string(),
    state: broadcastState,
    pauseReason: z.string().nullable(),
    total: counts,
    channels: z.partialRecord(channelName, counts),
    regions: z.record(z.string(), counts),
    parts: z
      .array(counts.extend({ channel: channelName, province: z.string() }))
      .describe('By channel and province, of the same moment.'),
    firstHandoverAt: instant.nullable(),
    endedAt: instant.nullable(),
    hindrances: z
      .array(hindrance)
      .describe('What holds it up, the strongest first; empty: it goes on, or has ended.'),
    away: z
      .array(z.object({ channel: channelName, since: instant }))
      .describe('The channels on which something waits because the provider is away.'),
    stalled: z
      .array(channelSince)
      .describe(
        'The channels on which something waits that may go out, and nothing was handed over for STALL_SECONDS.',
      ),
    limits: z
      .partialRecord(channelName, z.number().nullable())
      .describe("What each channel's provider takes, in messages a second; null: no limit."),
  })
  .meta({ id: 'Progress', description: "A broadcast's counts: in all, by channel and by region." });
export type Progress = z.output<typeof progress>;

export const outage = z
  .object({
    kind: z
      .enum(['away', 'slow'])
      .describe(
        '`away`: the provider took nothing; `slow`: it asked to go slower, for 15 s or longer in all.',
      ),
    channel: channelName,
    account: z.string().nullable().describe('The one account of several; null: the channel.'),
    from: instant,
    to: instant
      .nullable()
      .describe(
        'When it was over, which may be after the broadcast; null: it stands, whatever the broadcast does.',
      ),
    reason: z.string().nullable().describe('As the provider answered; null: not at all.'),
    spans: z
      .array(
        z.object({
          from: instant,
          to: instant.nullable().describe('Null: it stands.'),
        }),
      )
      .describe('Each time of it, the oldest first: between them the provider answered, if only a check.'),
    times: z
      .number()
      .int()
      .describe(
        'How often it began within that time: more than once where it came back. A provider that asks to go slower again within 20 s asks once.',
      ),
    seconds: z
      .number()
      .int()
      .describe(
        'How long it lasted in all while the broadcast had something to send on its channel, without what lay between two times.',
      ),
  })
  .meta({
    id: 'Outage',
    description: 'Trouble at a provider while a broadcast had something to send on its channel.',
  });
export type Outage = z.output<typeof outage>;

export const lostAnswer = z
  .object({
    channel: channelName,
    reason: z.string().nullable(),
    copies: z.number(),
    from: instant.nullable().describe('When the first of them became unknown; null: nobody noted it.'),
    to: instant.nullable(),
  })
  .meta({
    id: 'LostAnswer',
    description: 'Copies on a channel that are unknown for one reason, and since when.',
  });
export type LostAnswer = z.output<typeof lostAnswer>;

export const course = z
  .object({
    points: z
      .array(
        z.object({
          channel: channelName,
          at: instant,
          handed: z.number().describe('Handed over by then, whatever became of them.'),
          delivered: z.number(),
          failed: z.number(),
          waiting: z.number().describe('Still to be handed over, those not listed yet among them.'),
        }),
      )
      .describe(
        'The oldest first: one a minute, or fewer of a broadcast that takes hours; the last of a channel is of now.',
      ),
    parts: z
      .array(counts.extend({ channel: channelName, province: z.string() }))
      .describe('The counts now, by channel and province.'),
    outages: z.array(outage).describe('What held it back at its providers, the oldest first.'),
    lost: z.array(lostAnswer).describe('Its unknown copies, by channel and reason.'),
    begins: z.partialRecord(channelName, instant).describe('When the first copy of a channel was tried.'),
    ends: z
      .partialRecord(channelName, instant)
      .describe('When the last copy of a channel was handed over, of those that have nothing left to send.'),
  })
  .meta({ id: 'Course', description: 'How a broadcast has gone so far, and how far it is where.' });
export type Course = z.output<typeof course>;

export const resendAct = z
  .object({
    at: instant,
    by: z.string().nullable().describe("The operator's name."),
    copies: z.number(),
    reason: z.string(),
    channel: channelName
      .nullable()
      .describe('The part that it was about; null: all channels, or all regions.'),
    region: z.string().nullable(),
  })
  .meta({
    id: 'ResendAct',
    description: "An operator's act of sending copies again, or of calling unknown ones accepted.",
  });
export type ResendAct = z.output<typeof resendAct>;

export const resent = z
  .object({
    resent: z.number(),
    left: z.number().describe('How many of this part are left, and can be sent again by another act.'),
  })
  .meta({ id: 'Resent', description: 'What became of it.' });
export type Resent = z.output<typeof resent>;

export const acceptedUnknown = z
  .object({
    accepted: z.number(),
    left: z
      .number()
      .describe('How many of this part are still unknown, and can be called so by another act.'),
  })
  .meta({ id: 'AcceptedUnknown', description: 'What became of it.' });
export type AcceptedUnknown = z.output<typeof acceptedUnknown>;

export const unknownGroup = z
  .object({
    channel: channelName,
    region: z.string(),
    reason: z.string().nullable().describe("A code of ours or the provider's."),
    copies: z.number(),
    withheld: z
      .enum(['stopped', 'braked', 'paused', 'ended'])
      .nullable()
      .describe('Null: they can be sent again.'),
  })
  .meta({
    id: 'UnknownGroup',
    description:
      'Copies of which nobody can say whether they arrived, of one channel and region, for one reason.',
  });
export type UnknownGroup = z.output<typeof unknownGroup>;

export const rejectedGroup = unknownGroup
  .extend({ reason: z.string().describe("A code of ours or the provider's.") })
  .meta({
    id: 'RejectedGroup',
    description:
      'Copies that a provider rejected at the hand-over, of one channel and region, for one cause: nothing of them left, and their addresses still get broadcasts.',
  });
export type RejectedGroup = z.output<typeof rejectedGroup>;

const filter = z.object({
  channel: channelName.optional(),
  state: deliveryState.optional(),
  region: z.string().max(12).optional(),
  gotNothing: z
    .enum(['yes'])
    .optional()
    .describe('`yes`: only copies to people that got nothing: all their copies failed or ended.'),
  after: idText.optional().describe('The addressId of the last delivery on the previous page.'),
});

const page = filter.extend({ limit: z.coerce.number().int().min(1).max(1000).default(100) });

const revealing = z.strictObject({
  requestId: idText.describe(
    'The open data request that this answers; the address belongs to the person it found.',
  ),
  reason: why(1000).optional(),
});

const deciding = z.strictObject({
  unknown: z
    .number()
    .int()
    .min(1)
    .describe(
      'The number of unknown copies that the operator was shown in this part; for a resend, of those that can be sent again.',
    ),
  channel: channelName.optional(),
  region: z.string().min(2).max(12).optional().describe("A province's code includes its regencies."),
  cause: z.string().min(1).max(200).optional().describe('Only the copies with this reason.'),
  reason: why(1000),
});

const resendingRejected = deciding.omit({ unknown: true, cause: true }).extend({
  rejected: z
    .number()
    .int()
    .min(1)
    .describe('The number of copies that the operator was shown, of those that can be sent again.'),
  causes: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(50)
    .describe('Only copies with one of these reasons: the codes that mean one cause.'),
});

export const deliveriesRoutes = {
  'GET /broadcasts/{id}/progress': { answer: progress },
  'GET /broadcasts/{id}/course': { answer: course },
  'GET /broadcasts/{id}/events': {},
  'GET /broadcasts/{id}/deliveries': {
    query: page,
    answer: z.object({
      deliveries: z.array(listedDelivery),
      total: z.number(),
      atLeast: z
        .boolean()
        .describe(
          'Whether there may be more: of many copies that went wrong, the first ones were looked at.',
        ),
      after: z
        .string()
        .nullable()
        .describe('Where the next page begins; null: this is the last. A page may hold fewer than `limit`.'),
    }),
  },
  'GET /broadcasts/{id}/deliveries.csv': { query: filter },
  'POST /broadcasts/{id}/deliveries/{addressId}/reveal': {
    body: revealing,
    answer: z.object({ address: z.string() }),
  },
  'GET /broadcasts/{id}/unknown': {
    answer: z.object({
      groups: z.array(unknownGroup),
      resends: z.array(resendAct),
      acceptances: z
        .array(resendAct)
        .describe('Copies that operators found with the provider and called accepted, the newest first.'),
    }),
  },
  'POST /broadcasts/{id}/resend-unknown': { body: deciding, answer: resent },
  'POST /broadcasts/{id}/accept-unknown': { body: deciding, answer: acceptedUnknown },
  'GET /broadcasts/{id}/rejected': {
    answer: z.object({ groups: z.array(rejectedGroup), resends: z.array(resendAct) }),
  },
  'POST /broadcasts/{id}/resend-rejected': { body: resendingRejected, answer: resent },
  'GET /broadcasts/{id}/forecast': {
    answer: z.object({
      channels: z.partialRecord(channelName, channelForecast),
    }),
  },
  'GET /broadcasts/{id}/failures': {
    answer: z.object({
      countedAt: instant.describe('The moment that the figures are of.'),
      failures: z.array(failureGroup),
      unreached: leftWrong,
    }),
  },
} as const;
