import { carrierOf, type Channel, type ChannelName, type Outcome, type OutgoingMessage } from '#channels';
import { CEILING, type Paid } from '../flow-control/spending.js';
import type { SendingAccount } from './sending-accounts.js';

/** Outcomes after which the message certainly did not leave, for a reason of the account. */
const NOT_LEFT: ReadonlySet<Outcome['kind']> = new Set(['away', 'own_fault', 'slow_down']);

/** Takes a channel's notices to the first account that takes them; each waits for a slot of that account. */
export class NoticeRoute implements Pick<Channel, 'name' | 'send'> {
  /**
   * @param over whether to stop waiting: a message without a slot is then to be retried
   * @param waitMs how long one message waits at most: its lease must outlast the wait and the hand-over
   */
  constructor(
    readonly name: ChannelName,
    private readonly accounts: readonly SendingAccount[],
    private readonly over: () => boolean,
    private readonly waitMs: number,
  ) {}

  async send(message: OutgoingMessage): Promise<Outcome> {
    const until = performance.now() + this.waitMs;
    const { name: carrier } = carrierOf(this.name, message.to);
    const connected = this.accounts.filter(
      ({ isWithout, routes }) => !isWithout && (routes.length === 0 || routes.includes(carrier)),
    );
    const there = connected.filter(({ circuit }) => circuit.takes);
    let outcome: Outcome = { kind: 'retry', reason: 'no slot' };
    // This process may have missed that one is back: where all are away, each is asked.
    const inOrder = (there.length > 0 ? there : connected).toSorted(
      (one, other) =>
        Number(one.budget.slowed) - Number(other.budget.slowed) ||
        Number(other.routes.length > 0) - Number(one.routes.length > 0) ||
        Number(other.preferred) - Number(one.preferred),
    );
    for (const account of inOrder) {
      // No claim of a notice asks for its account. Without the database, nothing is handed over either.
      if (
        this.accounts.length > 1 &&
        (await account.circuit.read().then(
          () => account.circuit.rests,
          () => true,
        ))
      )
        continue;
      const leftMs = until - performance.now();
      if (this.over() || leftMs <= 0) break;
      outcome = await paid(account, message, () =>
        account.budget.paced(account.channel, this.over, leftMs).send(message),
      );
      if (!NOT_LEFT.has(outcome.kind)) break;
    }
    return outcome;
  }
}

/** Sends a message whose price is taken from the account's ceiling; gives it back when the message certainly did not leave. */
async function paid(
  { spending, channel }: SendingAccount,
  message: OutgoingMessage,
  send: () => Promise<Outcome>,
): Promise<Outcome> {
  if (!spending.counts) return send();
  const units = channel.segmentsOf?.(message.text) ?? 1;
  let bill: Paid | null;
  try {
    bill = await spending.take(units);
  } catch {
    // Without the database there is no slot either: nothing was sent.
    return { kind: 'retry', reason: 'no slot' };
  }
  if (!bill) return { kind: 'away', reason: CEILING };
  const outcome = await send();
  if (outcome.kind !== 'accepted' && outcome.kind !== 'unknown')
    // Without the database, too much stays counted, and the message's outcome matters more.
    await spending.refund(bill).catch(() => undefined);
  return outcome;
}
