import { z } from 'zod';
import { BROADCAST_SORTS } from '../lists.js';
import { says } from '../problems.js';
import { brakeFinding } from './brake.js';
import {
  byChannel,
  channelName,
  counts,
  digestText,
  givenDay,
  idText,
  instant,
  languageCode,
  several,
  who,
  why,
} from './shared.js';
import {
  broadcastKind,
  draft,
  draftEdit,
  newDraft,
  warning,
  obstacle,
  passages,
  recording,
} from './message.js';
import { broadcastState, doubtBy, strongestHindrance, takenBack } from './run.js';
import { chain, copyMark, readsNow, seriesLink, unapprovable } from './chain.js';
import { hold, submissionView, textChange } from './reviews.js';
import { estimate, forecast, lateChoice, previewCopy, sendingPlan, smsCost } from './plan.js';

export const alertAnswer = z
  .enum(['taken', 'approved', 'rejected', 'withdrawn', 'voided', 'resumed', 'cancelled', 'ended', 'expired'])
  .meta({
    id: 'AlertAnswer',
    description:
      'The answer to an alert. `taken`: a person is deciding; the alert stays open until the decision.',
  });
export type AlertAnswer = z.output<typeof alertAnswer>;

export const alertKind = z.enum(['review', 'brake', 'stalled']).meta({
  id: 'AlertKind',
  description:
    "The kind of decision that an alert waits for: `review`, KPU's decision on an urgent broadcast; `brake`, an operator's decision on what the brake stopped; `stalled`, an operator's action on a channel that sends nothing.",
});
export type AlertKind = z.output<typeof alertKind>;

export const noticeFate = z
  .object({
    person: z.string(),
    channel: channelName,
    state: z.enum(['waiting', 'sent', 'failed', 'expired', 'unknown']),
    at: instant.describe('Since when it waits, or when it ended.'),
    reason: z.string().nullable().describe("The provider's last refusal."),
  })
  .meta({
    id: 'NoticeFate',
    description: 'What became of a notice to a member of staff. `waiting`: it has not gone out yet.',
  });
export type NoticeFate = z.output<typeof noticeFate>;

export const alertView = z
  .object({
    id: z.string(),
    kind: alertKind,
    channel: channelName.nullable(),
    raisedAt: instant,
    decideBy: instant,
    calls: z
      .number()
      .describe(
        'The number of rounds of calls, and the number of people in the last round; 0: nobody could be called.',
      ),
    people: z.number(),
    calledAt: instant.nullable(),
    escalatedAt: instant.nullable(),
    answer: alertAnswer.nullable(),
    answeredAt: instant.nullable(),
    answeredBy: who.nullable(),
    open: z.boolean(),
    fates: z.array(noticeFate).describe('The outcome of the last call, for each person and channel.'),
    mayAnswer: z.boolean().describe('Whether the person may take the alert.'),
  })
  .meta({ id: 'AlertView', description: 'An alert as the signed-in person sees it.' });
export type AlertView = z.output<typeof alertView>;

export const listAct = z.enum(['delete', 'withdraw', 'pause', 'resume']).meta({
  id: 'ListAct',
  description:
    '`delete`: a draft of the person that was never submitted. `withdraw`: a submission under review. `pause`: the whole of what goes out or waits for its hour. `resume`: what is paused as a whole, neither by the brake nor in doubt, both of which want a look at the broadcast.',
});

export const broadcastLine = z
  .object({
    id: z.string(),
    title: z.string(),
    kind: broadcastKind,
    state: broadcastState,
    channels: z.array(channelName),
    regions: z.number(),
    organisation: z.string(),
    author: z.string(),
    originalId: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
    approvedAt: instant.nullable(),
    begun: z
      .boolean()
      .describe('Whether workers have claimed copies of it, so that somebody may have got it.'),
    doubted: z.boolean().describe('Whether its content is in doubt, in whole or in part.'),
    alert: z
      .enum(['waiting', 'taken'])
      .nullable()
      .describe('When a decision cannot wait: whether a person has taken the alert.'),
    hindrance: strongestHindrance
      .nullable()
      .describe('The strongest hindrance, even when it affects only a part; null: none.'),
    chain: chain.nullable(),
    series: seriesLink.nullable(),
    reads: readsNow,
    copyMark: copyMark,
    version: z.number(),
    plannedAt: z
      .string()
      .nullable()
      .describe(
        "When its draft is to go out: a wall-clock time in each region's own zone, or `now`; null: not chosen yet.",
      ),
    plannedOwn: z
      .object({
        from: instant.describe('When the first of them begins.'),
        atOnce: z.boolean().describe('Whether all of them begin within a minute.'),
      })
      .nullable()
      .describe('Of a draft with times for single regions; null: it has none.'),
    sentAt: instant.nullable().describe('When the first copy was handed over; null: none was.'),
    counts: counts.nullable().describe('Its copies by state; null: KPU has not approved it.'),
    regionCodes: z.array(z.string()).describe('The first of its regions.'),
    acts: z.array(listAct).describe('What the person may do with it from a list.'),
    found: z
      .object({ channel: channelName, language: z.string(), text: z.string() })
      .nullable()
      .describe(
        'Of a search that its title does not answer: the place in its texts. A machine key gets none.',
      ),
  })
  .meta({
    id: 'BroadcastLine',
    description: 'A broadcast in a list, with what it corrects and what corrects it; null: neither.',
  });
export type BroadcastLine = z.output<typeof broadcastLine>;

export const otherRecipients = z
  .object({
    leftOut: z
      .object({
        channels: z.partialRecord(channelName, z.int()).describe('Channel → addresses.'),
        people: z
          .int()
          .describe(
            'Those who got it on these channels alone, and got no copy of its companion: no correction reaches them.',
          ),
      })
      .nullable()
      .describe('What it leaves uncorrected: those who got the original on channels that it does not use.'),
    uncertain: z
      .number()
      .describe(
        'Messages of the correction that go to addresses for which it is unknown whether they got what it corrects.',
      ),
    notWritten: z
      .number()
      .describe(
        'Addresses that got what it corrects, or may have, and are not written to: dead, suppressed, or left.',
      ),
    earlier: z
      .number()
      .describe(
        'Addresses that got, or may have got, neither the original nor a companion, but what the original corrected.',
      ),
    left: z
      .number()
      .describe(
        'People who left after they had got the original: in the audience only when the correction says so.',
      ),
    countedAt: instant.describe(
      'The moment that the counts see: of a large original they are some minutes old.',
    ),
  })
  .meta({
    id: 'OtherRecipients',
    description:
      "The people outside a correction's audience, and those inside it who may have nothing to correct.",
  });
export type OtherRecipients = z.output<typeof otherRecipients>;

export const unreached = z
  .object({
    people: z.number(),
    channels: byChannel(z.int()),
    at: instant,
  })
  .meta({
    id: 'Unreached',
    description:
      "The part of a correction's original audience that nothing has reached, at the time of counting.",
  });
export type Unreached = z.output<typeof unreached>;

export const remainderView = z
  .object({
    id: z.string(),
    state: broadcastState,
    doubted: z.boolean().describe('Whether its content is in doubt.'),
  })
  .meta({ id: 'RemainderView', description: 'The remainder of a correction, as its correction shows it.' });
export type RemainderView = z.output<typeof remainderView>;

export const stopAct = z
  .object({
    act: z
      .enum([
        'pause',
        'resume',
        'cancel',
        'doubt',
        'end-doubt',
        'lift-doubt',
        'withdraw',
        'release',
        'stop-all',
        'lift-stop',
        'pause-channel',
        'resume-channel',
        'give-back',
      ])
      .describe(
        '`release`: a brake on what stays paused, because it is in doubt. `stop-all` and `lift-stop`: the emergency stop; `pause-channel` and `resume-channel`: of every broadcast. `give-back`: of addresses that its answers took out.',
      ),
    at: instant,
    by: who.nullable().describe('The person; null: Siar itself, for `as`.'),
    as: z.enum(['author', 'kpu', 'operator', 'brake', 'correction']).nullable(),
    channel: z.string().nullable().describe('The part it concerns; null: all channels, or all regions.'),
    regionCode: z.string().nullable(),
    doubt: z.boolean().describe('Of a pause: whether it put the content in doubt.'),
    doubtCleared: z.boolean().describe('Of a resumption: whether it ended the doubt on what it resumed.'),
    keptInDoubt: z
      .boolean()
      .describe(
        'Of a resumption: whether messages of that part stayed paused, because their content is in doubt.',
      ),
    reason: z.string().nullable(),
    brake: brakeFinding.nullable().describe('Of a pause by the brake: its finding.'),
    copies: z
      .number()
      .nullable()
      .describe(
        'Of a pause or a cancellation of this broadcast: the copies that it kept from going out; of `give-back` the addresses.',
      ),
    before: z
      .object({
        sent: z.number().describe('Copies that a provider had taken.'),
        failed: z.number(),
      })
      .nullable()
      .describe(
        'Of a resumption: the counters of its part at that moment, so that what came of it can be told; null: not noted.',
      ),
  })
  .meta({ id: 'StopAct', description: 'One such act, from the audit trail.' });
export type StopAct = z.output<typeof stopAct>;

export const templateUse = z
  .object({
    id: z.string(),
    title: z.string(),
    digest: z.string(),
    approvedBy: who,
    approvedAt: z.string().describe('ISO 8601.'),
    unchanged: z.boolean().describe('Whether the texts of every chosen channel are the approved ones.'),
    changes: z.array(textChange).describe('The places where they differ.'),
  })
  .meta({ id: 'TemplateUse', description: 'The template behind a correction, for its reviewer.' });
export type TemplateUse = z.output<typeof templateUse>;

export const broadcastView = z
  .object({
    id: z.string(),
    state: broadcastState,
    version: z.number(),
    draft: draft,
    organisation: who,
    author: who,
    editors: z.array(z.string()),
    originalId: z.string().nullable().describe('Of a correction.'),
    remainderOfId: z
      .string()
      .nullable()
      .describe('Of a remainder: the correction whose text it sends to those never reached.'),
    publicCode: z.string(),
    pauseReason: z.string().nullable(),
    pausedBy: z.string().nullable(),
    pausedWaves: z.number().describe('The number of paused waves.'),
    doubt: z
      .object({
        since: z.string(),
        reason: z.string().nullable(),
        by: doubtBy,
        takenBack,
      })
      .nullable()
      .describe(
        'Since when (ISO 8601) its content is in doubt, in whole or in part, with the reason and the origin.',
      ),
    withdrawal: z
      .object({ at: z.string(), by: who, reason: z.string().nullable() })
      .nullable()
      .describe('While it is withdrawn: when (ISO 8601), by whom and why.'),
    hold: hold.nullable().describe('While it is under review: the current hold; null: none.'),
    edited: z
      .object({ at: z.string(), by: who })
      .nullable()
      .describe('Of a draft that somebody has changed since it was begun: the newest change (ISO 8601).'),
    createdAt: instant,
    updatedAt: instant,
    approvedAt: instant.nullable(),
    endedAt: instant.nullable(),
    begun: z
      .boolean()
      .describe('Whether workers have claimed copies of it, so that somebody may have got it.'),
    submission: submissionView
      .nullable()
      .describe('The newest submission, whatever its state, with the document that its digest covers.'),
    obstacles: z
      .array(obstacle)
      .describe('Faults that prevent submitting it, or approving what is under review.'),
    warnings: z.array(warning),
    estimate: estimate
      .nullable()
      .describe(
        'The number of people it would reach now; null without regions or channels, while `counting`, and from its fan-out on: then its deliveries are counted.',
      ),
    smsCost,
    counting: z
      .boolean()
      .describe(
        'Of a correction: whether the people that got what it corrects are being counted, which takes minutes for a nation. What is null of `estimate`, `others` and `unreached` is there when it is asked for again.',
      ),
    forecast: z
      .record(z.string(), forecast)
      .describe('By channel, of the messages of `estimate`; empty with faults, and once it was approved.'),
    others: otherRecipients
      .nullable()
      .describe(
        'Of a correction that is not decided on or has ended: the people outside its audience; null for any other broadcast.',
      ),
    unreached: unreached
      .nullable()
      .describe(
        'Of a correction: the people that nothing has reached; up to ten minutes old once it is approved.',
      ),
    remainder: remainderView
      .nullable()
      .describe(
        'Of a correction: the broadcast that sends its text to those never reached, if there is one.',
      ),
    chain: chain.nullable().describe('What it corrects and what corrects it; null: neither.'),
    series: seriesLink.nullable().describe('Of a reminder that is submitted and approved with others.'),
    reads: readsNow,
    copyMark: copyMark,
    approval: z
      .object({
        may: z.boolean(),
        why: z.string().nullable(),
        unapprovable: unapprovable
          .nullable()
          .describe(
            'Of a companion that is not approved: why nobody can approve it now; null: its correction holds.',
          ),
        submittable: z
          .boolean()
          .describe(
            'False of a companion that is not submitted by itself, for the reason in `unapprovable`.',
          ),
        confirmLocalHours: z.boolean(),
      })
      .describe('The conditions of an approval, and whether the signed-in person may give it.'),
    discusses: z.boolean().describe('Whether the signed-in person takes part in the discussion about it.'),
    alert: alertView
      .nullable()
      .describe(
        'The call that went out because a decision cannot wait, and its answer; null when there never was one.',
      ),
    hindrance: strongestHindrance
      .nullable()
      .describe('The strongest hindrance, even when it affects only a part; null: none.'),
    stops: z.array(stopAct).describe('What held it back, and what ended that, the oldest first.'),
    template: templateUse
      .nullable()
      .describe(
        'Of a correction begun from an approved template: the template, and where the texts differ from it.',
      ),
  })
  .meta({ id: 'BroadcastView', description: 'A broadcast as the signed-in person sees it.' });
export type BroadcastView = z.output<typeof broadcastView>;

export const testSent = z
  .object({
    channels: z.array(channelName),
    sent: z.array(z.object({ channel: channelName, to: z.string() })),
    leftOut: z.array(z.object({ channel: channelName, why: z.enum(['no-text', 'no-address']) })),
  })
  .meta({
    id: 'TestSent',
    description:
      'The result of a test send: the masked addresses it goes to, and the channels that are left out.',
  });
export type TestSent = z.output<typeof testSent>;

const listQuery = z.object({
  state: several(broadcastState).optional(),
  kind: several(broadcastKind).optional(),
  q: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'Words that all stand in its title or its texts, each anywhere in a word; or an id, or its first digits from the fourth on, or a verification code. A machine key searches titles alone.',
    ),
  channel: several(channelName).optional(),
  region: z.string().min(1).max(16).optional().describe('A code: also what goes to a part of it.'),
  topic: z.string().min(1).max(64).optional(),
  election: z.string().min(1).max(64).optional(),
  author: idText.optional(),
  from: givenDay.optional().describe('The first day, in Jakarta, on which copies of it went out.'),
  to: givenDay.optional().describe('The last such day.'),
  reached: z
    .enum(['low', 'missed'])
    .optional()
    .describe(
      '`low`: has ended, and a provider accepted or delivered fewer than 95 % of its copies. `missed`: a copy failed, expired or is unknown, on one of the channels of `channel`.',
    ),
  ended: z.enum(['day']).optional().describe('`day`: ended within the last 24 hours, however.'),
  held: z
    .enum(['yes'])
    .optional()
    .describe('`yes`: something holds it, or a part of it, up now: its lines have a `hindrance`.'),
  corrected: z.enum(['yes']).optional().describe('`yes`: an approved correction stands in its place.'),
  sort: z
    .enum(BROADCAST_SORTS)
    .default('newest')
    .describe(
      '`sent`: when the first copy went out; until then the planned time, on a clock in Jakarta. `reached`: the share of its copies that a provider accepted or delivered; `failed`: the share that failed of what was handed over. What has no value comes last in either order.',
    ),
  order: z.enum(['asc', 'desc']).default('desc'),
  counts: z.enum(['states']).optional().describe('`states`: the answer has `byState`.'),
  after: idText.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListQuery = z.output<typeof listQuery>;

export const newBroadcast = newDraft
  /** A template of the author's office, which provides the texts. */
  .extend({ templateId: idText.optional() })
  .refine(({ templateId, contents }) => templateId === undefined || Object.keys(contents).length === 0, {
    path: ['contents'],
    ...says('template-texts'),
  });

const deletion = z.object({ version: z.coerce.number().int().min(1) });

const copying = z
  .strictObject({
    texts: z
      .enum(['own', 'corrected'])
      .optional()
      .describe(
        'For a corrected broadcast: its own texts, or those of the correction in force; by default the latter.',
      ),
  })
  .default({});

const submission = z.strictObject({
  version: z.int().optional(),
  confirmLocalHours: z.boolean().default(false),
  unreached: z
    .boolean()
    .default(false)
    .describe('For a correction: in the same step, submits a broadcast to the people never reached.'),
});

const approval = z.strictObject({
  digest: digestText,
  confirmLocalHours: z.boolean().default(false),
  late: lateChoice
    .optional()
    .describe(
      'What happens to the part with a missed hour: sent at once, moved to the next such hour, or left to expire.',
    ),
  confirmNeutral: z
    .boolean()
    .default(false)
    .describe('In the quiet period: the reviewer checked its neutrality. Recorded in the trail.'),
  acknowledged: z
    .array(z.string().regex(/^[0-9a-f]{16}$/, says('mark-id')))
    .max(1000)
    .default([])
    .describe("The ids of the review's marks that the reviewer looked at and accepts."),
});

const correction = z.strictObject({
  title: z.string().trim().min(1, says('give-title')).max(200),
  templateId: idText.optional().describe('An approved correction template, which provides the texts.'),
});

const rejection = z
  .strictObject({
    reason: why().optional().describe('Of the whole; it can be left out where passages have reasons.'),
    passages: passages.default([]).describe('Passages of the submitted texts with a reason of their own.'),
  })
  .refine((of) => of.reason !== undefined || of.passages.length > 0, {
    path: ['reason'],
    ...says('say-why'),
  });

const withdrawal = z.strictObject({ reason: why().optional() });

/** The acts that can be undone. */
export const undoable = z.enum(['submit', 'approve', 'reject', 'withdraw', 'delete']);
const undoing = z.strictObject({ act: undoable });

const preview = z.strictObject({
  channel: channelName,
  language: languageCode.default('id'),
  sample: z
    .strictObject({
      name: z.string().max(200).optional(),
      regionCode: z.string().max(16).optional(),
      regionName: z.string().max(100).optional(),
    })
    .default({}),
});

const test = z.strictObject({
  channels: z.array(channelName).min(1).optional(),
  language: languageCode.default('id'),
});

export const draftVersion = z
  .object({
    version: z.number(),
    savedAt: instant,
    savedBy: who,
    changed: z.array(z.string()).describe('Names of fields, and of texts their paths: `contents.sms.id`.'),
    submittedAt: instant
      .nullable()
      .optional()
      .describe('When it was last submitted to KPU; null: it never was.'),
  })
  .meta({ id: 'DraftVersion', description: 'A version of a draft that somebody saved.' });

export const broadcastsRoutes = {
  'POST /broadcasts': { body: newBroadcast, answer: broadcastView },
  'GET /broadcasts': {
    query: listQuery,
    answer: z.object({
      broadcasts: z.array(broadcastLine),
      after: z.string().nullable(),
      byState: z
        .partialRecord(broadcastState, z.int())
        .optional()
        .describe(
          'With `counts=states`: how many there are in each state, whatever `state` says; the other filters count.',
        ),
    }),
  },
  'GET /broadcast-words': {
    query: listQuery,
    answer: z.object({
      meant: z
        .string()
        .nullable()
        .describe(
          'The words that `q`, where it finds nothing, may have meant, as titles and texts have them; null: none.',
        ),
    }),
  },
  'GET /broadcast-authors': {
    answer: z.object({ authors: z.array(z.object({ ...who.shape, organisation: z.string() })) }),
  },
  'GET /broadcasts/{id}': { answer: broadcastView },
  'PATCH /broadcasts/{id}': { body: draftEdit, answer: broadcastView },
  'GET /broadcasts/{id}/versions': { answer: z.object({ versions: z.array(draftVersion) }) },
  'GET /broadcasts/{id}/versions/{version}': { answer: z.object({ draft }) },
  'DELETE /broadcasts/{id}': { query: deletion },
  'GET /broadcasts/{id}/plan': { answer: sendingPlan },
  'POST /broadcasts/{id}/copy': { body: copying, answer: broadcastView },
  'POST /broadcasts/{id}/corrections': { body: correction, answer: broadcastView },
  'POST /broadcasts/{id}/submit': { body: submission, answer: broadcastView },
  'POST /broadcasts/{id}/approve': { body: approval, answer: broadcastView },
  'POST /broadcasts/{id}/reject': { body: rejection, answer: broadcastView },
  'POST /broadcasts/{id}/undo': { body: undoing, answer: broadcastView },
  'POST /broadcasts/{id}/withdraw': { body: withdrawal, answer: broadcastView },
  'POST /broadcasts/{id}/answer': { answer: broadcastView },
  'POST /broadcasts/{id}/preview': { body: preview, answer: previewCopy },
  'POST /broadcasts/{id}/test': { body: test, answer: testSent },
  'POST /recordings/{kind}': { answer: recording },
  'GET /recordings/{sha256}': {},
} as const;
