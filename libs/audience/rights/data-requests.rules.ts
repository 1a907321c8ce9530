import {
  type MessageCounts,
  type RequestDeed as Deed,
  type RequestOutcome as Outcome,
  type RequestState,
  type RequestWant as Want,
  requestOutcome,
} from '#contract/api/data-requests';

export type { MessageCounts } from '#contract/api/data-requests';

export type {
  HandOver,
  IdentityCheck,
  RequestDeed as Deed,
  RequestOutcome as Outcome,
  RequestState,
  RequestWant as Want,
  RequestWay as Way,
} from '#contract/api/data-requests';

/** A request must be answered within 3×24 hours (UU 27/2022 art. 32 and 41). */
export const DEADLINE_HOURS = 72;
/** So long before the deadline a request presses. */
export const PRESSING_HOURS = 24;

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
  const answers = requestOutcome.options.filter((one) => standing.some((deed) => deed === one));
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
