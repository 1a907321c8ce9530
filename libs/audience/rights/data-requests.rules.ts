/** Rights a citizen can exercise at the data protection officer (UU 27/2022 art. 7, 8 and 11). */
export const WANTS = ['access', 'restriction', 'lifting', 'erasure'] as const;
export type Want = (typeof WANTS)[number];

/** How the request was made. */
export const WAYS = ['letter', 'counter', 'telephone', 'email'] as const;
export type Way = (typeof WAYS)[number];

/** How the officer verified the identity. Codes, never the evidence: that would be further personal data. */
export const IDENTITY_CHECKS = ['identity-card', 'call-back', 'known-answers'] as const;
export type IdentityCheck = (typeof IDENTITY_CHECKS)[number];

/** Outcomes of a request. The first four name an act, and are possible only after that act. */
export const OUTCOMES = [
  'exported',
  'restricted',
  'lifted',
  'erased',
  'nothing-held',
  'not-identified',
  'refused',
  'taken-back',
] as const;
export type Outcome = (typeof OUTCOMES)[number];
/** How a copy was handed over. */
export const HAND_OVERS = ['in-person', 'post', 'email'] as const;
export type HandOver = (typeof HAND_OVERS)[number];

/** An act on stored data: the outcome of its name is possible after it, of `exported` once the copy is handed over. */
export type Deed = 'exported' | 'restricted' | 'lifted' | 'erased';

/** A request must be answered within 3×24 hours (UU 27/2022 art. 32 and 41). */
export const DEADLINE_HOURS = 72;
/** So long before the deadline a request presses. */
export const PRESSING_HOURS = 24;

/** Open: the identity is not verified yet. Verified: the officer may act. */
export type RequestState = 'open' | 'verified' | 'closed';

/** What the outcome of a request depends on. */
export interface Progress {
  wants: Want;
  state: RequestState;
  done: readonly Deed[];
  /** Whether a person is found whose data is still held. */
  found: boolean;
  /** Whether sending to that person is restricted now. */
  restricted: boolean;
  /** Whether the copy made is in the hands of the person. */
  handedOver: boolean;
}

/** The act that answers each request. */
const ANSWERED_BY: Record<Want, Deed> = {
  access: 'exported',
  restriction: 'restricted',
  lifting: 'lifted',
  erasure: 'erased',
};

/**
 * Whether the identity check can be taken back: nothing rests on it yet. A copy or an erasure cannot be undone, and the
 * check is what justifies it; a restriction set or lifted has to be put back first.
 */
export const mayTakeBack = ({ state, done }: Pick<Progress, 'state' | 'done'>): boolean =>
  state === 'verified' &&
  done.every((deed) => deed === 'restricted' || deed === 'lifted') &&
  (done.length === 0 || (done.length === 2 && done.at(-1) === 'lifted'));

/**
 * The possible outcomes of a request: acts whose effect still stands and, until what was asked is done, the ways to end it
 * without that. A copy that was made, but not handed over, answers nobody; one handed over answers only who asked for it.
 */
export function possibleOutcomes(progress: Progress): Outcome[] {
  const { wants, state, done, found, restricted, handedOver } = progress;
  if (state === 'closed') return [];
  const stands: Record<Deed, boolean> = {
    exported: handedOver && wants === 'access',
    restricted,
    lifted: found && !restricted,
    erased: true,
  };
  const standing = done.filter((deed) => stands[deed]);
  const answers = OUTCOMES.filter((one) => standing.some((deed) => deed === one));
  if (standing.includes(ANSWERED_BY[wants])) return answers;
  const unproven = state === 'open' || mayTakeBack(progress);
  return [
    ...answers,
    ...(found ? [] : (['nothing-held'] as const)),
    ...(unproven ? (['not-identified'] as const) : []),
    ...(state === 'open' ? [] : (['refused'] as const)),
    'taken-back',
  ];
}

/** What became of the copies of broadcasts written for a person: they add up to all of them. */
export interface MessageCounts {
  /** Accepted by the provider, or known to have arrived. */
  sent: number;
  /** Not sent yet. */
  waiting: number;
  failed: number;
  /** Nobody can say whether these went out. */
  uncertain: number;
  /** Never sent: held back, expired or cancelled. */
  unsent: number;
}

const COUNTED_AS: Readonly<Record<string, keyof MessageCounts>> = {
  accepted: 'sent',
  delivered: 'sent',
  pending: 'waiting',
  claimed: 'waiting',
  failed: 'failed',
  unknown: 'uncertain',
  suppressed: 'unsent',
  expired: 'unsent',
  cancelled: 'unsent',
};

/** @param states of the ledger's rows for the person */
export function countMessages(states: readonly string[]): MessageCounts {
  const counts: MessageCounts = { sent: 0, waiting: 0, failed: 0, uncertain: 0, unsent: 0 };
  for (const state of states) counts[COUNTED_AS[state] ?? 'uncertain']++;
  return counts;
}
