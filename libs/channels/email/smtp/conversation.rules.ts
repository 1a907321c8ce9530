import { encodeXText } from 'nodemailer/lib/shared';
import { isConnectionSpent, type Reply, type Stage } from '../replies.js';
import type { Handover, Parcel, Reached } from './hand-over.js';
import type { Offers, Way } from './ways.rules.js';

// The transactions on one signed-in SMTP connection (RFC 5321, 2920, 3030), without the connection: what is said when,
// and which copy a reply is about. A reply belongs to a command by its position alone.

/** One copy on a connection. */
export interface Copy {
  readonly parcel: Parcel;
}

/** The connection that a conversation is held on. */
export interface Wire<C extends Copy> {
  say(commands: string): void;
  /**
   * Writes the message of a copy: as DATA, with stuffed dots and the final one, or as a chunk.
   * @param whole called when its last byte is written: at once, or, for a large one, later
   * @returns false when it is too late for it: the connection has been ended
   */
  write(copy: C, as: 'data' | 'chunk', whole: () => void): boolean;
  /** The next copy that may begin now. @param isFirst whether no other copy is under way here */
  next(isFirst: boolean): C | null;
  /** The result of a copy. `again`: the server bears no such way of talking and did not take it: a simpler way is next. */
  settle(copy: C, result: Handover | 'again', way: Way): void;
  /** Whether the server has taken copies in this way. */
  bears(way: Way): boolean;
  /** The connection is of no more use. `closing`: the server said so; else it answered out of step. */
  end(why: 'closing' | 'out-of-step'): void;
}

type Command = 'rset' | 'mail' | 'rcpt' | 'data' | 'message';

/** A copy under way. */
interface Exchange<C extends Copy> {
  copy: C;
  /** The way that its being taken proves. */
  way: Way;
  reached: Exclude<Reached, 'connecting'>;
  refusal: { reply: Reply; stage: Stage } | null;
}

interface Due<C extends Copy> {
  command: Command;
  of: Exchange<C>;
}

const STAGE: Readonly<Record<Command, Stage>> = {
  rset: 'mail',
  mail: 'mail',
  rcpt: 'rcpt',
  data: 'data',
  message: 'data',
};

/** Replies about the command, not the copy: it is unknown, or out of place (RFC 5321 §4.2.2). */
const BAD_SEQUENCE: readonly number[] = [500, 502, 503];

/**
 * Copies that a server may refuse on one connection, before another takes its place. Exim counts the RSET after each
 * and drops the connection at the eleventh (smtp_accept_max_nonmail), in clear text below TLS: what is under way then
 * becomes unknown. Up to three more (a window) are under way when the last of these is refused.
 */
const REFUSALS = 6;

export class Conversation<C extends Copy> {
  /** Commands without a reply, in the order in which they were said. */
  private readonly due: Due<C>[] = [];
  /** Copies without a result, in the order in which they began. */
  private readonly underWay: Exchange<C>[] = [];
  /** Whether the server may have a transaction open: the next one begins with RSET. */
  private isOpen = false;
  private hasEnded = false;
  private refusals = 0;
  private hasTakenEnough = false;

  /**
   * @param way asked before each copy that begins alone
   * @param window copies in flight at most
   */
  constructor(
    private readonly wire: Wire<C>,
    private readonly offers: Offers,
    private readonly way: () => Way,
    private readonly window: number,
  ) {}

  /** Copies without a result. */
  get busy(): number {
    return this.underWay.length;
  }

  /** Whether another connection should take the next copy. */
  get isSpent(): boolean {
    return this.hasTakenEnough || this.refusals >= REFUSALS;
  }

  /** Begins as many copies as the way of talking allows now. */
  fill(): void {
    while (!this.hasEnded && this.hasRoom()) {
      const copy = this.wire.next(this.underWay.length === 0);
      if (!copy) return;
      this.begin(copy);
    }
  }

  /** Begins a copy, on a connection that has room for it. */
  begin(copy: C): void {
    const { size } = this.offers;
    if (size && copy.parcel.mime.length > size) {
      this.wire.settle(copy, { kind: 'broken', code: 'EMESSAGE', at: 'talking' }, 'one-by-one');
      return;
    }
    const way = this.way();
    const isFirst = this.underWay.length === 0;
    const exchange: Exchange<C> = {
      copy,
      way: isFirst && (way === 'behind' || way === 'in-flight') ? ONE_LESS[way] : way,
      reached: 'talking',
      refusal: null,
    };
    this.underWay.push(exchange);
    const [mail, rcpt] = envelope(copy.parcel, this.offers);
    switch (exchange.way) {
      case 'one-by-one':
        if (this.isOpen) this.say('RSET\r\n', exchange, 'rset');
        else this.say(mail, exchange, 'mail');
        return;
      case 'together':
      case 'behind':
        if (this.isOpen) this.say(`RSET\r\n${mail}${rcpt}DATA\r\n`, exchange, 'rset', 'mail', 'rcpt', 'data');
        else this.say(`${mail}${rcpt}DATA\r\n`, exchange, 'mail', 'rcpt', 'data');
        return;
      case 'chunks':
      case 'in-flight':
        // Without RSET, Exim 4.96 takes a chunk that follows a refused recipient under the former envelope.
        this.say(
          `RSET\r\n${mail}${rcpt}BDAT ${copy.parcel.mime.length} LAST\r\n`,
          exchange,
          'rset',
          'mail',
          'rcpt',
          'message',
        );
        this.write(exchange, 'chunk');
    }
  }

  /** @param replies complete replies that arrived together: none can answer what is only said because of them */
  hear(replies: readonly Reply[]): void {
    const asked = this.due.length;
    for (const [at, reply] of replies.entries()) {
      if (this.hasEnded) return;
      if (at >= asked) {
        // A server may announce at any time that it closes (RFC 5321 §3.8).
        this.end(reply.code === 421 ? 'closing' : 'out-of-step');
        return;
      }
      this.take(reply);
    }
    this.fill();
  }

  /** The server said what is no SMTP. */
  misheard(): void {
    this.end('out-of-step');
  }

  /**
   * The connection has ended. A copy may have arrived if its last byte was written.
   * @param code why
   * @param culprit the copy that took too long; by default the first one
   * @returns the way that was being tried
   */
  breakOff(code: string, culprit?: C): Way | null {
    this.hasEnded = true;
    const left = this.underWay.splice(0);
    this.due.length = 0;
    const slow = culprit ?? left[0]?.copy;
    const tried = left.at(-1)?.way ?? null;
    for (const exchange of left) {
      const { copy, refusal, reached, way } = exchange;
      const broken = { kind: 'broken', code: copy === slow ? code : 'ECONNECTION', at: reached } as const;
      this.wire.settle(copy, refusal ? { kind: 'refused', ...refusal } : broken, way);
    }
    return tried;
  }

  private hasRoom(): boolean {
    const [first] = this.underWay;
    if (!first) return true;
    switch (this.way()) {
      case 'one-by-one':
      case 'together':
        return false;
      case 'behind':
        return this.underWay.length === 1 && first.reached === 'written' && !isChunk(first.way);
      case 'chunks':
        return false;
      case 'in-flight':
        return (
          this.underWay.length < this.window &&
          this.underWay.every(({ reached, way }) => reached === 'written' && isChunk(way))
        );
    }
  }

  private take(reply: Reply): void {
    const due = this.due.shift();
    if (!due) return;
    const { command, of } = due;
    const kind = Math.floor(reply.code / 100);
    if (reply.code === 421) {
      of.refusal ??= { reply, stage: STAGE[command] };
      this.finish(of);
      this.end('closing');
      return;
    }
    if (kind >= 4) return this.refused(reply, command, of);
    // Only DATA is answered by a 3xx, and by nothing else that is no refusal.
    if ((kind === 3) !== (command === 'data')) return this.end('out-of-step');
    switch (command) {
      case 'rset':
        this.isOpen = false;
        if (of.way === 'one-by-one') this.say(envelope(of.copy.parcel, this.offers)[0], of, 'mail');
        return;
      case 'mail':
        this.isOpen = true;
        if (of.way === 'one-by-one') this.say(envelope(of.copy.parcel, this.offers)[1], of, 'rcpt');
        return;
      case 'rcpt':
        if (of.way === 'one-by-one') this.say('DATA\r\n', of, 'data');
        return;
      case 'data':
        // RFC 2920 §3.1: a server may ask for the message although it refused the recipient; an empty one ends it.
        if (of.refusal) {
          this.isOpen = false;
          this.say('.\r\n', of, 'message');
        } else {
          this.due.push({ command: 'message', of });
          this.write(of, 'data');
        }
        return;
      case 'message':
        // Took it, without having accepted its sender: only the server knows.
        if (isChunk(of.way) && of.refusal?.stage === 'mail') {
          of.refusal = null;
          return this.end('out-of-step');
        }
        if (of.refusal) return this.finish(of);
        if (of.reached !== 'written') return this.end('out-of-step');
        return this.finish(of, { kind: 'taken', reply: reply.text });
    }
  }

  private refused(reply: Reply, command: Command, of: Exchange<C>): void {
    if (command === 'rset') return this.end('out-of-step');
    const isFirst = of.refusal === null;
    if (isFirst) this.refusals++;
    if (isConnectionSpent(reply, STAGE[command])) this.hasTakenEnough = true;
    of.refusal ??= { reply, stage: STAGE[command] };
    // Of a chunk that is on its way, the reply to the chunk itself decides.
    if (this.isBadSequence(of) && (command === 'message' || !isChunk(of.way))) {
      this.remove(of);
      this.wire.settle(of.copy, 'again', of.way);
      return this.end('out-of-step');
    }
    switch (command) {
      case 'mail':
      case 'rcpt':
        if (of.way === 'one-by-one') this.finish(of);
        return;
      case 'data':
        return this.finish(of);
      case 'message': {
        const isWhole = of.reached === 'written' || (!isFirst && !isChunk(of.way));
        this.finish(of);
        // It answered before the end: the rest would be read as commands.
        if (!isWhole) this.end('closing');
      }
    }
  }

  /**
   * Whether the refusal is about the way of talking. From RCPT on, a relay may repeat what the recipient's own server says,
   * so of a way that works only a refusal of MAIL is: no recipient can slow everybody down.
   */
  private isBadSequence({ way, refusal }: Exchange<C>): boolean {
    if (way === 'one-by-one' || refusal === null || !BAD_SEQUENCE.includes(refusal.reply.code)) return false;
    return refusal.stage === 'mail' || !this.wire.bears(way);
  }

  private finish(of: Exchange<C>, taken?: Handover): void {
    this.remove(of);
    if (taken) this.wire.settle(of.copy, taken, of.way);
    else if (of.refusal) this.wire.settle(of.copy, { kind: 'refused', ...of.refusal }, of.way);
  }

  private remove(of: Exchange<C>): void {
    this.underWay.splice(this.underWay.indexOf(of), 1);
  }

  private say(commands: string, of: Exchange<C>, ...due: Command[]): void {
    for (const command of due) this.due.push({ command, of });
    this.wire.say(commands);
  }

  private write(of: Exchange<C>, as: 'data' | 'chunk'): void {
    this.wire.write(of.copy, as, () => {
      of.reached = 'written';
      // The end of a message ends its transaction, whatever the server makes of it.
      this.isOpen = false;
      this.fill();
    });
  }

  private end(why: 'closing' | 'out-of-step'): void {
    this.hasEnded = true;
    this.wire.end(why);
  }
}

const ONE_LESS = { behind: 'together', 'in-flight': 'chunks' } as const;
const isChunk = (way: Way): boolean => way === 'chunks' || way === 'in-flight';

/** What a command can hold in angle brackets; nothing else is said (RFC 5321 §4.1.2). */
const SAYABLE = /^[\x21-\x3b\x3d\x3f-\x7e]+$/;

/** Whether both addresses can stand in a command. */
export const isSayable = ({ from, to }: Parcel): boolean => SAYABLE.test(from) && SAYABLE.test(to);

/** MAIL and RCPT, each with its line end. */
function envelope({ from, to, envelopeId, mime }: Parcel, offers: Offers): [mail: string, rcpt: string] {
  const size = offers.size === null ? '' : ` SIZE=${mime.length}`;
  // Headers only: a report need not return the text. No reports of mere delay.
  const [ret, notify] = offers.dsn
    ? [` RET=HDRS ENVID=${encodeXText(envelopeId)}`, ' NOTIFY=FAILURE']
    : ['', ''];
  return [`MAIL FROM:<${from}>${size}${ret}\r\n`, `RCPT TO:<${to}>${notify}\r\n`];
}

/** A message as DATA (RFC 5321 §4.5.2): a dot before each that begins a line, and the final one. */
export function stuffed(lines: string): { text: string; end: string } {
  const text = (lines.startsWith('.') ? '.' : '') + lines.replaceAll('\n.', '\n..');
  return { text, end: lines.endsWith('\r\n') ? '.\r\n' : '\r\n.\r\n' };
}

/** Servers differ in what they take for a line end, which smuggles messages: no bare CR or LF leaves. */
export const inLines = (mime: string): string =>
  mime.search(/\r(?!\n)|(?<!\r)\n/) < 0 ? mime : mime.replace(/\r\n|\r|\n/g, '\r\n');
