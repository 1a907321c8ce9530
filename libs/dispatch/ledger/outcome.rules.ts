import type { Outcome, ReportedAs } from '#channels';
import { KEY_MISSING, type Sign } from '../control/brake.rules.js';

/** The ledger's reaction to one hand-over: the only place where a channel's outcome becomes a state. */
export interface Settlement {
  state: 'accepted' | 'failed' | 'pending' | 'unknown' | 'expired';
  reason: string | null;
  providerId: string | null;
  /** Only with accepted: the ids under which a provider reports that gives no token of ours back. */
  reportedAs?: ReportedAs | undefined;
  /** Only with pending: the earliest instant of the next try. */
  nextAttemptAt: Date | null;
  /** Whether this hand-over counts as an attempt for this person; a refusal that cannot be about them does not. */
  counts: boolean;
  /** The reason for which to suppress the address. */
  suppress: 'dead-address' | 'provider-opt-out' | null;
  /** Whether it failed for a temporary reason of this person's own: enough of these in a row suppress the address. */
  soft: boolean;
  /** `pull`: certainly our own fault, pull the brake. A sign: count the copy against its broadcast. */
  brake: 'pull' | Sign | null;
  /** How long the whole account must wait, in ms. */
  slowDownMs: number;
  /** The person's new address at the provider. */
  movedTo: string | null;
}

/** The facts about a delivery when its hand-over returns. */
export interface Circumstances {
  /** Attempts so far, this one included. */
  attempts: number;
  now: Date;
  expiresAt: Date;
  /** In [0, 1): spreads retries out. */
  random: number;
  /** Whether the channel has another account that takes copies. */
  elsewhere: boolean;
  /** Whether the account has refused everything of late. */
  refusesAll: boolean;
}

const FIRST_RETRY_MS = 10_000;
const LONGEST_RETRY_MS = 30 * 60_000;
/** Then a recipient's temporary refusals end. */
export const MOST_ATTEMPTS = 10;
/**
 * How many times a "slow down" counts as an attempt. After that, this copy waits longer and no longer slows the account:
 * the answer may concern this address only. The copy is not given up either, because the cause may still be the account.
 */
const MOST_SLOW_DOWNS = 3;
/** A retry that would come too late is brought forward to this time before expiry, in ms, instead of being given up. */
const LAST_CHANCE_MS = 10_000;
/** Pauses before retries of outcomes that may yet pull the brake, in ms; the copy then fails. */
const FAULT_PAUSES_MS = [60_000, 10 * 60_000];
/** An outcome that pulls the brake at once waits for a person to act. */
const BRAKE_PAUSE_MS = 60_000;

/** Decides a delivery's next state after a hand-over. Pure. */
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
      return {
        ...base,
        state: 'accepted',
        providerId: outcome.providerId ?? null,
        reportedAs: outcome.reportedAs,
      };
    case 'unknown':
      return { ...base, state: 'unknown' };
    case 'failed':
      // Refused for good, it did not leave: where the account refuses everything, another one may take it.
      if (at.refusesAll && at.elsewhere) return atOnce(base);
      return { ...base, brake: 'refused' };
    case 'dead':
      return { ...base, suppress: 'dead-address', brake: 'dead' };
    case 'opted_out':
      return { ...base, suppress: 'provider-opt-out' };
    case 'retry':
      if (at.attempts >= MOST_ATTEMPTS) return { ...base, soft: true };
      return softIfOver(retryAt(base, backoff(at, outcome.afterMs ?? 0), at));
    case 'away':
      if (at.elsewhere) return atOnce(base);
      return { ...retryAt(base, backoff({ ...at, attempts: 1 }, 0), at), counts: false };
    case 'slow_down':
      if (outcome.alone && !at.elsewhere) return settle({ kind: outcome.alone, reason: outcome.reason }, at);
      // Accounts that all slow a copy down because of its sender show a fault that none escapes.
      if (at.attempts > MOST_SLOW_DOWNS)
        return {
          ...retryAt(base, backoff(at, outcome.afterMs), at),
          counts: false,
          brake: outcome.alone ? 'fault' : null,
        };
      // It counts, though the next account may take it: the answer may concern this address at every account.
      return {
        ...(at.elsewhere ? { ...atOnce(base), counts: true } : retryAt(base, outcome.afterMs, at)),
        slowDownMs: outcome.afterMs,
      };
    case 'sender_at_fault': {
      // A domain's policy does not change within a few retries; a sender that is fixed may still get its copies through.
      const pause = FAULT_PAUSES_MS[at.attempts - 1];
      return { ...(pause === undefined ? base : retryAt(base, pause, at)), brake: 'fault' };
    }
    case 'own_fault':
      // The account's circuit counts it; the brake is for a fault that no account escapes.
      if (at.elsewhere && outcome.reason !== KEY_MISSING) return atOnce(base);
      return { ...retryAt(base, BRAKE_PAUSE_MS, at), counts: false, brake: 'pull' };
    case 'moved':
      // Counts as an attempt: an address that another contact already holds cannot change, and would move for ever.
      if (at.attempts >= MOST_ATTEMPTS) return base;
      return { ...retryAt(base, 0, at), movedTo: outcome.to };
  }
}

/** For another account to take at once. It counts as no attempt: this answer says nothing about the person. */
const atOnce = (base: Settlement): Settlement => ({ ...base, state: 'pending', counts: false });

/** Exponential backoff with jitter on the upper half, in ms; never below what the provider asked for. */
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
