import { createHash } from 'node:crypto';
import type { ChannelName } from '#channels';
import type { DeliveryState } from '#waves';
import type { Sign } from './brake.rules.js';

/** What a provider may say later about a copy it took. The table `receipts` allows the same. */
export type Verdict =
  'delivered' | 'failed' | 'soft' | 'dead' | 'opted_out' | 'complaint' | 'sender_at_fault';

/** Why a receipt speaks against an address: Audience's reasons. */
type ReceiptSuppression = 'dead-address' | 'provider-opt-out' | 'complaint' | 'soft-failures';

/** One receipt of a delivery. */
export interface Said {
  verdict: Verdict;
  /** A short stable code such as `twilio 30006`. */
  reason: string;
  receivedAt: Date;
}

/** What the ledger knows of the delivery the receipts are about. */
export interface Known {
  channel: ChannelName;
  state: DeliveryState;
  /** The latest hand-over; null where it has not been recorded (yet). */
  handedAt: Date | null;
}

/** What the receipts make of a delivery. */
export interface Judgement {
  state: DeliveryState;
  /** Why it failed; null unless these receipts made it fail. */
  reason: string | null;
  /**
   * Write to this address no more, for this reason; the detail is the provider's code. With `soft-failures` it is one more
   * of them, said once for a copy.
   */
  suppress: { why: ReceiptSuppression; detail: string } | null;
  /** What the copy says against its broadcast, said once: when these receipts made it fail. */
  sign: Sign | null;
}

/** DESIGN §1: SMS receipts count for 72 h after the hand-over; what comes later changes no report any more. */
const SMS_RECEIPTS_COUNT_MS = 72 * 3600_000;

/** Strongest first: of several reasons against one address the strongest is kept. */
const SUPPRESSES: readonly (readonly [Verdict, ReceiptSuppression])[] = [
  ['complaint', 'complaint'],
  ['opted_out', 'provider-opt-out'],
  ['dead', 'dead-address'],
];

/** A failure is believed of a copy that was, or may have been, handed over; a pending one is still to be tried. */
const MAY_FAIL: ReadonlySet<DeliveryState> = new Set(['claimed', 'unknown', 'accepted']);

/**
 * Decides what receipts make of one delivery. Their order and number do not matter: `delivered` wins over everything,
 * for only a copy that was handed over carries the token the receipt came with; a failure turns claimed, unknown and
 * accepted into failed; nothing goes backwards. A complaint is about a copy that arrived, and leaves the state alone.
 * Pure.
 */
export function judge(delivery: Known, receipts: readonly Said[]): Judgement {
  const counting = receipts.filter((receipt) => counts(delivery, receipt));
  const failure = counting.find(({ verdict }) => verdict !== 'delivered' && verdict !== 'complaint');
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
 * Whether receipts of a copy must be looked at again later: a failure of one that an operator has sent again, which waits
 * for its hand-over. Applied now it would be lost, though the same receipt counts only once. Pure.
 */
export function mustWait(state: DeliveryState, receipts: readonly Said[]): boolean {
  return (
    state === 'pending' &&
    receipts.some(({ verdict }) => verdict !== 'delivered' && verdict !== 'complaint') &&
    !receipts.some(({ verdict }) => verdict === 'delivered')
  );
}

/**
 * What makes two receipts the same. On e-mail it is the copy and the verdict alone: the bytes and the status code of a
 * report are whatever its sender makes them, and its sender may be anybody who got the copy. Elsewhere the provider's id
 * tells two messages under one token apart, as after a resend. Pure.
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
  return counting.some(({ verdict }) => verdict === 'sender_at_fault') ? 'fault' : null;
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
