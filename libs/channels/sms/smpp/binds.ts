import { setTimeout as sleep } from 'node:timers/promises';
import type { BindLeases } from '../../channel.js';
import { ownBinds } from './leases.js';
import type { Pdu } from './pdu.js';
import { type Answer, type NotBound, Session, type SessionHost } from './session.js';
import type { SmppSettings } from './settings.js';

/** Pauses after binds that did not come about or were of no use: from the first, doubled, to the longest, in ms. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A bind that ends within this time without an answer to a submit_sm was of no use, in ms. */
const BRIEF_MS = 5_000;
/** How often leases are extended and missing binds are opened, in ms. */
const ROUND_MS = 2_000;
/** A bind whose lease cannot be extended begins to end this long before it does, in ms: open requests are awaited. */
const LEAVING_MS = 10_000;

/** A submit_sm that was not sent. */
export interface NotSent {
  kind: 'not-sent';
  /** `others`: other workers hold all binds of the contract. */
  why: NotBound | { kind: 'others' };
}

/** A submit_sm that waits for room. */
interface Waiting {
  fields: Pdu['fields'];
  until: number;
  settle(answer: Answer | NotSent | Promise<Answer>): void;
  limit: NodeJS.Timeout;
}

/** The binds of one account in this process: opens its share of them, opens them again, and spreads submits over them. */
export class Binds {
  /** Shares the contract's binds with other workers; without it this process has them all. */
  leases: BindLeases = ownBinds();
  private readonly sessions = new Map<Session, number>();
  private readonly waiting = new Set<Waiting>();
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;
  /** Why the last bind did not come about; null since one did. */
  private failed: NotBound | null = null;
  /** Failures in a row, and the instant before which no bind is tried. */
  private failures = 0;
  private restUntil = 0;
  private leasedUntil = 0;
  private wake = new AbortController();
  /** Leases that are being given back. */
  private readonly releasing = new Set<number>();
  /** Whether other workers hold all binds of the contract. */
  private isWithout = false;
  private told = 0;
  private tell: (places: number) => void = () => undefined;

  constructor(
    private readonly account: string,
    private readonly settings: SmppSettings,
    private readonly timeoutMs: number,
    private readonly deliver: SessionHost['deliver'],
  ) {}

  /** Begins to hold binds, from which receipts come too. */
  start(): void {
    this.running ??= this.run();
  }

  /** Tells how many submits can be under way, now and at each change. */
  onPlaces(tell: (places: number) => void): void {
    this.tell = tell;
    tell((this.told = this.places));
  }

  /** While a bind is opened again, as many as it will have: where it cannot be, these find out. */
  private get places(): number {
    if (this.isWithout && this.sessions.size === 0) return 0;
    return Math.max(1, this.sessions.size) * this.settings.window;
  }

  private changed(): void {
    const { places } = this;
    if (places !== this.told) this.tell((this.told = places));
  }

  get isStarted(): boolean {
    return this.running !== null;
  }

  /**
   * Sends a submit_sm on the bind with the most room.
   * @param startBy the latest instant at which it is sent, and `until` of its answer, both by performance.now()
   */
  submit(fields: Pdu['fields'], startBy: number, until: number): Promise<Answer | NotSent> {
    this.start();
    if (performance.now() >= startBy)
      return Promise.resolve({ kind: 'not-sent', why: { kind: 'unreachable', code: 'ETIMEDOUT' } });
    const session = this.waiting.size === 0 ? this.roomiest() : undefined;
    if (session) return session.submit(fields, until);
    if (this.places === 0) return Promise.resolve({ kind: 'not-sent', why: { kind: 'others' } });
    if (this.sessions.size === 0 && this.failed && this.isResting)
      return Promise.resolve({ kind: 'not-sent', why: this.failed });
    return new Promise((settle) => {
      const limit = setTimeout(
        () => this.giveUp(waiting, this.failed ?? { kind: 'unreachable', code: 'ETIMEDOUT' }),
        Math.max(0, startBy - performance.now()),
      );
      const waiting: Waiting = { fields, until, settle, limit };
      this.waiting.add(waiting);
    });
  }

  /** Asks one of the binds whether the SMSC is there. @returns null, or why not */
  async probe(): Promise<NotBound | null> {
    const [session] = this.sessions.keys();
    const code = session ? await session.probe() : null;
    if (session) return code === null ? null : { kind: 'unreachable', code };
    return this.failed ?? { kind: 'unreachable', code: 'ENOTCONN' };
  }

  /** Lets open requests end, unbinds and gives the leases back. */
  async close(): Promise<void> {
    this.stopping.abort();
    this.wake.abort();
    for (const waiting of this.waiting) this.giveUp(waiting, { kind: 'unreachable', code: 'ECANCELED' });
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.round();
      const rest = this.restUntil - performance.now();
      // An ended bind wakes it.
      await sleep(rest > 0 ? Math.min(rest, ROUND_MS) : ROUND_MS, undefined, {
        signal: this.wake.signal,
      }).catch(() => undefined);
      if (!this.stopping.signal.aborted) this.wake = new AbortController();
    }
    await this.leave([...this.sessions.keys()]);
    await this.leases.end(this.account);
  }

  /** Extends the leases, closes binds beyond this process's share, and opens missing ones, one after the other. */
  private async round(): Promise<void> {
    const askedAt = performance.now();
    const leased = await this.leases.renew(this.account, this.settings.binds);
    if (leased === null) {
      // Another worker may take them once the leases have ended.
      if (performance.now() >= this.leasedUntil - LEAVING_MS) await this.leave([...this.sessions.keys()]);
      return;
    }
    this.leasedUntil = askedAt + this.leases.lastMs;
    const { share, held } = leased;
    // A lease that could not be given back before would be extended for ever, and nobody had its bind.
    const used = new Set(this.sessions.values());
    await Promise.all(held.filter((bind) => !used.has(bind)).map((bind) => this.release(bind)));
    const mine = [...this.sessions].filter(([, bind]) => held.includes(bind)).slice(0, share);
    await this.leave([...this.sessions.keys()].filter((session) => !mine.some(([one]) => one === session)));
    if (share === 0) return this.without();
    while (this.sessions.size < share && !this.isResting && !this.stopping.signal.aborted)
      if (!(await this.open())) return;
  }

  /** @returns whether another bind may be tried */
  private async open(): Promise<boolean> {
    const lease = await this.leases.take(this.account, this.settings.binds);
    if (lease === null) {
      this.without();
      return false;
    }
    this.isWithout = false;
    this.changed();
    const session = await this.bind();
    if (!(session instanceof Session)) {
      await this.release(lease);
      this.fail(session);
      return false;
    }
    this.failed = null;
    this.sessions.set(session, lease);
    const since = performance.now();
    void session.ended.then(async () => {
      this.sessions.delete(session);
      this.changed();
      if (session.hasServed || performance.now() - since >= BRIEF_MS) this.restUntil = this.failures = 0;
      else this.rest();
      await this.release(lease);
      this.wake.abort();
    });
    this.changed();
    this.fill();
    return true;
  }

  /** Once at a time: a second one could come after the bind was taken again. */
  private async release(bind: number): Promise<void> {
    if (this.releasing.has(bind)) return;
    this.releasing.add(bind);
    await this.leases.release(this.account, bind);
    this.releasing.delete(bind);
  }

  /** The others hold all binds. The next round, or the end of a lease, may bring one: this is no failure. */
  private without(): void {
    if (this.sessions.size > 0) return;
    this.isWithout = true;
    this.changed();
    for (const waiting of this.waiting) this.giveUp(waiting, { kind: 'others' });
  }

  /** Binds both ways. Of a pair, the transmitter ends with its receiver, without which its receipts would not come. */
  private async bind(): Promise<Session | NotBound> {
    const { settings, timeoutMs, deliver } = this;
    const host = { deliver, hasRoom: () => this.fill() };
    if (settings.bindAs === 'transceiver') return Session.bind('transceiver', settings, timeoutMs, host);
    const receiver = await Session.bind('receiver', settings, timeoutMs, host);
    if (!(receiver instanceof Session)) return receiver;
    const transmitter = await Session.bind('transmitter', settings, timeoutMs, host);
    if (!(transmitter instanceof Session)) {
      await receiver.leave();
      return transmitter;
    }
    void receiver.ended.then(() => transmitter.leave());
    void transmitter.ended.then(() => receiver.leave());
    return transmitter;
  }

  private get isResting(): boolean {
    return performance.now() < this.restUntil;
  }

  private rest(): void {
    this.restUntil = performance.now() + Math.min(FIRST_PAUSE_MS * 2 ** this.failures++, LONGEST_PAUSE_MS);
  }

  /** Beyond the contract's number an SMSC refuses a bind and serves the others: only without any, copies end. */
  private fail(why: NotBound): void {
    this.rest();
    this.failed = why;
    if (this.sessions.size === 0) for (const waiting of this.waiting) this.giveUp(waiting, why);
  }

  private giveUp(waiting: Waiting, why: NotSent['why']): void {
    if (!this.waiting.delete(waiting)) return;
    clearTimeout(waiting.limit);
    waiting.settle({ kind: 'not-sent', why });
  }

  /** Sends what waits, as long as there is room. */
  private fill(): void {
    for (const waiting of this.waiting) {
      const session = this.roomiest();
      if (!session) return;
      this.waiting.delete(waiting);
      clearTimeout(waiting.limit);
      waiting.settle(session.submit(waiting.fields, waiting.until));
    }
  }

  private roomiest(): Session | undefined {
    let best: Session | undefined;
    for (const session of this.sessions.keys())
      if (session.hasRoom && (!best || session.used < best.used)) best = session;
    return best;
  }

  private async leave(sessions: readonly Session[]): Promise<void> {
    await Promise.all(sessions.map((session) => session.leave()));
  }
}
