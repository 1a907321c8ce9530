import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from '#channels';
import type { Account } from '#channels/accounts';
import type { Budget } from '../flow-control/budget.js';
import type { Circuit } from '../flow-control/circuit.js';
import { chunkSize } from '../flow-control/pace.rules.js';
import { Semaphore } from '../flow-control/semaphore.js';
import type { WarmUp } from '../flow-control/warm-up.js';
import { nextDay } from '../flow-control/warm-up.rules.js';
import type { Spending } from '../flow-control/spending.js';
import { fairest, foremost, type Served, servedWith } from './share.rules.js';

/** While every account holds as many copies as it may, the next look, in ms: one of them may end at any time. */
const FULL_LOOK_MS = 5;
/** Chunks that wait for their slots at one account: while one is handed over, the next ones are claimed. */
const CHUNKS_WAITING = 4;
/** How long an account may answer nothing, with all its hand-overs under way, before others get its copies, in ms. */
const HANGS_MS = 1_000;
/** How long copies wait for an account that is away, while those that are there may take none of them today, in ms. */
const AWAY_WAIT_MS = 60_000;
/** While no account has a slot soon, the longest pause between two looks, in ms. */
const LOOK_MS = 250;

/** The parts of one account in this process. */
interface Parts {
  account: Pick<Account, 'kind' | 'rate' | 'unit' | 'share' | 'routes'>;
  /** Wrapped by the circuit. */
  channel: Channel;
  budget: Budget;
  spending: Spending;
  warmUp: WarmUp;
  circuit: Circuit;
}

/** One account of a channel as a sender uses it: its adapter, its limits, and how much it has taken. */
export class SendingAccount implements Served {
  readonly kind: string;
  /** The carriers whose recipients it takes, and takes alone; none: everybody's. */
  readonly routes: readonly string[];
  readonly channel: Channel;
  readonly budget: Budget;
  readonly spending: Spending;
  readonly warmUp: WarmUp;
  readonly circuit: Circuit;
  private readonly configured: number;
  /** Whether its limit counts segments. */
  readonly inSegments: boolean;
  /** Deliveries claimed at once. */
  readonly chunk: number;
  /** Hand-overs under way. */
  readonly underWay: Semaphore;
  /** Claimed copies without a written outcome, which an account that hangs keeps for itself. */
  readonly claimable: Semaphore;
  /** Chunks that are claimed and wait for their slots. */
  readonly waiting = new Semaphore(CHUNKS_WAITING);
  servedTo = 0;
  /** Hand-overs without an answer. */
  private unanswered = 0;
  /** When it last answered, or got something to answer; on this process's clock. */
  private heardAt = 0;
  /** Called when this process gets its first connection of the account, or has none any more: others hold all. */
  onConnected: () => void = () => undefined;
  /** Hand-overs that can be under way now; none while other workers hold all connections of the account. */
  private places: number;
  /** Whether its last answer was that it does not take us as a sender. */
  refusesUs = false;

  /** @param claimWindow CLAIM_WINDOW */
  constructor({ account, channel, budget, spending, warmUp, circuit }: Parts, claimWindow: number) {
    this.kind = account.kind;
    this.routes = account.routes;
    this.channel = channel;
    this.budget = budget;
    this.spending = spending;
    this.warmUp = warmUp;
    this.circuit = circuit;
    this.configured = account.share;
    this.inSegments = account.unit === 'segments';
    this.chunk = chunkSize(account.rate, claimWindow);
    this.places = channel.atOnce;
    this.underWay = new Semaphore(channel.atOnce);
    channel.onPlaces?.((places) => {
      const changes = (this.places === 0) !== (places === 0);
      this.places = places;
      this.underWay.resize(places);
      if (changes) this.onConnected();
    });
    this.claimable = new Semaphore(claimWindow);
  }

  /** Notes that a hand-over begins, which has its place. */
  begins(): void {
    if (this.unanswered === 0) this.heardAt = performance.now();
    this.unanswered += 1;
  }

  /** Notes the account's answer to a hand-over. */
  answered(): void {
    this.unanswered -= 1;
    this.heardAt = performance.now();
    this.underWay.give(1);
  }

  /** Its configured share, or the part of it that it has now. */
  get share(): number {
    return this.configured * this.circuit.weight;
  }

  /** Whether an operator prefers it to the others. */
  get preferred(): boolean {
    return this.circuit.preferred;
  }

  /** Whether it takes nothing, though it answers. */
  get refuses(): boolean {
    return this.refusesUs || this.circuit.refusesAll;
  }

  /** Whether other workers hold all of its connections: this process can hand nothing over. */
  get isWithout(): boolean {
    return this.places === 0;
  }

  /** Whether everything it can have under way is under way, and nothing of it is answered. */
  get hangs(): boolean {
    return !this.isWithout && this.unanswered >= this.places && performance.now() - this.heardAt > HANGS_MS;
  }
}

/** An account chosen to claim next, and how many copies. */
export interface Choice {
  account: SendingAccount;
  /** Its places among the account's claimed copies are taken, and one among its chunks that wait. */
  limit: number;
  /** The account's share that they were counted by. */
  share: number;
}

/** Takes places for a whole chunk at an account, or none: claims of a few copies each would cost as much as full ones. */
function takeNow(account: SendingAccount, ready: readonly SendingAccount[]): Choice | null {
  if (account.waiting.takeNow(1) === 0) return null;
  const limit = account.claimable.takeNow(account.chunk);
  if (limit === account.chunk) return take(account, limit, ready);
  account.claimable.give(limit);
  account.waiting.give(1);
  return null;
}

/** Counts a choice's copies at once: other lanes choose before this one has claimed. */
function take(account: SendingAccount, limit: number, ready: readonly SendingAccount[]): Choice {
  account.servedTo = servedWith(account, limit, ready);
  return { account, limit, share: account.share };
}

/**
 * The accounts of a channel. Each chunk goes to a preferred one that can take it now, or to one of the others that can, in
 * the proportion of their shares. A copy belongs to an account from its claim on: what certainly did not leave is claimed
 * again, by whichever account.
 */
export class SendingAccounts {
  private constructor(
    private readonly accounts: readonly SendingAccount[],
    private readonly route = '',
  ) {}

  /** All accounts of a channel: from now on, the circuit of each knows whether another one takes its copies. */
  static ofChannel(accounts: readonly SendingAccount[]): SendingAccounts {
    for (const account of accounts) {
      const alike = new SendingAccounts(
        accounts.filter(
          ({ routes }) => routes.length === 0 || routes.some((route) => account.routes.includes(route)),
        ),
      );
      account.circuit.elsewhere = () => alike.elsewhere(account);
    }
    return new SendingAccounts(accounts);
  }

  /** Their kinds. */
  get kinds(): string[] {
    return [...new Set(this.accounts.map(({ kind }) => kind))];
  }

  /** Those of them that take copies to a carrier's recipients; '': to those of any other. */
  ofRoute(route: string): SendingAccounts {
    return new SendingAccounts(
      this.accounts.filter(({ routes }) => routes.length === 0 || routes.includes(route)),
      route,
    );
  }

  /** Those of them that are of these kinds. */
  ofKinds(kinds: readonly string[]): SendingAccounts {
    return new SendingAccounts(this.accounts.filter(({ kind }) => kinds.includes(kind)));
  }

  /**
   * Waits until an account has rate-limit slots soon. Claiming earlier would hold copies that cannot be sent yet.
   * @returns null when `over()` is true, or other workers hold the connections of all accounts
   */
  async next(over: () => boolean): Promise<Choice | null> {
    while (!over()) {
      const connected = this.accounts.filter(({ isWithout }) => !isWithout);
      const takes = connected.filter(({ circuit }) => circuit.takes);
      const own = this.accounts.filter(({ routes, circuit }) => routes.length > 0 && circuit.takes);
      // The workers that hold the connections take these copies. Not at once, or this one might get them again and again.
      if (connected.length === 0 || (own.length > 0 && own.every(({ isWithout }) => isWithout))) {
        await sleep(LOOK_MS);
        return null;
      }
      const [only] = connected;
      if (only && this.accounts.length === 1) {
        await only.waiting.take(1);
        const limit = await only.claimable.take(only.chunk);
        const choice = take(only, limit, this.accounts);
        let ready = false;
        try {
          await only.budget.ready(over);
          ready = !over();
        } finally {
          if (!ready) this.giveBack(choice);
        }
        return ready ? choice : null;
      }
      // The route's own accounts come first.
      const ready = own.filter(({ isWithout, hangs }) => !isWithout && !hangs);
      const there = this.notFull(ready.length > 0 ? ready : takes);
      // This process may have missed that one is back: the claim finds out. It never waits for one alone, since another may
      // come back first.
      const found = await this.ofSeveral(there.length > 0 ? there : connected);
      if (typeof found !== 'number') return found;
      await sleep(Math.max(1, found));
    }
    return null;
  }

  /** Those of them that may still take something for the route's recipients today, or all where none may. */
  private notFull(among: readonly SendingAccount[]): readonly SendingAccount[] {
    const left = among.filter(({ warmUp }) => !warmUp.isFull(this.route));
    return left.length > 0 ? left : among;
  }

  /**
   * Returns until when copies to the route's recipients wait that one of the accounts may not take today: not at all while
   * another one can take them, a little while one that could is away, else for tomorrow. @param now by the fleet's clock
   */
  waitUntil(now: Date): Date | null {
    const left = this.accounts.filter(({ warmUp }) => !warmUp.isFull(this.route));
    if (left.length === 0) return nextDay(now);
    return left.some(({ circuit }) => circuit.takes) ? null : new Date(now.getTime() + AWAY_WAIT_MS);
  }

  /** Takes places at the account whose turn it is, of those that have some. @returns or how long to wait, in ms */
  private async ofSeveral(candidates: readonly SendingAccount[]): Promise<Choice | number> {
    let lookMs = LOOK_MS;
    let ready = candidates.filter(({ hangs }) => !hangs);
    for (;;) {
      const among = foremost(ready);
      const account = fairest(among);
      if (!account) return lookMs;
      const choice = takeNow(account, among);
      let waitMs = FULL_LOOK_MS;
      try {
        if (choice) waitMs = await account.budget.waitMs();
      } finally {
        if (choice && waitMs > 0) this.giveBack(choice);
      }
      if (choice && waitMs <= 0) return choice;
      lookMs = Math.min(lookMs, waitMs);
      ready = ready.filter((other) => other !== account);
    }
  }

  /** Gives back the places that a choice does not need. @param copies claimed with it, which keep theirs */
  giveBack({ account, limit, share }: Choice, copies = 0): void {
    account.servedTo -= (limit - copies) / share;
    account.claimable.give(limit - copies);
    if (copies === 0) account.waiting.give(1);
  }

  /** Whether what this account has not begun should go to another one. */
  betterElsewhere(than: SendingAccount): boolean {
    return (
      than.isWithout ||
      (than.budget.slowed && this.elsewhere(than)) ||
      (than.hangs &&
        this.accounts.some(({ circuit, hangs, isWithout }) => !hangs && !isWithout && circuit.takes))
    );
  }

  /** Whether an account other than this one takes copies, as far as this process has seen. */
  elsewhere(than: SendingAccount): boolean {
    return this.accounts.some(
      (account) => account !== than && !account.isWithout && account.circuit.takes && !account.refuses,
    );
  }

  /** Whether the others may claim what this account was not granted, since it is away or rests. */
  async lost({ account }: Choice): Promise<boolean> {
    if (this.accounts.length === 1) return false;
    await account.circuit.read();
    return !account.circuit.takes && this.elsewhere(account);
  }
}
