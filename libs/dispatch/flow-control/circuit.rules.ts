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

/**
 * How long a worker without an answer waits for its own look at the provider, and then for what the others find, in seconds.
 * They look each second, and a server that refuses or answers does so at once.
 */
export const ASKS_SECONDS = 3;

/** Errors without a word from the provider: whoever's own network is broken has them too, however well the provider is. */
const NO_WORD: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  // nodemailer's own: a name that is not found, and the other copies of a connection that timed out.
  'EDNS',
  'ECONNECTION',
]);

/**
 * Whether a hand-over got no word from the provider, by the error at the end of its reason: the worker's own network may be
 * broken. Pure.
 */
export function heardNothing({ kind, reason }: { kind: string; reason?: string | undefined }): boolean {
  return (kind === 'away' || kind === 'unknown') && NO_WORD.has(reason?.split(' ').at(-1) ?? '');
}

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
