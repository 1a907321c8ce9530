import type { Outcome } from '#channels';

/** The effect of a hand-over on a notice. */
export interface NoticeSettlement {
  state: 'accepted' | 'pending' | 'failed' | 'expired' | 'unknown';
  reason: string | null;
  /** Only with pending: the wait until the next try, in ms. */
  afterMs: number;
  /** Whether this hand-over counts as a try: one at an unavailable provider does not. */
  counts: boolean;
  /** The person's new address at the provider. */
  movedTo: string | null;
}

/** The circumstances of a notice after its hand-over. */
export interface Circumstances {
  /** Hand-overs so far, this one included. */
  attempts: number;
  /** Time until its expiry, in ms. */
  leftMs: number;
  /** In [0, 1): spreads retries out. */
  random: number;
}

/** Somebody waits for a notice, possibly for its code: the first retry is soon. */
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 5 * 60_000;
/** A refused sender needs a person to act, not a fast retry. */
const FAULT_PAUSE_MS = 60_000;

/**
 * Decides the state of a notice after a hand-over: it is tried again with backoff and jitter until its expiry. Pure.
 */
export function settle(outcome: Outcome, at: Circumstances): NoticeSettlement {
  const settled = (state: NoticeSettlement['state']): NoticeSettlement => ({
    state,
    reason: outcome.reason ?? null,
    afterMs: 0,
    counts: true,
    movedTo: null,
  });
  const again = (afterMs: number): NoticeSettlement =>
    afterMs < at.leftMs ? { ...settled('pending'), afterMs } : settled('expired');
  switch (outcome.kind) {
    case 'accepted':
      return settled('accepted');
    case 'unknown':
      return settled('unknown');
    case 'dead':
    case 'opted_out':
    case 'failed':
      return settled('failed');
    case 'retry':
      return again(Math.max(outcome.afterMs ?? 0, backoff(at)));
    case 'away':
      return { ...again(backoff({ ...at, attempts: 1 })), counts: false };
    case 'slow_down':
      // Longer each time: each such answer slows the account down, and this notice may be the only one that gets it.
      return again(Math.max(outcome.afterMs, backoff(at)));
    case 'sender_at_fault':
    case 'own_fault':
      return again(FAULT_PAUSE_MS);
    case 'moved':
      // The first move is retried at once; after repeated moves the notice waits like any retry.
      return { ...again(at.attempts > 1 ? backoff(at) : 0), movedTo: outcome.to };
  }
}

/** Exponential backoff with jitter over the upper half of the step, in ms. */
function backoff({ attempts, random }: Circumstances): number {
  const step = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_RETRY_MS);
  return step * (0.5 + random / 2);
}
