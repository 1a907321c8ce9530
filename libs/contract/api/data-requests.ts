import { z } from 'zod';
import { HAND_OVERS, IDENTITY_CHECKS, WANTS, WAYS } from '../lists.js';
import { hasIdentityNumber } from '../identity-number.rules.js';
import { says } from '../problems.js';
import { channelName, givenInstant, idText, instant } from './shared.js';

export const requestWant = z.enum(WANTS).meta({ id: 'RequestWant' });
export type RequestWant = z.output<typeof requestWant>;

export const requestWay = z.enum(WAYS).meta({ id: 'RequestWay' });
export type RequestWay = z.output<typeof requestWay>;

export const requestState = z.enum(['open', 'verified', 'closed']).meta({
  id: 'RequestState',
  description: 'Open: the identity is not verified yet. Verified: the officer may act.',
});
export type RequestState = z.output<typeof requestState>;

export const identityCheck = z.enum(IDENTITY_CHECKS).meta({ id: 'IdentityCheck' });
export type IdentityCheck = z.output<typeof identityCheck>;

export const requestDeed = z.enum(['exported', 'restricted', 'lifted', 'erased']).meta({
  id: 'RequestDeed',
  description:
    'An act on stored data: the outcome of its name is possible after it, of `exported` once the copy is handed over.',
});
export type RequestDeed = z.output<typeof requestDeed>;

export const handOver = z.enum(HAND_OVERS).meta({ id: 'HandOver' });
export type HandOver = z.output<typeof handOver>;

export const requestOutcome = z
  .enum([
    'exported',
    'restricted',
    'lifted',
    'erased',
    'nothing-held',
    'not-identified',
    'refused',
    'taken-back',
  ])
  .meta({ id: 'RequestOutcome' });
export type RequestOutcome = z.output<typeof requestOutcome>;

export const messageCounts = z
  .object({
    sent: z.number().describe('Accepted by the provider, or known to have arrived.'),
    waiting: z.number().describe('Not sent yet.'),
    failed: z.number(),
    uncertain: z.number().describe('Nobody can say whether these went out.'),
    unsent: z.number().describe('Never sent: held back, expired or cancelled.'),
  })
  .meta({
    id: 'MessageCounts',
    description: 'What became of the copies of broadcasts written for a person: they add up to all of them.',
  });
export type MessageCounts = z.output<typeof messageCounts>;

export const foundPerson = z
  .object({
    id: z.string().describe('Each act names it: the request may point at somebody else by then.'),
    name: z
      .string()
      .describe('As it is held, to compare with the name that the requester gives; empty when none is held.'),
    namesDiffer: z
      .boolean()
      .describe('Whether that name differs from who asks: the officer has to be certain before the check.'),
    region: z.string(),
    since: z.string(),
    restrictedAt: z.string().nullable(),
    addresses: z.array(
      z.object({
        channel: channelName,
        state: z.enum(['pending', 'active', 'unsubscribed', 'invalid']),
        address: z.string(),
      }),
    ),
    messages: messageCounts,
    others: z
      .array(
        z.object({ id: z.string(), wants: requestWant, asker: z.string().nullable(), state: requestState }),
      )
      .describe('Their other requests: an erasure forgets who asked in these too.'),
  })
  .meta({
    id: 'FoundPerson',
    description: "Data of the person found, for the officer's identity check: addresses are masked.",
  });
export type FoundPerson = z.output<typeof foundPerson>;

export const dataRequest = z
  .object({
    id: z.string(),
    wants: requestWant,
    way: requestWay,
    asker: z.string().nullable().describe("In the officer's words; null once the person is erased."),
    receivedAt: instant,
    dueAt: instant,
    leftMs: z
      .number()
      .describe(
        "Until the deadline, by the database's clock; negative: overdue. For a closed request, at the time of closing.",
      ),
    openedBy: z.string(),
    openedAt: instant,
    state: requestState,
    identityCheck: identityCheck.nullable(),
    identityCheckedAt: instant.nullable(),
    mayTakeBack: z
      .boolean()
      .describe('Whether the identity check can be taken back: nothing rests on it yet.'),
    done: z.array(requestDeed),
    handedOver: z
      .object({ how: handOver, at: instant })
      .nullable()
      .describe('How and when the officer handed the copy over; null: not yet.'),
    outcome: requestOutcome.nullable(),
    reason: z.string().nullable().describe("Of a refusal: its ground in law, in the officer's words."),
    closedAt: instant.nullable(),
    person: foundPerson.nullable().describe('The person found; null: not found (yet), or erased.'),
    erasedContact: z
      .string()
      .nullable()
      .describe('The number that the person had whom this request erased, from the trail; null in the list.'),
    outcomes: z.array(requestOutcome),
  })
  .meta({ id: 'DataRequest', description: 'A request to the data protection officer.' });
export type DataRequest = z.output<typeof dataRequest>;

export const heldAddress = z
  .object({
    id: z.string(),
    channel: channelName,
    to: z.string(),
    state: z.enum(['pending', 'active', 'unsubscribed', 'invalid']),
    softFailures: z.number(),
    createdAt: z.string(),
    consents: z.array(
      z
        .object({
          source: z.string(),
          wording: z.string(),
          texts: z.array(z.string()).nullable().optional().describe('Of a regional language’s wording.'),
          givenAt: z.string(),
          imported: z.boolean().describe('Whether it came with an imported file.'),
          withdrawnAt: z.string().nullable(),
          reconfirmAskedAt: z.string().nullable(),
        })
        .describe('A recorded consent. Times are ISO 8601.'),
    ),
    suppression: z.object({ reason: z.string(), detail: z.string(), createdAt: z.string() }).nullable(),
    imports: z
      .array(z.object({ id: z.string(), startedAt: z.string(), state: z.string(), by: z.string() }))
      .describe('The imported files that named it.'),
  })
  .meta({ id: 'HeldAddress', description: 'One address, with its consents, imports and suppression.' });
export type HeldAddress = z.output<typeof heldAddress>;

export const heldMessage = z
  .object({
    broadcastId: z.string(),
    channel: channelName,
    regionCode: z.string(),
    region: z.string(),
    state: z.string(),
    attempts: z.number(),
    resends: z.number(),
    handedAt: z.string().nullable(),
    nextAttemptAt: z.string().nullable(),
    reason: z.string().nullable(),
    code: z.string().nullable().describe('For SMS: the code of ten letters in the message.'),
    providerId: z.string().nullable(),
    publicCode: z.string().describe('Opens the public page of the approved text.'),
    approvedBy: z.string().nullable().describe('The KPU office, never a person.'),
    approvedAt: z.string().nullable(),
  })
  .meta({ id: 'HeldMessage', description: 'One copy of a broadcast for the person.' });
export type HeldMessage = z.output<typeof heldMessage>;

export const heldData = z
  .object({
    contact: z.object({
      id: z.string(),
      name: z.string(),
      provinceCode: z.string(),
      regionCode: z.string(),
      region: z.string(),
      timeZone: z.string().describe('Of the region: the clock of the readable copy.'),
      language: z.string(),
      topics: z.array(z.string()),
      preferredChannel: channelName,
      namedAt: z.string().describe('When the name was set or last changed.'),
      createdAt: z.string(),
      restrictedAt: z
        .string()
        .nullable()
        .describe('Since when the person has restricted processing: nothing is sent.'),
    }),
    addresses: z.array(heldAddress),
    messages: z.array(heldMessage).describe('The newest broadcast first.'),
    receipts: z.array(
      z.object({
        broadcastId: z.string(),
        channel: channelName,
        verdict: z.string(),
        reason: z.string(),
        receivedAt: z.string(),
        appliedAt: z.string().nullable(),
      }),
    ),
    notices: z.array(
      z.object({
        kind: z.string(),
        channel: channelName,
        state: z.string(),
        reason: z.string().nullable(),
        createdAt: z.string(),
        expiresAt: z.string(),
        endedAt: z.string().nullable(),
      }),
    ),
    confirmations: z
      .array(
        z.object({
          id: z.string(),
          channel: channelName,
          to: z.string().nullable().describe('Null once confirmed; for Telegram known only then.'),
          regionCode: z.string(),
          language: z.string(),
          topics: z.array(z.string()),
          preferredChannel: channelName,
          wording: z.string(),
          wrongCodes: z.number(),
          expiresAt: z.string(),
          confirmedAt: z.string().nullable(),
        }),
      )
      .describe(
        "Pending confirmations of the person's addresses, and those the person requested for others; kept for 48 hours.",
      ),
    links: z.array(z.object({ expiresAt: z.string() })),
    requests: z
      .array(
        z.object({
          id: z.string(),
          wants: requestWant,
          way: z.string(),
          asker: z.string().nullable(),
          receivedAt: z.string(),
          dueAt: z.string(),
          openedAt: z.string(),
          state: requestState,
          identityCheck: z.string().nullable(),
          identityCheckedAt: z.string().nullable(),
          done: z.array(z.string()),
          handedHow: z.string().nullable().describe('How and when a copy was handed over.'),
          handedAt: z.string().nullable(),
          outcome: z.string().nullable(),
          reason: z.string().nullable().describe('Of a refusal: its ground in law.'),
          closedAt: z.string().nullable(),
        }),
      )
      .describe("The person's requests to the data protection officer."),
    trail: z
      .array(
        z.object({
          at: z.string(),
          act: z.string(),
          by: z.string().nullable(),
          subject: z.string(),
          detail: z.record(z.string(), z.unknown()),
        }),
      )
      .describe('The processing trail: act, time and office; null: by Siar itself, or by the person.'),
  })
  .meta({
    id: 'HeldData',
    description:
      'Everything held about one person, except keyed hashes, keys and secrets (UU 27/2022 art. 7 and 32).',
  });
export type HeldData = z.output<typeof heldData>;

const listing = z.object({ state: z.enum(['open', 'closed']).default('open') });

const opening = z.strictObject({
  wants: requestWant,
  way: requestWay,
  asker: z
    .string()
    .trim()
    .min(1, says('say-asker'))
    .max(500)
    .refine((text) => !hasIdentityNumber(text), says('identity-number')),
  receivedAt: givenInstant,
});

const lookup = z.strictObject({ channel: channelName, address: z.string().trim().min(1).max(254) });

/** The person that the officer was shown: the act is refused once the request points at somebody else. */
const person = z.strictObject({ contactId: idText });
/** The same where the person can be gone. */
const personIfAny = idText.nullable();
const identity = person.extend({ check: identityCheck });
const takingBack = z.object({ contactId: idText.optional() });
const handing = z.strictObject({ how: handOver, at: givenInstant, contactId: personIfAny });

const closing = z
  .strictObject({
    outcome: requestOutcome,
    reason: z
      .string()
      .trim()
      .min(1, says('say-why'))
      .max(500)
      .refine((text) => !/[\r\n]/.test(text), says('one-line'))
      .optional(),
    contactId: personIfAny,
  })
  .refine((of) => of.outcome !== 'refused' || of.reason !== undefined, {
    ...says('say-why'),
    path: ['reason'],
  });

export const dataRequestsRoutes = {
  'GET /data-requests': { query: listing, answer: z.object({ requests: z.array(dataRequest) }) },
  'POST /data-requests': { body: opening, answer: dataRequest },
  'GET /data-requests/{id}': { answer: dataRequest },
  'POST /data-requests/{id}/find': {
    body: lookup,
    answer: dataRequest.extend({ suppressed: z.string().nullable() }),
  },
  'POST /data-requests/{id}/identity': { body: identity, answer: dataRequest },
  'DELETE /data-requests/{id}/identity': { query: takingBack, answer: dataRequest },
  'POST /data-requests/{id}/export': { body: person, answer: heldData },
  'POST /data-requests/{id}/copy': { body: person, answer: z.object({ html: z.string() }) },
  'POST /data-requests/{id}/hand-over': { body: handing, answer: dataRequest },
  'POST /data-requests/{id}/restrict': { body: person, answer: dataRequest },
  'POST /data-requests/{id}/lift': { body: person, answer: dataRequest },
  'POST /data-requests/{id}/erase': { body: person, answer: dataRequest },
  'POST /data-requests/{id}/close': { body: closing, answer: dataRequest },
} as const;
