/**
 * Hand-overs in a row, over the whole fleet, that found the provider away: then nothing more is handed to it. Few enough
 * to cost nobody much, enough for a stray reset or a single hapless message not to stop a channel.
 */
export const OPENS_AFTER = 8;

/** Failures further apart than this are no row, in seconds: one message that a provider never takes stops nobody. */
export const ROW_SECONDS = 10;

/**
 * A provider that answers probes and refuses messages is in trouble for as long as hand-overs fail no further apart than
 * this, in seconds: more than the longest pause between two probes.
 */
export const TROUBLE_SECONDS = 90;

/** The longest pause between two probes, as a multiple of the first: 5 s grow to 60 s. */
const LONGEST = 12;

/**
 * How long to wait before the next probe, in ms: doubling, the upper half of the step at random. Pure.
 * @param firstMs the longest the first pause may be
 * @param probes how often it was probed since the provider last answered a message
 * @param random in [0, 1)
 */
export function probePauseMs(firstMs: number, probes: number, random: number): number {
  const step = firstMs * Math.min(2 ** Math.min(probes, 20), LONGEST);
  return step * (0.5 + random / 2);
}
