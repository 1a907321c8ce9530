import type { ParsedReceipt } from '../../receipt.js';
import { bytesOf, numberOf, type Pdu, textOf } from './pdu.js';
import { reasonWith, type SmppSettings } from './settings.js';
import { decodeText } from './text.rules.js';

/** What a deliver_sm brings. */
export type Incoming =
  /** The SMSC's report about a message; `verdict` is null while it is under way. */
  | { kind: 'receipt'; id: string; verdict: ParsedReceipt['verdict'] | null; reason: string }
  /** A text of a person. `from` has a + before a country's code. */
  | { kind: 'text'; from: string; text: string };

/** esm_class, message type (SMPP 3.4 §5.2.12): bits 5 to 2. */
const MESSAGE_TYPE = 0x3c;
const FROM_PERSON = 0x00;

/** The states of message_state (SMPP 3.4 §5.2.28) as the texts of receipts have them (appendix B). */
const STATES: Readonly<Record<number, string>> = {
  1: 'ENROUTE',
  2: 'DELIVRD',
  3: 'EXPIRED',
  4: 'DELETED',
  5: 'UNDELIV',
  6: 'ACCEPTD',
  7: 'UNKNOWN',
  8: 'REJECTD',
};
/**
 * The final states. UNKNOWN is none: it says that the SMSC has lost track, not that the phone has no message. Without a
 * code of the account's table a failure blames nobody, because operators use the same state for a phone that is off, a
 * number that does not exist, and a sender that they filter.
 */
const VERDICTS: ReadonlyMap<string, ParsedReceipt['verdict']> = new Map([
  ['DELIVRD', 'delivered'],
  ['EXPIRED', 'failed'],
  ['DELETED', 'failed'],
  ['UNDELIV', 'failed'],
  ['REJECTD', 'failed'],
]);

/** Reads a deliver_sm; null where it is neither a receipt with an id nor a person's text. Pure. */
export function readIncoming(
  pdu: Pdu,
  settings: Pick<SmppSettings, 'alphabet' | 'ids' | 'errors'>,
): Incoming | null {
  const esmClass = numberOf(pdu, 'esm_class') ?? 0;
  const payload = bytesOf(pdu, 'message_payload');
  const text = decodeText(payload.length > 0 ? payload : bytesOf(pdu, 'short_message'), {
    esmClass,
    dataCoding: numberOf(pdu, 'data_coding') ?? 0,
    alphabet: settings.alphabet,
  });
  const tlvId = textOf(pdu, 'receipted_message_id');
  const tlvState = numberOf(pdu, 'message_state');
  // By esm_class or both parameters alone, which only the SMSC sets: anybody may send us the text of a receipt.
  if ((esmClass & MESSAGE_TYPE) === FROM_PERSON && (tlvId === '' || tlvState === undefined))
    return { kind: 'text', from: textOf(pdu, 'source_addr').replace(/^(?=[1-9])/, '+'), text };
  const id = tlvId || field(text, 'id');
  if (id === '') return null;
  // `stat` has seven characters (SMPP 3.4, appendix B): a status spelled out is compared by its first seven.
  const state = STATES[tlvState ?? 0] ?? field(text, 'stat').toUpperCase().slice(0, 7);
  const verdict = VERDICTS.get(state) ?? null;
  const code = field(text, 'err') || networkError(bytesOf(pdu, 'network_error_code'));
  const own = verdict === 'failed' ? settings.errors.receipt[code] : undefined;
  const coded = verdict === 'failed' && /^\w{1,16}$/.test(code) && !/^0*$/.test(code);
  return {
    kind: 'receipt',
    id: normaliseId(id, settings.ids.receipt, settings.ids),
    verdict: own ?? verdict,
    reason: reasonWith(`smpp ${state.toLowerCase()}${coded ? ` ${code}` : ''}`, own),
  };
}

/** A field of a receipt's text, such as `stat:DELIVRD` (SMPP 3.4 appendix B; its order and case differ between SMSCs). */
const field = (text: string, name: string): string =>
  new RegExp(`(?:^|\\s)${name}:([^\\s]{1,64})`, 'i').exec(text)?.[1] ?? '';

/** network_error_code: a byte of the network's type, and the code (SMPP 3.4 §5.3.2.31). */
const networkError = (bytes: Buffer): string => (bytes.length === 3 ? String(bytes.readUInt16BE(1)) : '');

/**
 * Brings a message id into the one form in which acceptance and receipt are compared: lower case, without zeros in front,
 * and decimal where the two are written in different bases. Pure.
 * @param form how this id is written
 */
export function normaliseId(
  id: string,
  form: SmppSettings['ids']['receipt'],
  { response, receipt }: SmppSettings['ids'],
): string {
  const plain = id.trim().toLowerCase();
  const digits = form === 'hex' ? /^(?:0x)?([0-9a-f]{1,32})$/ : /^(\d{1,40})$/;
  const number = response === receipt ? undefined : digits.exec(plain)?.[1];
  if (form !== 'as-is' && number !== undefined)
    return BigInt(form === 'hex' ? `0x${number}` : number).toString();
  return plain.replace(/^0+(?=.)/, '');
}
