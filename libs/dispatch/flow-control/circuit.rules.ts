/**
 * Consecutive hand-overs, over the whole fleet, that find the provider away before the circuit opens. Low enough to affect
 * few messages, high enough that a stray reset or one bad message does not stop a channel.
 */
export const OPENS_AFTER = 8;

/**
 * Failures further apart than this, in seconds, are not consecutive: one message that a provider never accepts does not
 * stop the channel.
 */
export const ROW_SECONDS = 10;

/**
 * A provider that answers probes but refuses messages is in trouble while its failed hand-overs are no further apart than
 * this, in seconds. Longer than the longest pause between two probes.
 */
export const TROUBLE_SECONDS = 90;

/**
 * Answers in a row that refuse a copy for good before an account counts as one that refuses everything. Among ordinary
 * recipients that many do not come by chance: where a twentieth is refused, once in 10^26.
 */
export const REFUSES_AFTER = 20;

/** The longest pause between two probes, as a multiple of the first: 5 s grow to 60 s. */
const LONGEST = 12;

/**
 * The pause before the next probe, in ms: exponential, with jitter on the upper half. Pure.
 * @param firstMs upper bound of the first pause
 * @param probes probes since the provider last answered a message
 * @param random in [0, 1)
 */
export function probePauseMs(firstMs: number, probes: number, random: number): number {
  const step = firstMs * Math.min(2 ** Math.min(probes, 20), LONGEST);
  return step * (0.5 + random / 2);
}
