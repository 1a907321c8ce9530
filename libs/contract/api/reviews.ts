import { z } from 'zod';
import { channelName, fault, instant, who } from './shared.js';
import { estimate, forecast, lateChoice, missed, reviewMark } from './plan.js';
import { broadcastKind, frozenDocument, passage } from './message.js';
import { chainLink, seriesLink, unapprovable } from './chain.js';

export const hold = z
  .object({ by: who, since: z.string(), until: z.string() })
  .meta({ id: 'Hold', description: 'The hold of a reviewer on what is under review. Instants in ISO 8601.' });
export type Hold = z.output<typeof hold>;

export const textChange = z
  .object({
    path: z.string().describe('Such as `contents.sms.id.text`.'),
    was: z.string().optional(),
    is: z.string().optional(),
  })
  .meta({
    id: 'TextChange',
    description: 'One place at which two documents differ. A side without a value is undefined.',
  });
export type TextChange = z.output<typeof textChange>;

export const importedNames = z
  .object({
    since: instant.nullable().describe('Start of the period; null: all imports.'),
    imports: z.number(),
    people: z.number(),
    shared: z
      .array(
        z
          .object({
            name: z.string(),
            people: z.number(),
            importId: z.string(),
            person: z.string().describe('The importer.'),
            startedAt: instant,
            named: z.number().describe('Number of people that the import named.'),
            withdrawn: z
              .boolean()
              .describe(
                'Whether the import is withdrawn: people who came by it alone are deleted; earlier contacts keep the name.',
              ),
          })
          .describe('A name that an import gave to many people.'),
      )
      .describe("The twenty names given to the largest share of an import's people, in descending order."),
    more: z.number().describe('Number of further names given to many people.'),
  })
  .meta({ id: 'ImportedNames', description: 'Names that imports gave to people without one.' });
export type ImportedNames = z.output<typeof importedNames>;

export const lateOption = z
  .object({
    choice: lateChoice,
    faults: z.array(fault).describe('The faults that prevent it.'),
    forecast: z.record(z.string(), forecast).describe('By channel; empty when there are faults.'),
    dueAt: instant.nullable().describe('When the missed part would go out; null: not at all.'),
  })
  .meta({
    id: 'LateOption',
    description: 'The result of approving now with one choice, when an hour of the broadcast has passed.',
  });
export type LateOption = z.output<typeof lateOption>;

export const urgency = z
  .object({
    before: instant,
    why: z.enum(['call', 'at-once', 'due', 'expiry', 'expired']),
    timeZone: z.string().optional().describe('The zone of all its regions; absent: they have several.'),
  })
  .meta({
    id: 'Urgency',
    description: 'The deadline of a review, and what sets it.',
  });
export type Urgency = z.output<typeof urgency>;

export const listedReview = z
  .object({
    id: z.string(),
    title: z.string(),
    kind: broadcastKind,
    channels: z.array(channelName),
    regions: z.number(),
    organisation: z.string(),
    author: z.string(),
    originalId: z.string().nullable(),
    alert: z
      .enum(['waiting', 'taken'])
      .nullable()
      .describe('When a decision cannot wait: whether a person has taken the alert.'),
    completes: chainLink
      .nullable()
      .describe('The correction whose text it sends to those who got nothing, if it is its companion.'),
    series: seriesLink.nullable().describe('Decided on as a whole, with its other members.'),
    submittedAt: instant,
    times: z.number().describe('How often it was submitted, undone decisions apart.'),
    decide: urgency.nullable().describe('Null: it cannot be approved, for the reason in `unapprovable`.'),
    unapprovable: unapprovable.nullable(),
    hold: hold.nullable(),
    takenBy: z.string().nullable().describe('The person on call who took the alert.'),
    whyNot: z
      .string()
      .nullable()
      .describe('Why the signed-in person may not approve it; null when they may.'),
  })
  .meta({ id: 'ListedReview', description: 'A submission that waits for a decision, in a list.' });
export type ListedReview = z.output<typeof listedReview>;

export const localHours = z
  .object({
    timeZone: z.string().describe('One of the time zones with this local time.'),
    atOnce: z.boolean().describe('It has no hour of its own: `local` is the current local time.'),
    local: z.string().describe('`YYYY-MM-DDTHH:MM`'),
    night: z.boolean(),
    regions: z.number().describe('The number of these regions.'),
  })
  .meta({
    id: 'LocalHours',
    description: 'The local time at which the regions with the same local time get a broadcast.',
  });
export type LocalHours = z.output<typeof localHours>;

/** The parts of a broadcast that can change. `other` covers everything without a name of its own, so that no change is hidden. */
export const changeTopic = z.enum([
  'people',
  'regions',
  'hours',
  'texts',
  'sender',
  'accountKinds',
  'title',
  'kind',
  'channels',
  'reach',
  'languages',
  'topics',
  'window',
  'expiry',
  'election',
  'neutral',
  'alternatives',
  'correction',
  'sms',
  'other',
]);

export const sinceLastLook = z
  .object({
    changed: z.array(changeTopic).describe('Empty: no change.'),
    people: z
      .object({ before: estimate, after: estimate })
      .nullable()
      .describe('Null: the ledger of what a correction corrects is still being counted.'),
    regions: z
      .object({ added: z.array(z.string()), removed: z.array(z.string()) })
      .describe("Codes of the audience's regions."),
    hours: z.object({ before: z.array(localHours), after: z.array(localHours) }),
    texts: z.array(
      z
        .object({
          channel: channelName,
          language: z.string(),
          change: z.enum(['added', 'removed', 'changed']),
        })
        .describe('A changed text.'),
    ),
    no: z.number().describe('The submission of that look.'),
    at: instant,
    own: z.boolean().describe('Whether the signed-in person made that look.'),
  })
  .meta({ id: 'SinceLastLook', description: 'The changes since somebody of KPU last looked.' });
export type SinceLastLook = z.output<typeof sinceLastLook>;

/** A submission with the document that its digest covers. */
export const submissionView = z.object({
  document: frozenDocument,
  no: z.number(),
  digest: z.string(),
  submittedBy: who,
  submittedAt: instant,
  decision: z.enum(['approved', 'rejected', 'withdrawn', 'voided']).nullable(),
  decidedBy: who.nullable(),
  decidedAt: instant.nullable(),
  reason: z.string().nullable(),
  passages: z.array(passage).describe('Of a rejection: the places in the texts that its reasons refer to.'),
  late: lateChoice
    .nullable()
    .describe('Of an approval after an hour of it had passed: what happened to that part.'),
  acknowledged: z
    .array(reviewMark)
    .describe('Of an approval: the marks that its reviewer looked at and accepted.'),
});

export const reviewView = z
  .object({
    decide: urgency
      .nullable()
      .describe(
        'Null: nothing is to be decided, or it cannot be approved, for the reason in `unapprovable`.',
      ),
    unapprovable: unapprovable.nullable(),
    hold: hold.nullable(),
    findings: z.array(reviewMark),
    submissions: z
      .array(
        submissionView
          .extend({ changes: z.array(textChange).nullable() })
          .describe('A submission with its difference from the previous one that a reviewer decided on.'),
      )
      .describe('The newest first.'),
    since: sinceLastLook
      .nullable()
      .describe(
        'The changes since the signed-in person last looked; null: they see it for the first time, or nothing is to be decided.',
      ),
    hours: z.array(localHours).describe('The local times at which it goes out if it is approved now.'),
    missed: z.array(missed),
    late: z.array(lateOption),
    quiet: z.boolean().describe('It may go out in the quiet period.'),
    names: importedNames
      .nullable()
      .describe(
        'The names that imports added since KPU last approved a text that addresses people by name; null when this text does not, or does not wait for a decision.',
      ),
  })
  .meta({ id: 'ReviewView', description: 'Everything that a reviewer needs besides the texts.' });
export type ReviewView = z.output<typeof reviewView>;

const holding = z.strictObject({ takeOver: z.boolean().default(false) });

export const reviewsRoutes = {
  'GET /reviews': { answer: z.object({ reviews: z.array(listedReview) }) },
  'GET /broadcasts/{id}/review': { answer: reviewView },
  'POST /broadcasts/{id}/hold': { body: holding, answer: hold },
  'DELETE /broadcasts/{id}/hold': {},
} as const;
