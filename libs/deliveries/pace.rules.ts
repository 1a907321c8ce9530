import type { ChannelName } from '#channels';
import type { Config } from '#platform';

/** What a channel's provider account may send, in messages a second; null where no limit is set (0 in the settings). */
export function rateOf(
  channel: ChannelName,
  config: Pick<Config, 'EMAIL_RATE' | 'TELEGRAM_RATE' | 'SMS_RATE'>,
): number | null {
  const rates: Record<ChannelName, number> = {
    email: config.EMAIL_RATE,
    telegram: config.TELEGRAM_RATE,
    sms: config.SMS_RATE,
  };
  return rates[channel] || null;
}

/** Siar runs this share of the provider's figure, so that jitter on the way does not add up to more than it. */
export const SHARE = 0.965;
/** How much later than its slot a message may arrive and still not share a second with the one that would be too many. */
const SLACK_MS = 1000 / SHARE - 1000 - 3;
/** How many slots a worker reserves at once, in ms: what is more urgent waits no longer than this for each lane. */
const RESERVE_MS = 200;
/** Slots are reserved only while the next free one is nearer than this: later than twice it, no slot is anybody's yet. */
export const AHEAD_MS = 200;
/** What slots are wanted for: copies of broadcasts, or notices, which people wait for. */
export type Use = 'broadcasts' | 'notices';
/**
 * The part of an account that notices have while copies want slots too, and no more: whoever causes notices (codes, test
 * sends) cannot hold up a broadcast. Without copies they have all of it.
 */
export const NOTICES_SHARE = 0.1;
/** Copies want slots for this long after they last asked, in ms. */
export const CONTENDED_MS = 1_000;
/** How near the next free slot must be, in ms: a notice takes one while copies still wait. */
export const aheadMs = (use: Use): number => (use === 'notices' ? AHEAD_MS + RESERVE_MS / 2 : AHEAD_MS);
/** A slot missed by more than this is given up: those it could collide with may be reserved before its answer is in. */
export const LATEST_MS = 200;

/** The time between two slots of an account, in ms. */
export const stepMs = (rate: number): number => 1000 / (rate * SHARE);

/** How many slots to reserve at once, of `wanted`. */
export function slotsToReserve(rate: number, wanted: number): number {
  return Math.max(1, Math.min(wanted, Math.floor(RESERVE_MS / stepMs(rate))));
}

/**
 * How far the slots nobody has reserved yet must move, in ms, since a message may have arrived late.
 * @param lateMs from its slot to the provider's answer: it arrived no later than this
 * @param usual what that mostly comes to: the way there and back, and the provider's own work, which do no harm
 */
export function delayMs(lateMs: number, usual: number): number {
  // By now the slots a second after it have been reserved: moving those that follow them would help nobody.
  if (lateMs > 1000 - AHEAD_MS - RESERVE_MS) return 0;
  return Math.max(0, lateMs - usual - SLACK_MS);
}

/**
 * Deliveries in a batch: about an eighth of a second of a slow account. A worker has several in hand, which share the
 * account: what is more urgent waits until the first of them is through.
 */
export function batchSize(rate: number | null): number {
  return rate === null ? 1000 : Math.min(1000, Math.max(10, Math.ceil(rate / 8)));
}

/** Deliveries claimed at once: never more than a batch. */
export function chunkSize(rate: number | null, claimWindow: number): number {
  return Math.max(1, Math.min(100, batchSize(rate), claimWindow));
}
