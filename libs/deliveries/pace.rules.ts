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

/** Siar runs this share of the provider's figure, so that jitter on the way never adds up to more than it. */
const SHARE = 0.97;
/** A slot missed by more than this is given up rather than used late: the 3 % left aside are 30 ms in a second. */
export const LATEST_MS = 20;
/** How far ahead a worker reserves, in ms: what is more urgent waits no longer than this for each lane. */
const RESERVE_MS = 250;

/** The time between two slots of an account, in ms. */
export const stepMs = (rate: number): number => 1000 / (rate * SHARE);

/** How many slots to reserve at once, of `wanted`. */
export function slotsToReserve(rate: number, wanted: number): number {
  return Math.max(1, Math.min(wanted, Math.floor(RESERVE_MS / stepMs(rate))));
}

/** Deliveries in a batch: about half a second of a slow account, so that what is more urgent gets in. */
export function batchSize(rate: number | null): number {
  return rate === null ? 1000 : Math.min(1000, Math.max(10, Math.ceil(rate / 2)));
}

/** Deliveries claimed at once: never more than a batch. */
export function chunkSize(rate: number | null, claimWindow: number): number {
  return Math.max(1, Math.min(100, batchSize(rate), claimWindow));
}
