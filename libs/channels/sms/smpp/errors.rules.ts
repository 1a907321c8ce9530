import { errors } from 'smpp/lib/defs.js';
import type { Outcome } from '../../channel.js';
import { reasonWith, type SmppSettings, type SubmitMeaning } from './settings.js';

/** How long the account pauses after "too fast", and after "queue full", in ms: SMPP has no field for it. */
const THROTTLED_MS = 1_000;
const QUEUE_FULL_MS = 5_000;

/**
 * Status codes with a meaning for us (SMPP 3.4 §5.1.3); any other one fails the message and blames nobody. An account's
 * `errors` go before these.
 */
const MEANINGS: Readonly<Record<string, SubmitMeaning>> = {
  ESME_RTHROTTLED: 'slow_down',
  ESME_RMSGQFUL: 'slow_down',
  // The number.
  ESME_RINVDSTADR: 'dead',
  // Our sender, for this number: one operator's registration must not stop a nation's SMS.
  ESME_RINVSRCADR: 'sender_at_fault',
  ESME_RINVSRCTON: 'sender_at_fault',
  ESME_RINVSRCNPI: 'sender_at_fault',
  ESME_RINVDSTTON: 'sender_at_fault',
  ESME_RINVDSTNPI: 'sender_at_fault',
  ESME_RPROHIBITED: 'sender_at_fault',
  // The account as such: these name the sign-in, whoever the message is for.
  ESME_RINVPASWD: 'own_fault',
  ESME_RINVSYSID: 'own_fault',
  ESME_RINVSYSTYP: 'own_fault',
  // The SMSC as a whole, or a bind that it counts as ended.
  ESME_RSYSERR: 'away',
  ESME_RINVBNDSTS: 'away',
  ESME_RBINDFAIL: 'away',
  ESME_RALYBND: 'away',
  ESME_RX_T_APPN: 'retry',
};
const BY_STATUS: ReadonlyMap<number, SubmitMeaning> = new Map(
  Object.entries(MEANINGS).map(([name, meaning]) => [errors[name] ?? -1, meaning]),
);

/** The code of a refusal in reasons, such as `smpp 0x58`. */
const reasonOf = (status: number): string => `smpp 0x${status.toString(16).padStart(2, '0')}`;

/** Maps a refused submit_sm to the outcome of the copy. Pure. @param status not 0 */
export function outcomeOfStatus(status: number, table: SmppSettings['errors']['submit']): Outcome {
  const own = Object.entries(table).find(([code]) => Number(code) === status)?.[1];
  const reason = reasonWith(reasonOf(status), own);
  const kind = own ?? BY_STATUS.get(status) ?? 'failed';
  if (kind !== 'slow_down') return { kind, reason };
  return { kind, reason, afterMs: status === errors['ESME_RMSGQFUL'] ? QUEUE_FULL_MS : THROTTLED_MS };
}

/**
 * Maps a refused bind to the outcome of copies that find no other bind. ESME_RBINDFAIL and ESME_RALYBND also mean that
 * an earlier session has not ended on the SMSC's side, or that the contract has no more binds: neither may pause a
 * broadcast. Pure.
 */
export function outcomeOfBind(status: number): Extract<Outcome, { kind: 'own_fault' | 'away' }> {
  return { kind: BY_STATUS.get(status) === 'own_fault' ? 'own_fault' : 'away', reason: reasonOf(status) };
}

/**
 * Maps what became of the parts of one text to the outcome of the copy. Pure.
 * @param accepted parts that the SMSC accepted, in order, before `last`
 * @param last the outcome of the first part that it did not accept
 * @param parts of the text
 */
export function outcomeOfPart(accepted: number, last: Outcome, parts: number): Outcome {
  if (accepted === 0) return last;
  // A part has left, and a phone may show it. Sent again, the citizen would have it twice; called failed, a correction
  // would leave them out.
  const reason = 'reason' in last && last.reason !== undefined ? last.reason : 'smpp';
  return { kind: 'unknown', reason: `${reason} in part ${accepted + 1} of ${parts}` };
}
