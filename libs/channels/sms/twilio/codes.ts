import type { Outcome } from '../../channel.js';

/**
 * How long the account pauses after a 429, in ms: Twilio's limits are per second, and its client passes on no
 * Retry-After.
 */
const REST_MS = 1_000;

type Meaning = 'dead' | 'opted_out' | 'sender_at_fault' | 'own_fault' | 'soft' | 'slow_down';

/**
 * Twilio's error codes with a meaning for us. They come with a refused hand-over and, as ErrorCode, with a status
 * callback. Each needs words for staff, and what is refused must be said or be named as unsaid:
 * test/console/provider-codes.rules.spec.ts. Source: twilio.com/docs/api/errors.
 */
export const TWILIO_CODES: Readonly<Record<number, Meaning>> = {
  // The number: not valid, not a mobile, a short code, unknown to its operator, a landline or out of service for good.
  21211: 'dead',
  21614: 'dead',
  21635: 'dead',
  21265: 'dead',
  30005: 'dead',
  30006: 'dead',
  // The person answered STOP.
  21610: 'opted_out',
  // Our account or credentials.
  20003: 'own_fault',
  20404: 'own_fault',
  30002: 'own_fault',
  // Our Messaging Service: there is none, or it has no sender at all.
  21603: 'own_fault',
  21701: 'own_fault',
  21704: 'own_fault',
  21705: 'own_fault',
  // Our sender or permission, for this person's country or operator: one number abroad must not stop a nation's SMS.
  21408: 'sender_at_fault',
  21606: 'sender_at_fault',
  21612: 'sender_at_fault',
  21703: 'sender_at_fault',
  30032: 'sender_at_fault',
  30034: 'sender_at_fault',
  // The content: missing, too long, filtered by the operator, held back.
  21602: 'sender_at_fault',
  21617: 'sender_at_fault',
  30007: 'sender_at_fault',
  30042: 'sender_at_fault',
  // Too fast: not processed.
  20429: 'slow_down',
  14107: 'slow_down',
  21611: 'slow_down',
  // The phone is off or blocks us, or the operator gives no reason; our queue overflowed.
  30001: 'soft',
  30003: 'soft',
  30004: 'soft',
  30008: 'soft',
};

/**
 * Maps a refused hand-over to the outcome of the copy. Pure.
 * @param status the HTTP status
 * @param code Twilio's own code; null where the response held none
 */
export function outcomeOfRefusal(status: number, code: number | null): Outcome {
  const reason = `twilio ${code ?? `http ${status}`}`;
  const meaning = code === null ? undefined : TWILIO_CODES[code];
  if (meaning === 'slow_down' || status === 429) return { kind: 'slow_down', reason, afterMs: REST_MS };
  if (meaning === 'soft') return { kind: 'retry', reason };
  if (meaning) return { kind: meaning, reason };
  // A gateway forwarded the request and got no response: the one 5xx after which the message may have been sent.
  if (status === 504) return { kind: 'unknown', reason };
  // 500, 502, 503 (20500, 20503): Twilio as a whole is unavailable.
  if (status >= 500) return { kind: 'away', reason };
  // Access denied, or no such account: this applies to every copy. A code of messages (21xxx, 30xxx) is about one of
  // them.
  if (status === 401 || status === 403 || status === 404)
    return { kind: code === null || isOfAccount(code) ? 'own_fault' : 'sender_at_fault', reason };
  return { kind: 'failed', reason };
}

/** 20xxx are codes of the API, about the account; all others are about the request. */
const isOfAccount = (code: number): boolean => code >= 20_000 && code < 21_000;

/**
 * Maps the ErrorCode of an undelivered message to a verdict. This copy has failed for good. A callback alone pauses
 * nothing: a fault of our account shows at the next hand-over. Pure.
 */
export function verdictOfCode(
  code: number | null,
): 'dead' | 'opted_out' | 'sender_at_fault' | 'soft' | 'failed' {
  const meaning = code === null ? undefined : TWILIO_CODES[code];
  if (meaning === 'own_fault') return 'sender_at_fault';
  return meaning === undefined || meaning === 'slow_down' ? 'failed' : meaning;
}
