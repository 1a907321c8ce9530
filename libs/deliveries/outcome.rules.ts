import type { Outcome } from '#channels';
import type { Sign } from './brake.rules.js';

/** What the ledger does about one hand-over: the single place where a channel's outcome becomes a state. */
export interface Settlement {
  state: 'accepted' | 'failed' | 'pending' | 'unknown' | 'expired';
  reason: string | null;
  providerId: string | null;
  /** Only with pending: not before this instant. */
  nextAttemptAt: Date | null;
  /** Whether this hand-over counts as a try of this person; a refusal that cannot be about them does not. */
  counts: boolean;
  /** Suppress the address, for this reason. */
  suppress: 'dead-address' | 'provider-opt-out' | null;
  /** It was given up for a passing reason of this person's own: so many in a row, and the address is suppressed. */
  soft: boolean;
  /** Pull the brake: for what is certain to be our own fault; or count the copy among those that speak against it. */
  brake: 'pull' | Sign | null;
  /** The whole account must wait this long, in ms. */
  slowDownMs: number;
  /** The person's new address at the provider. */
  movedTo: string | null;
}

/** What is known of the delivery when its hand-over comes back. */
export interface Circumstances {
  /** Tries so far, this one included. */
  attempts: number;
  now: Date;
  expiresAt: Date;
  /** In [0, 1): spreads retries out. */
  random: number;
}

const FIRST_RETRY_MS = 10_000;
const LONGEST_RETRY_MS = 30 * 60_000;
const MOST_ATTEMPTS = 10;
/**
 * A "slow down" counts as a try so many times. From then on this copy waits longer and speaks for the account no more: it
 * may be this address that is answered so. It is not given up for it either, for it may be the account after all.
 */
const MOST_SLOW_DOWNS = 3;
/** A retry is brought forward to this long before expiry rather than given up. */
const LAST_CHANCE_MS = 10_000;
/** What the brake may yet be pulled for is tried again after these pauses, in ms, and then given up. */
const FAULT_PAUSES_MS = [60_000, 10 * 60_000];
/** What pulls the brake at once waits for a person. */
const BRAKE_PAUSE_MS = 60_000;

/** Decides what becomes of a delivery after a hand-over. Pure. */
export function settle(outcome: Outcome, at: Circumstances): Settlement {
  const base: Settlement = {
    state: 'failed',
    reason: outcome.reason ?? null,
    providerId: null,
    nextAttemptAt: null,
    counts: true,
    suppress: null,
    soft: false,
    brake: null,
    slowDownMs: 0,
    movedTo: null,
  };
  switch (outcome.kind) {
    case 'accepted':
      return { ...base, state: 'accepted', providerId: outcome.providerId ?? null };
    case 'unknown':
      return { ...base, state: 'unknown' };
    case 'failed':
      return base;
    case 'dead':
      return { ...base, suppress: 'dead-address', brake: 'dead' };
    case 'opted_out':
      return { ...base, suppress: 'provider-opt-out' };
    case 'retry':
      if (at.attempts >= MOST_ATTEMPTS) return { ...base, soft: true };
      return softIfOver(retryAt(base, backoff(at, outcome.afterMs ?? 0), at));
    case 'away':
      return { ...retryAt(base, backoff({ ...at, attempts: 1 }, 0), at), counts: false };
    case 'slow_down':
      if (at.attempts > MOST_SLOW_DOWNS)
        return { ...retryAt(base, backoff(at, outcome.afterMs), at), counts: false };
      return { ...retryAt(base, outcome.afterMs, at), slowDownMs: outcome.afterMs };
    case 'sender_at_fault': {
      // One domain's policy does not change by asking often; a sender that is put right may have their copies back.
      const pause = FAULT_PAUSES_MS[at.attempts - 1];
      return { ...(pause === undefined ? base : retryAt(base, pause, at)), brake: 'fault' };
    }
    case 'own_fault':
      return { ...retryAt(base, BRAKE_PAUSE_MS, at), counts: false, brake: 'pull' };
    case 'moved':
      // It counts: an address that somebody else has already stays as it is, and would move for ever.
      if (at.attempts >= MOST_ATTEMPTS) return base;
      return { ...retryAt(base, 0, at), movedTo: outcome.to };
  }
}

/** Exponential with full jitter on its upper half, in ms; never below what the provider asked for. */
function backoff(at: Circumstances, asked: number): number {
  const ceiling = Math.min(FIRST_RETRY_MS * 2 ** (at.attempts - 1), LONGEST_RETRY_MS);
  return Math.max(asked, ceiling * (0.5 + at.random / 2));
}

const softIfOver = (settlement: Settlement): Settlement => ({
  ...settlement,
  soft: settlement.state !== 'pending',
});

function retryAt(base: Settlement, afterMs: number, at: Circumstances): Settlement {
  const next = at.now.getTime() + afterMs;
  const lastChance = at.expiresAt.getTime() - LAST_CHANCE_MS;
  if (next <= lastChance) return { ...base, state: 'pending', nextAttemptAt: new Date(next) };
  if (lastChance > at.now.getTime())
    return { ...base, state: 'pending', nextAttemptAt: new Date(lastChance) };
  return { ...base, state: 'expired' };
}
