import { isOver, moment } from '#platform/waiting';
import { isConnectionSpent, outcomeOfReply } from '../replies.js';
import { inLines, isSayable } from './conversation.rules.js';
import type { Handover, Parcel } from './hand-over.js';
import { type HandoverLimit, HandoverLimits } from './handover-limit.js';
import { Burst, type Host, quit, Session, signIn } from './session.js';
import type { SmtpTarget } from './target.js';
import { type Offers, type Way, Ways } from './ways.rules.js';

/** Connects and authenticates, without sending. */
export async function checkServer(target: SmtpTarget): Promise<Handover> {
  const limits = new HandoverLimits(target.timeoutMs);
  try {
    const opened = await signIn(target, limits.begin());
    if ('kind' in opened) return opened;
    quit(opened.socket);
    return { kind: 'taken', reply: '' };
  } finally {
    limits.close();
  }
}

/** A copy that waits for a connection or is on one. */
interface Entry {
  parcel: Parcel;
  limit: HandoverLimit;
  resolve: (handover: Handover) => void;
  /** Whether it is the first copy on a new connection. */
  isFresh: boolean;
  /** Whether a connection has broken off under it before the server could take it. */
  isAgain: boolean;
}

/** A waiting copy: its time limit begins with its hand-over. */
type Waiting = Omit<Entry, 'limit'> & { limit: HandoverLimit | null };

/**
 * A pool of SMTP connections that are kept open and get prepared bytes. nodemailer's own pool composes each message
 * again, at ten times the cost. A copy goes to an idle connection, else to a new one, else behind another copy.
 */
export class SmtpPool implements Host<Entry> {
  private readonly waiting: Waiting[] = [];
  private readonly sessions = new Set<Session<Entry>>();
  private readonly burst = new Burst();
  private readonly limits: HandoverLimits;
  private readonly ways: Ways;
  private opening = 0;
  private onDrained: (() => void) | null = null;

  /** @param onSimpler called when a server turns out not to bear what it offers */
  constructor(
    private readonly target: SmtpTarget,
    private readonly onSimpler: (from: Way, to: Way) => void = () => undefined,
  ) {
    this.ways = new Ways(target.window);
    this.limits = new HandoverLimits(target.timeoutMs, () => this.dismissLate());
  }

  /** Hands one message over, once a connection is free. Never throws for a failure of a server or a network. */
  async send(given: Parcel): Promise<Handover> {
    const parcel = { ...given, mime: inLines(given.mime) };
    if (!isSayable(parcel)) return { kind: 'broken', code: 'EENVELOPE', at: 'talking' };
    return new Promise((resolve) => {
      this.waiting.push({ parcel, limit: null, resolve, isFresh: false, isAgain: false });
      this.serve();
    });
  }

  /** Waits for running hand-overs, then closes each connection with QUIT. */
  async close(): Promise<void> {
    if (!this.isDrained) await new Promise<void>((resolve) => (this.onDrained = resolve));
    for (const session of this.sessions) session.quit();
    this.sessions.clear();
    this.limits.close();
  }

  wayFor(offers: Offers): Way {
    return this.ways.of(offers);
  }

  bears(way: Way): boolean {
    return this.ways.isProven(way);
  }

  next(session: Session<Entry>, isFirst: boolean): Entry | null {
    for (let first = this.waiting[0]; first; first = this.waiting[0]) {
      // Behind another copy, it could be broken off again.
      if (first.isAgain && !isFirst) return null;
      this.waiting.shift();
      const entry = this.start(first, session.begun === 0);
      if (entry) return entry;
    }
    return null;
  }

  settle(entry: Entry, result: Handover | 'again', way: Way): void {
    if (result === 'again') this.simplify(way);
    if (result === 'again' || isLetGo(result, entry, way)) {
      this.limits.end(entry.limit);
      this.waiting.unshift({ ...entry, limit: null, isAgain: true });
      return;
    }
    if (result.kind === 'taken') this.ways.took(way);
    this.limits.end(entry.limit);
    entry.resolve(result);
  }

  ended(session: Session<Entry>, tried: Way | null, why: 'closing' | 'out-of-step' | 'broken'): void {
    this.sessions.delete(session);
    if (tried !== null && why === 'out-of-step') this.simplify(tried);
    if (tried !== null && why === 'broken') this.said(tried, this.ways.broke(tried));
    this.serve();
  }

  idle(session: Session<Entry>): void {
    if (!session.usable || session.isSpent) {
      this.retire(session);
      this.serve();
    } else this.checkDrained();
  }

  private simplify(way: Way): void {
    this.said(way, this.ways.giveUp(way));
  }

  private said(from: Way, to: Way | null): void {
    if (to) this.onSimpler(from, to);
  }

  private get isDrained(): boolean {
    return (
      this.waiting.length === 0 &&
      this.opening === 0 &&
      [...this.sessions].every((session) => session.busy === 0)
    );
  }

  private serve(): void {
    if (this.waiting.length > 0) for (const session of this.free()) session.fill();
    while (this.waiting.length > 0 && this.sessions.size + this.opening < this.target.maxConnections) {
      const first = this.waiting.shift();
      const entry = first && this.start(first, true);
      if (entry) void this.open(entry);
    }
    if (this.waiting.length > 0) for (const session of this.sessions) session.fill();
    this.checkDrained();
  }

  private checkDrained(): void {
    if (this.onDrained && this.isDrained) this.onDrained();
  }

  /** Usable connections without a copy; the others that have none are closed. */
  private *free(): Iterable<Session<Entry>> {
    for (const session of this.sessions) {
      if (session.busy > 0) continue;
      if (session.usable && !session.isSpent) yield session;
      else this.retire(session);
    }
  }

  private retire(session: Session<Entry>): void {
    session.quit();
    this.sessions.delete(session);
  }

  private async open(entry: Entry): Promise<void> {
    this.opening++;
    const opened = await signIn(this.target, entry.limit);
    this.opening--;
    if ('kind' in opened) this.settle(entry, opened, 'one-by-one');
    else {
      const session = new Session<Entry>(opened, this, this.burst, this.target);
      this.sessions.add(session);
      // Connecting may have taken longer than it has.
      if (this.start(entry, true)) session.begin(entry);
    }
    this.serve();
  }

  /** Starts the time limit of a hand-over. @returns null when it is too late to begin */
  private start(waiting: Waiting, isFresh: boolean): Entry | null {
    if (isOver(waiting.parcel.startBy, moment())) {
      if (waiting.limit) this.limits.end(waiting.limit);
      waiting.resolve({ kind: 'late' });
      return null;
    }
    return Object.assign(waiting, { isFresh, limit: waiting.limit ?? this.limits.begin() });
  }

  /** While the server hangs, no connection becomes free. A copy that waits past its deadline is released. */
  private dismissLate(): void {
    const now = moment();
    for (let at = this.waiting.length - 1; at >= 0; at--) {
      const waiting = this.waiting[at];
      if (waiting && isOver(waiting.parcel.startBy, now)) {
        this.waiting.splice(at, 1);
        this.start(waiting, false);
      }
    }
  }
}

/** Codes that no other connection would change: out of time, and too large for the server. */
const FINAL: readonly string[] = ['ETIMEDOUT', 'EMESSAGE'];

/**
 * Whether a server let go of a copy without judging it: it closed a kept connection, silently or with a 421 (RFC 5321
 * §3.8), or does not bear the way of talking. Then a new connection is worth a try.
 */
function isLetGo(handover: Handover, { isFresh, isAgain }: Entry, way: Way): boolean {
  // As often as it happens: the connection takes no other copy, and one that is new was never spent.
  if (handover.kind === 'refused' && isConnectionSpent(handover.reply, handover.stage)) return !isFresh;
  if (isAgain) return false;
  switch (handover.kind) {
    case 'taken':
    case 'late':
      return false;
    case 'broken':
      if (handover.at === 'written' || FINAL.includes(handover.code)) return false;
      return !isFresh || (handover.code === 'EPROTOCOL' && way !== 'one-by-one');
    case 'refused':
      return (
        !isFresh &&
        handover.reply.code === 421 &&
        outcomeOfReply(handover.reply, handover.stage).kind === 'away'
      );
  }
}
