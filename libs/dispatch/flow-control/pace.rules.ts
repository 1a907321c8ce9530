import type { Account } from '#channels/accounts';
import { LONG_SMS_SEGMENTS } from '#contract/lists';

/** The share of the provider's limit that Siar uses, so that jitter in transit cannot exceed the limit. */
export const SHARE = 0.965;
/** How late a message may arrive, after its slot, without sharing a second with one message too many, in ms. */
const SLACK_MS = 1000 / SHARE - 1000 - 3;
/** How far one reservation of a worker extends, in ms: a more urgent message waits at most this long for each lane. */
const RESERVE_MS = 200;
/**
 * Slots are reserved only while the next free one is nearer than this, in ms: no slot further than twice this is ever
 * taken.
 */
export const AHEAD_MS = 200;
/** Who wants slots: copies of broadcasts, or notices, which people are waiting for. */
export type Use = 'broadcasts' | 'notices';
/**
 * The share of an account that notices get at most while copies also want slots: whoever causes notices (codes, test sends)
 * cannot delay a broadcast. Without copies, notices may use the whole account.
 */
export const NOTICES_SHARE = 0.1;
/** Copies count as wanting slots for this long after their last request, in ms. */
export const CONTENDED_MS = 1_000;
/** How near the next free slot must be, in ms: a notice may take one for which copies must still wait. */
export const aheadMs = (use: Use): number => (use === 'notices' ? AHEAD_MS + RESERVE_MS / 2 : AHEAD_MS);
/**
 * A slot missed by more than this, in ms, is given up: the slots it could collide with may be reserved before its answer
 * arrives.
 */
export const LATEST_MS = 200;

/** How often messages without an answer are looked at, in ms. */
export const HELD_LOOK_MS = 50;
/**
 * A message that has no answer this long after its slot, in ms, takes a further slot, and so on after each: the next one that
 * is not reserved then lies within a second of the last.
 */
export const HELD_AFTER_MS = 1000 - AHEAD_MS - RESERVE_MS - 2 * HELD_LOOK_MS;

/** A provider that usually takes longer than this to answer, in ms, is measured against that: it does not stand still. */
const SLOW_ANSWERS_MS = HELD_AFTER_MS / 2;

/** Returns the middle one of some numbers; 0 of none. Pure. */
export const median = (samples: readonly number[]): number =>
  samples.toSorted((a, b) => a - b)[samples.length >> 1] ?? 0;

/** As HELD_AFTER_MS, for a provider that usually takes `usual` ms to answer. */
export const heldAfterMs = (usual: number): number => HELD_AFTER_MS + (usual > SLOW_ANSWERS_MS ? usual : 0);

/**
 * The slots a second that an account by segments leaves free, for texts of several: such a text starts at the last of its
 * slots, all of it at once, so that the second which begins with one holds as many segments more.
 */
export const marginOf = (unit: Account['unit']): number =>
  unit === 'segments' ? Math.max(...LONG_SMS_SEGMENTS) - 1 : 0;

/** The time between two slots of an account, in ms. */
export const stepMs = (rate: number): number => 1000 / (rate * SHARE);

/** How many slots to reserve at once, of `wanted`. */
export function slotsToReserve(rate: number, wanted: number): number {
  return Math.max(1, Math.min(wanted, Math.floor(RESERVE_MS / stepMs(rate))));
}

/**
 * How far the unreserved slots must move, in ms, because a message may have arrived late.
 * @param lateMs from its slot to the provider's answer: it arrived no later than this
 * @param usual the usual value of that: the round trip and the provider's own work, which are harmless
 */
export function delayMs(lateMs: number, usual: number): number {
  // Slots that are reserved cannot be moved: of the second that begins with the message, only the rest is left.
  return Math.min(1000 - AHEAD_MS - RESERVE_MS, Math.max(0, lateMs - usual - SLACK_MS));
}

/**
 * Deliveries in a batch: about an eighth of a second of a slow account. A worker has several batches in progress, which
 * share the account: a more urgent batch waits until the first of them is done.
 */
export function batchSize(rate: number | null): number {
  return rate === null ? 1000 : Math.min(1000, Math.max(10, Math.ceil(rate / 8)));
}

/** Deliveries claimed at once: never more than a batch. */
export function chunkSize(rate: number | null, claimWindow: number): number {
  return Math.max(1, Math.min(100, batchSize(rate), claimWindow));
}
