import { createHash } from 'node:crypto';
import type { ChannelName, ParsedReceipt } from '#channels';
import type { DeliveryState } from '#contract';
import type { Sign } from '../control/brake.rules.js';

/** What a provider may report later about a copy it accepted. The table `receipts` allows the same values. */
export type Verdict = ParsedReceipt['verdict'];

/** The reasons for which a receipt counts against an address, as Audience names them. */
type ReceiptSuppression = 'dead-address' | 'provider-opt-out' | 'complaint' | 'soft-failures';

/** One receipt of a delivery. */
export interface Said {
  verdict: Verdict;
  /** A short stable code such as `twilio 30006`. */
  reason: string;
  receivedAt: Date;
}

/** The ledger's data about the delivery of the receipts. */
export interface Known {
  channel: ChannelName;
  state: DeliveryState;
  /** The latest hand-over; null when none is recorded (yet). */
  handedAt: Date | null;
}

/** What the receipts change about a delivery. */
export interface Judgement {
  state: DeliveryState;
  /** Why it failed; null unless these receipts made it fail. */
  reason: string | null;
  /** The reason to suppress the address, with the provider's code. `soft-failures` counts one soft failure, once per copy. */
  suppress: { why: ReceiptSuppression; detail: string } | null;
  /** The copy's sign against its broadcast, given once: when these receipts make it fail. */
  sign: Sign | null;
}

/** SMS receipts count for this time after the hand-over: 72 h, in ms. Later ones no longer change any report. */
const SMS_RECEIPTS_COUNT_MS = 72 * 3600_000;

/** The verdicts that turn a copy into a failed one. Of the others `delivered` settles it, and a complaint is about one that arrived. */
const FAILURES: ReadonlySet<Verdict> = new Set(['failed', 'soft', 'dead', 'opted_out', 'sender_at_fault']);

/** Strongest first: the strongest of several reasons against one address is kept. */
const SUPPRESSES: readonly (readonly [Verdict, ReceiptSuppression])[] = [
  ['complaint', 'complaint'],
  ['opted_out', 'provider-opt-out'],
  ['dead', 'dead-address'],
];

/** Only a copy that was, or may have been, handed over can fail by a receipt; a pending one is still to be sent. */
const MAY_FAIL: ReadonlySet<DeliveryState> = new Set(['claimed', 'unknown', 'accepted']);

/**
 * Decides the effect of receipts on one delivery. Their order and number do not matter: `delivered` wins over everything,
 * because only a copy that was handed over carries the receipt's token; a failure turns claimed, unknown and accepted into
 * failed; nothing goes backwards. A complaint is about a copy that arrived, and leaves the state alone. Pure.
 */
export function judge(delivery: Known, receipts: readonly Said[]): Judgement {
  const counting = receipts.filter((receipt) => counts(delivery, receipt));
  const failure = counting.find(({ verdict }) => FAILURES.has(verdict));
  const suppress = suppression(receipts);
  if (counting.some(({ verdict }) => verdict === 'delivered'))
    return { state: 'delivered', reason: null, suppress, sign: null };
  if (failure && MAY_FAIL.has(delivery.state)) {
    const soft = suppress === null && failure.verdict === 'soft';
    const counted = soft ? ({ why: 'soft-failures', detail: failure.reason } as const) : suppress;
    return { state: 'failed', reason: failure.reason, suppress: counted, sign: signOf(counting, suppress) };
  }
  return { state: delivery.state, reason: null, suppress, sign: null };
}

/**
 * Whether receipts must be retried later: a failure of a copy that an operator has sent again and that waits for its
 * hand-over. Applied now, the failure would be lost, because the same receipt counts only once. Pure.
 */
export function mustWait(state: DeliveryState, receipts: readonly Said[]): boolean {
  return (
    state === 'pending' &&
    receipts.some(({ verdict }) => FAILURES.has(verdict)) &&
    !receipts.some(({ verdict }) => verdict === 'delivered')
  );
}

/**
 * The identity of a receipt. On e-mail it is the copy and the verdict alone: the sender of a report chooses its bytes and
 * its status code, and may be anybody who got the copy. On other channels the provider's id distinguishes two messages
 * under one token, as after a resend. Pure.
 */
export function fingerprintOf(receipt: {
  channel: ChannelName;
  token: string;
  verdict: Verdict;
  providerId: string;
}): Buffer {
  const { channel, token, verdict, providerId } = receipt;
  const message = channel === 'email' ? '' : providerId;
  return createHash('sha256').update([channel, token.toLowerCase(), verdict, message].join('\0')).digest();
}

function signOf(counting: readonly Said[], suppress: Judgement['suppress']): Sign | null {
  if (suppress?.why === 'dead-address') return 'dead';
  if (counting.some(({ verdict }) => verdict === 'sender_at_fault')) return 'fault';
  return suppress === null && counting.some(({ verdict }) => verdict === 'failed') ? 'refused' : null;
}

function suppression(receipts: readonly Said[]): Judgement['suppress'] {
  for (const [verdict, why] of SUPPRESSES) {
    const said = receipts.find((receipt) => receipt.verdict === verdict);
    if (said) return { why, detail: said.reason };
  }
  return null;
}

function counts({ channel, handedAt }: Known, { receivedAt }: Said): boolean {
  return (
    channel !== 'sms' ||
    handedAt === null ||
    receivedAt.getTime() - handedAt.getTime() <= SMS_RECEIPTS_COUNT_MS
  );
}
