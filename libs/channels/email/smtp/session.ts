import type { Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { readReply } from '../replies.js';
import { type Copy, Conversation, stuffed, type Wire } from './conversation.rules.js';
import type { HandoverLimit } from './handover-limit.js';
import type { Handover, Reached } from './hand-over.js';
import { ReplyLines } from './reply-lines.js';
import type { SmtpTarget } from './target.js';
import { type Offers, readOffers, type Way } from './ways.rules.js';

/** A copy with the time limit of its hand-over. */
export interface Limited extends Copy {
  limit: HandoverLimit;
}

/** What a session asks of its pool. */
export interface Host<C extends Limited> {
  wayFor(offers: Offers): Way;
  next(session: Session<C>, isFirst: boolean): C | null;
  settle(copy: C, result: Handover | 'again', way: Way): void;
  bears(way: Way): boolean;
  /** The connection has no copy under way any more. */
  idle(session: Session<C>): void;
  /** The connection has ended. @param tried the way that copies were under way in when it broke off; null: none were */
  ended(session: Session<C>, tried: Way | null, why: 'closing' | 'out-of-step' | 'broken'): void;
}

/** A signed-in connection: nodemailer's, until copies are handed over. */
export interface SignedIn {
  connection: SMTPConnection;
  socket: Socket;
  offers: Offers;
}

/** Connects, starts TLS and authenticates. */
export async function signIn(
  { options, auth }: SmtpTarget,
  limit: HandoverLimit,
): Promise<SignedIn | Handover> {
  const connection = new SMTPConnection(options);
  let hello = '';
  try {
    await new Promise<void>((resolve, reject) => {
      limit.onOver = () => reject(Object.assign(new Error('The server is too slow.'), TOO_SLOW));
      connection.on('error', reject);
      connection.once('end', () => reject(new Error('The connection ended.')));
      connection.connect((failed) => {
        if (failed) return reject(failed);
        hello = connection.lastServerResponse || '';
        if (auth && connection.allowsAuth)
          connection.login({ ...auth }, (refused) => (refused ? reject(refused) : resolve()));
        else resolve();
      });
    });
    if (!connection._socket) throw new Error('The connection ended.');
    return { connection, socket: connection._socket, offers: readOffers(hello) };
  } catch (error) {
    if (connection._socket) connection._socket.destroy();
    connection.close();
    return notSignedIn(error);
  } finally {
    limit.onOver = null;
  }
}

/** Longest wait for the server to close after QUIT, in ms. */
const GOODBYE_MS = 5_000;

/** Says goodbye, and closes the connection whether or not the server does. */
export function quit(socket: Socket): void {
  if (socket.destroyed) return;
  socket.end('QUIT\r\n');
  const late = setTimeout(() => socket.destroy(), GOODBYE_MS).unref();
  socket.once('close', () => clearTimeout(late));
}

/** One signed-in connection on which copies are handed over. */
export class Session<C extends Limited> implements Wire<C> {
  /** Copies begun so far. */
  begun = 0;
  private readonly conversation: Conversation<C>;
  private readonly maxMessages: number;
  private readonly lines = new ReplyLines();
  private readonly socket: Socket;
  private isOver = false;
  private why: 'closing' | 'out-of-step' | 'broken' = 'broken';
  private code = 'ECONNECTION';

  constructor(
    { connection, socket, offers }: SignedIn,
    private readonly host: Host<C>,
    private readonly burst: Burst,
    { window, maxMessages }: SmtpTarget,
  ) {
    this.socket = socket;
    this.maxMessages = maxMessages;
    this.conversation = new Conversation(this, offers, () => host.wayFor(offers), window);
    // nodemailer goes on to watch the connection: errors, its end, and silence.
    connection.on('error', (error: SMTPConnection.SMTPError) => (this.code = codeOf(error)));
    connection.once('end', () => this.close());
    socket.removeAllListeners('data');
    socket.on('data', (chunk: Buffer) => this.read(chunk));
  }

  /** Copies without a result. */
  get busy(): number {
    return this.conversation.busy;
  }

  get usable(): boolean {
    return !this.isOver && !this.lines.hasBegun;
  }

  /** Whether it has handed over as many as the server takes, or is asked to take, on one connection. */
  get isSpent(): boolean {
    return this.begun >= this.maxMessages || this.conversation.isSpent;
  }

  /** Begins this copy, and more where there is room. */
  begin(copy: C): void {
    this.accept(copy);
    this.conversation.begin(copy);
    this.fill();
  }

  /** Begins copies of the pool as long as there is room. */
  fill(): void {
    this.conversation.fill();
  }

  quit(): void {
    this.isOver = true;
    quit(this.socket);
  }

  next(isFirst: boolean): C | null {
    if (this.isOver || this.isSpent) return null;
    const copy = this.host.next(this, isFirst);
    if (copy) this.accept(copy);
    return copy;
  }

  bears(way: Way): boolean {
    return this.host.bears(way);
  }

  say(commands: string): void {
    this.burst.hold(this.socket);
    this.socket.write(commands, 'latin1');
  }

  write(copy: C, as: 'data' | 'chunk', whole: () => void): boolean {
    // The server's reply may have waited while this process was stopped; by now the lease may be over.
    if (copy.limit.endIfOver()) return false;
    const { mime } = copy.parcel;
    const { text, end } = as === 'data' ? stuffed(mime) : { text: mime.slice(0, -1), end: mime.slice(-1) };
    this.burst.hold(this.socket);
    if (text.length < SMALL) {
      this.socket.write(text + end, 'latin1');
      whole();
    } else {
      this.socket.write(text, 'latin1', () => {
        if (this.isOver) return;
        this.socket.write(end, 'latin1');
        whole();
      });
    }
    return true;
  }

  settle(copy: C, result: Handover | 'again', way: Way): void {
    copy.limit.onOver = null;
    this.host.settle(copy, result, way);
  }

  end(why: 'closing' | 'out-of-step'): void {
    this.why = why;
    if (why === 'out-of-step') this.code = 'EPROTOCOL';
    this.socket.destroy();
    this.close();
  }

  private accept(copy: C): void {
    this.begun++;
    copy.limit.onOver = () => {
      this.code = TOO_SLOW.code;
      this.socket.destroy();
      this.close(copy);
    };
  }

  private read(chunk: Buffer): void {
    if (this.isOver) return;
    const replies = this.lines.read(chunk);
    if (replies) this.conversation.hear(replies);
    else this.conversation.misheard();
    if (!this.isOver && this.busy === 0) this.host.idle(this);
  }

  private close(culprit?: C): void {
    if (this.isOver) return;
    this.isOver = true;
    const tried = this.conversation.breakOff(this.code, culprit);
    this.host.ended(this, tried, this.why);
  }
}

/**
 * Makes several connections write together, at the end of the event loop's turn. A server that wakes up once then finds
 * many commands, and this process many replies. Separate writes would each cost a context switch on either side.
 */
export class Burst {
  private held: Socket[] = [];

  /** Delays writes to this connection until the end of the turn. */
  hold(socket: Socket): void {
    if (socket.writableCorked > 0) return;
    socket.cork();
    if (this.held.push(socket) === 1) setImmediate(() => this.release());
  }

  private release(): void {
    const { held } = this;
    this.held = [];
    for (const socket of held) socket.uncork();
  }
}

/** A size that a socket accepts without blocking, in bytes. */
const SMALL = 12 * 1024;

const TOO_SLOW = { code: 'ETIMEDOUT' };

const codeOf = ({ originalCode, code }: SMTPConnection.SMTPError): string => originalCode ?? code ?? 'ERROR';

function notSignedIn(error: unknown): Handover {
  const failed = error as SMTPConnection.SMTPError;
  const reply = failed.response ? readReply(failed.response) : null;
  if (!reply) return { kind: 'broken', code: codeOf(failed), at: 'connecting' satisfies Reached };
  return { kind: 'refused', reply, stage: failed.command?.startsWith('AUTH') ? 'auth' : 'connect' };
}
