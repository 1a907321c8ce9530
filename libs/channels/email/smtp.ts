import type { Socket } from 'node:net';
import { Readable, Transform } from 'node:stream';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { deadlineAfter, isOver, type Moment, moment } from '#platform';
import { HandoverLimit, HandoverLimits } from './handover-limit.js';
import { outcomeOfReply, readReply, type Reply, type Stage } from './replies.js';

/** The result of one hand-over. */
export type Handover =
  | { kind: 'taken'; reply: string }
  /** Its deadline had passed when a connection became free: nothing was sent. */
  | { kind: 'late' }
  | { kind: 'refused'; reply: Reply; stage: Stage }
  /**
   * Broken off without a reply. `at`: before a connection was established (`connecting`), before the message was fully
   * written (`talking`), or after its final dot, so that the server may have it (`written`).
   */
  | { kind: 'broken'; code: string; at: 'connecting' | 'talking' | 'written' };

/** Envelope and message of one hand-over. */
export interface Parcel {
  from: string;
  to: string;
  /** Returned in a bounce report as Original-Envelope-Id by servers that support DSN (RFC 3461). */
  envelopeId: string;
  /** ASCII, in lines that end in CRLF. */
  mime: string;
  /** The hand-over begins before this instant or not at all. */
  startBy: Moment;
}

/** Where and how to connect. */
export interface SmtpTarget {
  options: SMTPConnection.Options;
  auth: { user: string; pass: string } | null;
  /** Time limit of a whole hand-over, from connecting to the last reply, in ms. */
  timeoutMs: number;
  /** Maximum number of open connections. */
  maxConnections: number;
  /** Messages after which a connection is replaced, as many servers require. */
  maxMessages: number;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;
const MAX_CONNECTIONS = 20;
const MAX_MESSAGES = 1_000;

/**
 * Reads an SMTP_URL. `smtp://` requires STARTTLS, since an attacker in between could strip it from the server's offer,
 * unless the server is on this machine or the URL disables it (`?requireTLS=false`). `smtps://` uses TLS from the
 * start. The query may hold any option of nodemailer's connection, and maxConnections and maxMessages.
 * @param timeoutMs time limit of a whole hand-over
 */
export function smtpTarget(url: string, timeoutMs: number): SmtpTarget {
  const { auth, maxConnections, maxMessages, ...options } = parseConnectionUrl(url);
  return {
    options: {
      requireTLS:
        options.secure !== true &&
        options['ignoreTLS'] !== true &&
        !LOOPBACK.test(options.host ?? 'localhost'),
      ...options,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
      logger: false,
    },
    auth: auth?.user ? { user: auth.user, pass: auth.pass } : null,
    timeoutMs,
    maxConnections:
      typeof maxConnections === 'number' && maxConnections > 0 ? maxConnections : MAX_CONNECTIONS,
    maxMessages: typeof maxMessages === 'number' && maxMessages > 0 ? maxMessages : MAX_MESSAGES,
  };
}

/** Connects and authenticates, without sending. */
export async function checkServer(target: SmtpTarget): Promise<Handover> {
  const limits = new HandoverLimits(target.timeoutMs);
  try {
    const opened = await Session.open(target, new Burst(), limits.begin());
    if (!(opened instanceof Session)) return opened;
    opened.quit();
    return { kind: 'taken', reply: '' };
  } finally {
    limits.close();
  }
}

/**
 * A pool of SMTP connections that are kept open and get prepared bytes. nodemailer's own pool composes each message
 * again, at ten times the cost.
 */
export class SmtpPool {
  private readonly idle: Session[] = [];
  private readonly waiting: Waiting[] = [];
  private readonly burst = new Burst();
  private readonly limits: HandoverLimits;
  private busy = 0;

  constructor(private readonly target: SmtpTarget) {
    this.limits = new HandoverLimits(target.timeoutMs, () => this.dismissLate());
  }

  /** Hands one message over, once a connection is free. Never throws for a failure of a server or a network. */
  async send(parcel: Parcel): Promise<Handover> {
    if (!(await this.acquire(parcel.startBy))) return { kind: 'late' };
    const limit = this.limits.begin();
    try {
      if (isOver(parcel.startBy, moment())) return { kind: 'late' };
      const kept = this.takeIdle();
      if (kept) {
        const handover = await this.through(kept, parcel, limit);
        // The server may just have closed a kept connection. Then it did not accept the message, and a new connection
        // is worth a try.
        if (!isLetGo(handover)) return handover;
      }
      const opened = await Session.open(this.target, this.burst, limit);
      return opened instanceof Session ? await this.through(opened, parcel, limit) : opened;
    } finally {
      this.limits.end(limit);
      this.release();
    }
  }

  /** Waits for running hand-overs, then closes each connection with QUIT. */
  async close(): Promise<void> {
    const lanes = Array.from({ length: this.target.maxConnections }, () => this.acquire(NEVER));
    await Promise.all(lanes);
    for (const session of this.idle.splice(0)) session.quit();
    lanes.forEach(() => this.release());
    this.limits.close();
  }

  private async through(session: Session, parcel: Parcel, limit: HandoverLimit): Promise<Handover> {
    const handover = await session.send(parcel, limit);
    if (session.usable && session.sent < this.target.maxMessages) this.idle.push(session);
    else session.quit();
    return handover;
  }

  private takeIdle(): Session | undefined {
    let session = this.idle.pop();
    while (session && !session.usable) session = this.idle.pop();
    return session;
  }

  /** @returns whether a slot became free in time */
  private async acquire(startBy: Moment): Promise<boolean> {
    if (this.busy >= this.target.maxConnections)
      return new Promise((resolve) => this.waiting.push({ startBy, resolve }));
    this.busy++;
    return true;
  }

  /** The slot goes to the caller that has waited longest. */
  private release(): void {
    const next = this.waiting.shift();
    if (next) next.resolve(true);
    else this.busy--;
  }

  /** While the server hangs, no connection becomes free. A caller that waits past its deadline is released. */
  private dismissLate(): void {
    const now = moment();
    for (let at = this.waiting.length - 1; at >= 0; at--)
      if (isOver(this.waiting[at]?.startBy ?? NEVER, now)) this.waiting.splice(at, 1)[0]?.resolve(false);
  }
}

interface Waiting {
  startBy: Moment;
  resolve: (place: boolean) => void;
}

const NEVER: Moment = deadlineAfter({ steady: 0, wall: 0 }, Number.POSITIVE_INFINITY);

/** One authenticated connection. */
class Session {
  /** False once the connection has ended or is in an unknown state. */
  usable = true;
  /** Messages handed over so far. */
  sent = 0;
  /** Called when the connection ends during a command. */
  private onEnd: (() => void) | null = null;

  private constructor(
    private readonly connection: SMTPConnection,
    private readonly socket: Socket,
    private readonly burst: Burst,
  ) {
    connection.once('end', () => {
      this.usable = false;
      this.onEnd?.();
    });
    // Runs before nodemailer reads the reply, so that its next command is written together with those of the other
    // connections.
    socket.prependListener('data', () => burst.hold(socket));
  }

  /** Connects and authenticates. */
  static async open(
    { options, auth }: SmtpTarget,
    burst: Burst,
    limit: HandoverLimit,
  ): Promise<Session | Handover> {
    const connection = new SMTPConnection(options);
    try {
      await new Promise<void>((resolve, reject) => {
        limit.onOver = () => reject(Object.assign(new Error('The server is too slow.'), TOO_SLOW));
        // Both listeners stay for the connection's lifetime: an idle one may fail at any time, which only means that it
        // has ended.
        connection.on('error', reject);
        connection.once('end', () => reject(new Error('The connection ended.')));
        connection.connect((failed) => {
          if (failed) reject(failed);
          else if (auth && connection.allowsAuth) {
            connection.login({ ...auth }, (refused) => (refused ? reject(refused) : resolve()));
          } else resolve();
        });
      });
      if (!connection._socket) throw new Error('The connection ended.');
      return new Session(connection, connection._socket, burst);
    } catch (error) {
      if (connection._socket) connection._socket.destroy();
      connection.close();
      return toHandover(error, 'connecting');
    } finally {
      limit.onOver = null;
    }
  }

  /** Hands one message over, and prepares the connection for the next one where possible. */
  async send({ from, to, envelopeId, mime }: Parcel, limit: HandoverLimit): Promise<Handover> {
    this.sent++;
    const message = new ReadyMessage(mime, limit);
    const envelope = {
      from,
      to: [to],
      size: mime.length,
      // Headers only: a report need not return the text. No reports of mere delay.
      dsn: { ret: 'HDRS', envid: envelopeId, notify: 'FAILURE' },
    };
    const handover = await new Promise<Handover>((resolve) => {
      // A connection whose socket is closed ends without calling back. Where it does call back, it does so just after
      // its end, and with a more precise error.
      this.onEnd = () => {
        setImmediate(() => resolve({ kind: 'broken', code: 'ECONNECTION', at: message.reached }));
      };
      limit.onOver = () => {
        this.socket.destroy();
        resolve({ kind: 'broken', code: TOO_SLOW.code, at: message.reached });
      };
      this.burst.hold(this.socket);
      this.connection.send(envelope, message, (error, info) => {
        this.onEnd = null;
        resolve(error ? toHandover(error, message.reached) : { kind: 'taken', reply: info?.response ?? '' });
      });
    });
    limit.onOver = null;
    if (handover.kind === 'broken') this.usable = false;
    if (handover.kind === 'refused' && this.usable) await this.reset(limit);
    return handover;
  }

  /** Ends the connection, with QUIT where it is still usable. */
  quit(): void {
    if (this.usable) this.connection.quit();
    else this.connection.close();
    this.usable = false;
  }

  /** Resets the refused transaction, so that the next message starts a new one (RSET, RFC 5321 §4.1.1.5). */
  private async reset(limit: HandoverLimit): Promise<void> {
    await new Promise<void>((resolve) => {
      this.onEnd = resolve;
      limit.onOver = () => {
        this.usable = false;
        resolve();
      };
      this.connection.reset((error) => {
        this.onEnd = null;
        if (error) this.usable = false;
        resolve();
      });
    });
    limit.onOver = null;
  }
}

/**
 * Makes several connections write together, at the end of the event loop's turn. A server that wakes up once then finds
 * many commands, and this process many replies. Separate writes would each cost a context switch on either side.
 */
class Burst {
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

/**
 * Prepared bytes that record when the last of them was written, which nodemailer's errors do not show. nodemailer pipes
 * them into the stream that stuffs dots and adds the final one; once that has ended, all of it is written to the
 * socket. That stream checks each byte and sends the final dot in a packet of its own, so it gets bytes already stuffed
 * and ended.
 */
class ReadyMessage extends Readable {
  /** How far the message has been written. */
  reached: 'talking' | 'written' = 'talking';

  constructor(
    private readonly mime: string,
    private readonly limit: HandoverLimit,
  ) {
    super();
  }

  override pipe<T extends NodeJS.WritableStream>(stuffing: T): T {
    if (!(stuffing instanceof Transform)) throw new Error('nodemailer no longer stuffs dots by a Transform');
    // The server's 354 may have waited while this process was stopped; by now the lease may be over.
    if (this.limit.endIfOver()) return stuffing;
    stuffing.once('end', () => (this.reached = 'written'));
    for (const piece of onTheWire(this.mime)) stuffing.push(piece);
    stuffing.push(null);
    return stuffing;
  }
}

/** A size that a socket accepts without blocking, in bytes. */
const SMALL = 12 * 1024;

/**
 * Returns a message as it goes over the wire: a dot before each that begins a line, and the final one (RFC 5321
 * §4.5.2). A lone CR or LF, which our messages do not hold, begins a line too: some servers treat it as a line end.
 * @returns one piece where it is small; of a large one the final dot waits until the socket has taken the rest
 */
function onTheWire(mime: string): Buffer[] {
  const stuffed =
    (mime.startsWith('.') ? '.' : '') + mime.replaceAll('\n.', '\n..').replaceAll('\r.', '\r..');
  const end = mime.endsWith('\r\n') ? '.\r\n' : '\r\n.\r\n';
  const pieces = mime.length < SMALL ? [stuffed + end] : [stuffed, end];
  return pieces.map((piece) => Buffer.from(piece, 'latin1'));
}

/** Whether a server closed a kept connection without judging the message: silently, or with a 421 (RFC 5321 §3.8). */
function isLetGo(handover: Handover): boolean {
  switch (handover.kind) {
    case 'taken':
    case 'late':
      return false;
    case 'broken':
      return handover.at !== 'written' && handover.code !== 'ETIMEDOUT';
    case 'refused':
      return handover.reply.code === 421 && outcomeOfReply(handover.reply, handover.stage).kind === 'away';
  }
}

const TOO_SLOW = { code: 'ETIMEDOUT' };

const STAGES: Readonly<Record<string, Stage>> = { 'MAIL FROM': 'mail', 'RCPT TO': 'rcpt', DATA: 'data' };

function toHandover(error: unknown, at: 'connecting' | 'talking' | 'written'): Handover {
  const { code, originalCode, response, command } = error as SMTPConnection.SMTPError;
  const reply = response ? readReply(response) : null;
  if (reply) {
    const stage = STAGES[command ?? ''] ?? (command?.startsWith('AUTH') ? 'auth' : 'connect');
    return { kind: 'refused', reply, stage };
  }
  return { kind: 'broken', code: originalCode ?? code ?? 'ERROR', at };
}
