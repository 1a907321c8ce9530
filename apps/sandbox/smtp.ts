import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import {
  SMTPServer,
  type SMTPServerDataStream,
  type SMTPServerError,
  type SMTPServerSession,
} from 'smtp-server';
import { bounceReport } from './bounce.rules.js';
import type { Callbacks } from './callbacks.js';
import type { Fault, Faults } from './faults.js';
import type { Inbox } from './inbox.js';
import { Mail } from './mail.js';
import type { Timers } from './timers.js';

const BOUNCES_AFTER = 1000;
const MAX_SIZE = 25 * 1024 * 1024;

type Reply = (error?: Error | null, message?: string) => void;

/** Target of bounces: a mail server would pipe them there. */
export interface BounceTarget {
  url: string;
  secret: string;
}

/** A mail server that accepts mail for every address, except dead ones and active faults. */
export class SmtpSandbox {
  readonly #server: SMTPServer;
  /** By remote port: smtp-server does not expose a session's socket, and faults must reset some. */
  readonly #sockets = new Map<number, Socket>();
  /** The fault of a session's current transaction. */
  readonly #struck = new WeakMap<SMTPServerSession, Fault>();
  readonly #prefix = randomBytes(3).toString('hex').toUpperCase();
  #count = 0;

  constructor(
    private readonly inbox: Inbox,
    private readonly faults: Faults,
    private readonly callbacks: Callbacks,
    private readonly timers: Timers,
    private readonly bounces: BounceTarget | null,
  ) {
    this.#server = new SMTPServer({
      name: 'mx.sandbox.invalid',
      banner: 'Siar sandbox',
      size: MAX_SIZE,
      disabledCommands: ['STARTTLS'],
      authOptional: true,
      allowInsecureAuth: true,
      disableReverseLookup: true,
      socketTimeout: 300_000, // RFC 5321 §4.5.3.2.7
      logger: false,
      onAuth: ({ username }, _session, callback) => {
        const refused = this.#refusal(true);
        if (refused) callback(refused);
        else callback(null, { user: username ?? 'anyone' });
      },
      onMailFrom: (_address, session, callback) => {
        this.#struck.delete(session);
        callback(this.#refusal(false));
      },
      onRcptTo: ({ address }, session, callback) => this.#recipient(address, session, callback),
      onData: (stream, session, callback) => this.#message(stream, session, callback),
    });
    // A client's connection reset is not an error of the server.
    this.#server.on('error', () => undefined);
    this.#server.server.on('connection', (socket: Socket) => {
      const port = socket.remotePort;
      if (port === undefined) return;
      this.#sockets.set(port, socket);
      socket.once('close', () => this.#sockets.delete(port));
    });
  }

  /**
   * Listens.
   * @param port 0: any free one
   * @returns the port
   * @throws when it is taken
   */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const { server } = this.#server;
      server.once('error', reject);
      this.#server.listen(port, host, () => {
        server.off('error', reject);
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  }

  /** Cuts every connection. */
  stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets.values()) socket.destroy();
    return closed;
  }

  /** How the account is refused, at its sign-in or at MAIL FROM; null: it is not. */
  #refusal(atSignIn: boolean): SMTPServerError | null {
    const fault = this.faults.strikeAccount('email', (answer) => answer.startsWith('53') === atSignIn);
    if (!fault) return null;
    this.inbox.refuse('email');
    return answerOf(fault);
  }

  #recipient(address: string, session: SMTPServerSession, callback: (error?: Error | null) => void): void {
    const fault = this.faults.strike('email', address);
    if (!fault) return callback();
    const refuse = (code: number, text: string): void => {
      this.inbox.refuse('email');
      callback(refusal(code, text));
    };
    switch (fault.kind) {
      case 'dead':
        return refuse(
          550,
          `5.1.1 <${address}>: Recipient address rejected: User unknown in virtual mailbox table`,
        );
      case '4xx':
        return refuse(450, `4.2.1 <${address}>: Recipient address rejected: Mailbox busy, try again later`);
      case '429':
        return refuse(421, '4.3.2 Too many messages from you, slow down');
      case 'reset':
        if (fault.at !== 'before') break;
        this.inbox.refuse('email');
        return this.#reset(session);
      default:
    }
    this.#struck.set(session, fault);
    callback();
  }

  #message(stream: SMTPServerDataStream, session: SMTPServerSession, callback: Reply): void {
    const fault = this.#struck.get(session);
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => {
      if (fault?.kind === 'reset' && fault.at === 'during') {
        if (chunks.length === 0) this.inbox.refuse('email');
        this.#reset(session);
      }
      chunks.push(chunk);
    });
    stream.once('end', () => {
      if (fault?.kind === 'reset' && fault.at === 'during') return;
      const refused = stream.sizeExceeded
        ? refusal(552, '5.3.4 Message too big')
        : fault && refusalAfterData(fault);
      if (refused) {
        this.inbox.refuse('email');
        callback(refused);
        return;
      }
      const queueId = this.#take(
        session,
        chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
        fault,
      );
      if (fault?.kind === 'reset') return this.#reset(session);
      const wait =
        fault?.kind === 'hang' ? fault.holdSeconds * 1000 : fault?.kind === 'slow' ? fault.latencyMs : 0;
      this.timers.after(wait, () => callback(null, `2.0.0 Ok: queued as ${queueId}`));
    });
  }

  #take(session: SMTPServerSession, raw: Buffer, fault: Fault | undefined): string {
    const queueId = `${this.#prefix}${(++this.#count).toString(16).toUpperCase().padStart(7, '0')}`;
    const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
    for (const { address } of session.envelope.rcptTo) {
      const mail = new Mail(address, from, queueId, raw);
      this.inbox.add(mail);
      if (fault?.kind === 'late_bounce') this.#bounce(mail);
    }
    return queueId;
  }

  /** RFC 5321 §4.5.5: a message from the null sender is never bounced. */
  #bounce(mail: Mail): void {
    const target = this.bounces;
    if (!target || mail.from === '') return;
    this.timers.after(BOUNCES_AFTER, () => {
      const report = bounceReport({
        from: mail.from,
        to: mail.to,
        header: mail.header(),
        queueId: mail.providerId,
        at: new Date(),
      });
      const headers = { 'content-type': 'message/rfc822', authorization: `Bearer ${target.secret}` };
      void this.callbacks.post(target.url, headers, report);
    });
  }

  #reset(session: SMTPServerSession): void {
    this.#sockets.get(session.remotePort)?.resetAndDestroy();
  }
}

function refusalAfterData(fault: Fault): SMTPServerError | null {
  switch (fault.kind) {
    case '5xx':
      return refusal(554, '5.3.0 Transaction failed');
    case 'sender_at_fault':
      return refusal(
        550,
        '5.7.26 This message does not pass authentication checks (SPF and DKIM both do not pass)',
      );
    case 'refuse':
      return answerOf(fault);
    default:
      return null;
  }
}

const answerOf = ({ answer = '' }: Fault): SMTPServerError =>
  refusal(Number(answer.slice(0, 3)), answer.slice(4));

function refusal(responseCode: number, text: string): SMTPServerError {
  return Object.assign(new Error(text), { responseCode });
}
