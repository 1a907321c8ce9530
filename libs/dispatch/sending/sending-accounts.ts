import { setTimeout as sleep } from 'node:timers/promises';
import type { Account, Channel } from '#channels';
import type { Budget } from '../flow-control/budget.js';
import type { Circuit } from '../flow-control/circuit.js';
import { chunkSize } from '../flow-control/pace.rules.js';
import { Semaphore } from '../flow-control/semaphore.js';
import { fairest, type Served, servedWith } from './share.rules.js';

/** While every account has all its hand-overs under way, the next look, in ms: one of them may end at any time. */
const FULL_LOOK_MS = 5;
/** While no account has a slot soon, the longest pause between two looks, in ms. */
const LOOK_MS = 250;

/** The parts of one account in this process. */
interface Parts {
  account: Pick<Account, 'rate' | 'unit' | 'share'>;
  /** Wrapped by the circuit. */
  channel: Channel;
  budget: Budget;
  circuit: Circuit;
}

/** One account of a channel as a sender uses it: its adapter, its limits, and how much it has taken. */
export class SendingAccount implements Served {
  readonly channel: Channel;
  readonly budget: Budget;
  readonly circuit: Circuit;
  readonly share: number;
  /** Whether its limit counts segments. */
  readonly inSegments: boolean;
  /** Deliveries claimed at once. */
  readonly chunk: number;
  /** Hand-overs under way. */
  readonly underWay: Semaphore;
  /** Claimed copies without a written outcome, which an account that hangs keeps for itself. */
  readonly claimable: Semaphore;
  servedTo = 0;
  /** Whether its last answer was that it does not take us as a sender. */
  refuses = false;

  /** @param claimWindow CLAIM_WINDOW */
  constructor({ account, channel, budget, circuit }: Parts, claimWindow: number) {
    this.channel = channel;
    this.budget = budget;
    this.circuit = circuit;
    this.share = account.share;
    this.inSegments = account.unit === 'segments';
    this.chunk = chunkSize(account.rate, claimWindow);
    this.underWay = new Semaphore(channel.atOnce);
    this.claimable = new Semaphore(claimWindow);
  }
}

/** An account chosen to claim next, and how many copies. */
export interface Choice {
  account: SendingAccount;
  /** Its places among the account's claimed copies are taken. */
  limit: number;
  /** The places among its hand-overs under way that are taken for them already. */
  places: number;
}

/**
 * Takes places at the account whose turn it is, of those that have some, and waits for none while it holds others. It
 * claims no more than it can start: an account that hangs must not keep a lane from the others.
 */
function takeFrom(ready: readonly SendingAccount[]): Choice | null {
  const account = fairest(ready);
  if (!account) return null;
  const limit = account.claimable.takeNow(account.chunk);
  const places = account.underWay.takeNow(limit);
  account.claimable.give(limit - places);
  if (places === 0) return takeFrom(ready.filter((other) => other !== account));
  // At once: other lanes choose before this one has claimed.
  account.servedTo = servedWith(account, places, ready);
  return { account, limit: places, places };
}

/**
 * The accounts of a channel. Each chunk goes to one of those that can take it now, in the proportion of their shares. A
 * copy belongs to an account from its claim on: what certainly did not leave is claimed again, by whichever account.
 */
export class SendingAccounts {
  constructor(private readonly accounts: readonly SendingAccount[]) {}

  /**
   * Waits until an account has rate-limit slots soon. Claiming earlier would hold copies that cannot be sent yet.
   * @returns null when `over()` is true
   */
  async next(over: () => boolean): Promise<Choice | null> {
    while (!over()) {
      const there = this.accounts.filter(({ circuit }) => !circuit.open);
      // This process may have missed that one is back: the claim finds out.
      const candidates = there.length > 0 ? there : this.accounts;
      const [only] = candidates;
      if (only && candidates.length === 1) {
        await only.budget.ready(over);
        if (over()) return null;
        const limit = await only.claimable.take(only.chunk);
        only.servedTo = servedWith(only, limit, candidates);
        return { account: only, limit, places: 0 };
      }
      const waits = await Promise.all(
        candidates.map(async (account) => ({ account, ms: await account.budget.waitMs() })),
      );
      const ready = waits.flatMap(({ account, ms }) => (ms <= 0 ? [account] : []));
      const choice = takeFrom(ready);
      if (choice) return choice;
      const nextMs = ready.length > 0 ? FULL_LOOK_MS : Math.min(LOOK_MS, ...waits.map(({ ms }) => ms));
      await sleep(Math.max(1, nextMs));
    }
    return null;
  }

  /** Whether an account other than this one takes copies, as far as this process has seen. */
  elsewhere(than: SendingAccount): boolean {
    return this.accounts.some((account) => account !== than && !account.circuit.open && !account.refuses);
  }

  /** Whether the others may claim what this account was not granted, since it is away. */
  async lost({ account }: Choice): Promise<boolean> {
    return this.accounts.length > 1 && (await account.circuit.isOpenNow()) && this.elsewhere(account);
  }

  /** Corrects what was counted for a choice: fewer copies were claimed than it allowed. */
  took({ account, limit }: Choice, copies: number): void {
    account.servedTo -= (limit - copies) / account.share;
  }
}
