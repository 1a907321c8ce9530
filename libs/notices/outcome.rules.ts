import type { Outcome } from '#channels';

/** What a hand-over makes of a notice. */
export interface Settlement {
  state: 'accepted' | 'pending' | 'failed' | 'expired' | 'unknown';
  reason: string | null;
  /** Only with pending: not before this many ms from now. */
  afterMs: number;
  /** Whether this hand-over counts as a try: one at a provider that was away does not. */
  counts: boolean;
  /** The person's new address at the provider. */
  movedTo: string | null;
}

/** What is known of the notice when its hand-over comes back. */
export interface Circumstances {
  /** Hand-overs so far, this one included. */
  attempts: number;
  /** Until its expiry, in ms. */
  leftMs: number;
  /** In [0, 1): spreads retries out. */
  random: number;
}

/** Somebody waits for a notice, with a code in mind perhaps: the first retry comes soon. */
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 5 * 60_000;
/** A sender that is refused needs a person, not haste. */
const FAULT_PAUSE_MS = 60_000;

/**
 * Decides what becomes of a notice after a hand-over: tried again with backoff and jitter as long as it is worth
 * something, which is until its expiry. Pure.
 */
export function settle(outcome: Outcome, at: Circumstances): Settlement {
  const settled = (state: Settlement['state']): Settlement => ({
    state,
    reason: outcome.reason ?? null,
    afterMs: 0,
    counts: true,
    movedTo: null,
  });
  const again = (afterMs: number): Settlement =>
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
      // Longer each time: it slows the account down whenever it is answered so, and may be the only one that is.
      return again(Math.max(outcome.afterMs, backoff(at)));
    case 'sender_at_fault':
    case 'own_fault':
      return again(FAULT_PAUSE_MS);
    case 'moved':
      // Once moved it is handed over anew; a provider that keeps moving people is given up like any retry.
      return { ...again(at.attempts > 1 ? backoff(at) : 0), movedTo: outcome.to };
  }
}

/** Doubling, with jitter over the upper half of the step, in ms. */
function backoff({ attempts, random }: Circumstances): number {
  const step = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_RETRY_MS);
  return step * (0.5 + random / 2);
}
