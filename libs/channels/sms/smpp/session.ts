import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { errors } from 'smpp/lib/defs.js';
import { encodePdu, isResponse, MalformedPdu, type Pdu, PduReader, statusName, textOf } from './pdu.js';
import type { SmppSettings } from './settings.js';
import { Window } from './window.rules.js';

/** interface_version of SMPP 3.4. */
const VERSION = 0x34;
/** Receipts that may wait to be stored at once; the SMSC is asked to deliver the others later. */
const MOST_DELIVERING = 500;
/** How long a session that ends waits for its open requests and for unbind_resp, in ms. */
const GOODBYE_MS = 5_000;
const OK = 0;
const TRY_LATER = errors['ESME_RX_T_APPN'] ?? 0x64;
const NO_SUCH_COMMAND = errors['ESME_RINVCMDID'] ?? 0x03;

/** What became of a submit_sm. */
export type Answer =
  | { kind: 'answered'; status: number; id: string }
  /** It was written, and its answer did not come. `code`: why, such as `ECONNRESET`. */
  | { kind: 'unanswered'; code: string };

/** Why a bind did not come about. */
export type NotBound =
  | { kind: 'refused'; status: number }
  /** No connection, or no answer. `code` such as `ECONNREFUSED`. */
  | { kind: 'unreachable'; code: string };

/** What a session needs of its owner. */
export interface SessionHost {
  /** Takes a deliver_sm. @returns true once what it brings is stored; false where the SMSC must deliver it again */
  deliver(pdu: Pdu): Promise<boolean>;
  /** A place in the window was vacated. */
  hasRoom(): void;
}

interface Request {
  command: string;
  settle: (answer: Answer) => void;
  limit: NodeJS.Timeout;
}

/** The ways of a bind (SMPP 3.4 §2.1.1): a receiver only gets deliver_sm. */
export type BindKind = 'transceiver' | 'transmitter' | 'receiver';

/** One bind: a signed-in connection to the SMSC. */
export class Session {
  /** Resolves when the connection has ended. */
  readonly ended: Promise<void>;
  /** Whether it answered a submit_sm. */
  hasServed = false;
  private readonly window: Window<Request>;
  private readonly reader = new PduReader();
  private readonly enquiring: NodeJS.Timeout;
  private end: () => void = () => undefined;
  private code = 'ECONNRESET';
  private state: 'binding' | 'bound' | 'leaving' | 'over' = 'binding';
  private heardAt = performance.now();
  private emptied: (() => void) | null = null;
  private delivering = 0;
  private probing: Promise<string | null> | null = null;

  private constructor(
    private readonly socket: Socket,
    private readonly settings: SmppSettings,
    private readonly timeoutMs: number,
    private readonly host: SessionHost,
  ) {
    this.window = new Window(settings.window);
    this.ended = new Promise((resolve) => (this.end = resolve));
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => this.read(bytes));
    socket.on('error', (error: NodeJS.ErrnoException) => (this.code = error.code ?? this.code));
    socket.once('end', () => socket.destroy());
    socket.once('close', () => this.over());
    this.enquiring = setInterval(() => this.enquire(), settings.enquireSeconds * 1_000).unref();
  }

  /** Connects and binds. Takes the time limit at most, in ms. */
  static async bind(
    kind: BindKind,
    settings: SmppSettings,
    timeoutMs: number,
    host: SessionHost,
  ): Promise<Session | NotBound> {
    const until = performance.now() + timeoutMs;
    const { url, systemType } = settings;
    const socket = await connect(url, timeoutMs);
    if ('kind' in socket) return socket;
    const session = new Session(socket, settings, timeoutMs, host);
    const answer = await session.request(
      `bind_${kind}`,
      {
        system_id: url.systemId,
        password: url.password,
        system_type: systemType,
        interface_version: VERSION,
      },
      until,
    );
    if (answer.kind === 'answered' && answer.status === OK) {
      session.state = 'bound';
      return session;
    }
    session.close(answer.kind === 'answered' ? 'refused' : answer.code);
    return answer.kind === 'answered'
      ? { kind: 'refused', status: answer.status }
      : { kind: 'unreachable', code: answer.code };
  }

  /** Whether a request can be sent now. */
  get hasRoom(): boolean {
    return this.state === 'bound' && !this.socket.destroyed && this.window.hasRoom;
  }

  /** Requests without an answer. */
  get used(): number {
    return this.window.used;
  }

  /** Sends a submit_sm; `hasRoom` must be true. @param until the latest instant of its answer, by performance.now() */
  async submit(fields: Pdu['fields'], until: number): Promise<Answer> {
    const answer = await this.request('submit_sm', fields, until);
    // What does not answer may be hung: a link that does not answer enquire_link either is ended.
    if (answer.kind === 'answered') this.hasServed = true;
    else void this.probe();
    return answer;
  }

  /** Asks whether the SMSC is there, and ends a link that does not answer. @returns null, or why not */
  probe(): Promise<string | null> {
    return (this.probing ??= this.ask().finally(() => (this.probing = null)));
  }

  private async ask(): Promise<string | null> {
    if (this.state !== 'bound') return this.code;
    const answer = await this.request('enquire_link', {}, performance.now() + this.timeoutMs);
    if (answer.kind === 'answered') return null;
    this.close(answer.code);
    return answer.code;
  }

  /** Waits for open requests, unbinds, and closes; takes no new request. */
  async leave(): Promise<void> {
    if (this.state === 'bound') {
      this.state = 'leaving';
      const until = performance.now() + Math.min(GOODBYE_MS, this.timeoutMs);
      await this.empty(until);
      await this.request('unbind', {}, until);
    }
    this.close('unbound');
    await this.ended;
  }

  private request(command: string, fields: Pdu['fields'], until: number): Promise<Answer> {
    if (this.socket.destroyed) return Promise.resolve({ kind: 'unanswered', code: this.code });
    const sequence = this.window.next();
    return new Promise((settle) => {
      const limit = setTimeout(
        () => this.settle(sequence, { kind: 'unanswered', code: 'ETIMEDOUT' }),
        Math.max(0, until - performance.now()),
      );
      this.window.put(sequence, { command, settle, limit });
      this.write(command, OK, sequence, fields);
    });
  }

  private settle(sequence: number, answer: Answer): void {
    const request = this.window.take(sequence);
    // It was given up before.
    if (!request) return;
    clearTimeout(request.limit);
    request.settle(answer);
    if (this.window.used === 0) this.emptied?.();
    this.host.hasRoom();
  }

  private read(bytes: Buffer): void {
    this.heardAt = performance.now();
    try {
      for (const pdu of this.reader.read(bytes)) this.take(pdu);
    } catch (error) {
      if (!(error instanceof MalformedPdu)) throw error;
      // Where the next PDU begins is unknown from here on.
      this.close('malformed');
    }
  }

  private take(pdu: Pdu): void {
    if (isResponse(pdu)) return this.answer(pdu);
    switch (pdu.command) {
      case 'deliver_sm':
      case 'data_sm':
        void this.deliver(pdu);
        return;
      case 'enquire_link':
        this.write('enquire_link_resp', OK, pdu.sequence);
        return;
      case 'unbind':
        this.write('unbind_resp', OK, pdu.sequence);
        void this.dismissed();
        return;
      case 'outbind':
      case 'alert_notification':
        // These have no response (SMPP 3.4 §4.1.7, §4.12).
        return;
      default:
        this.write('generic_nack', NO_SUCH_COMMAND, pdu.sequence);
    }
  }

  private answer(pdu: Pdu): void {
    const { command, status, sequence } = pdu;
    const asked = this.window.peek(sequence)?.command;
    // A generic_nack that names no request, or an answer to another kind of request: the two sides are out of step.
    if (command === 'generic_nack' ? sequence === 0 : asked !== undefined && command !== `${asked}_resp`)
      return this.close('out of step');
    this.settle(sequence, { kind: 'answered', status, id: textOf(pdu, 'message_id') });
  }

  /** Answers a deliver_sm only when it is stored; a temporary error makes the SMSC deliver it again. */
  private async deliver(pdu: Pdu): Promise<void> {
    this.delivering++;
    const stored = this.delivering <= MOST_DELIVERING && (await this.host.deliver(pdu));
    this.delivering--;
    this.write(`${pdu.command}_resp`, stored ? OK : TRY_LATER, pdu.sequence);
  }

  /** The SMSC unbinds: what it has still to answer may come until it closes. */
  private async dismissed(): Promise<void> {
    this.state = 'leaving';
    await this.empty(performance.now() + Math.min(GOODBYE_MS, this.timeoutMs));
    this.close('dismissed');
  }

  private empty(until: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.window.used === 0) return resolve();
      const late = setTimeout(resolve, Math.max(0, until - performance.now()));
      this.emptied = () => {
        clearTimeout(late);
        resolve();
      };
    });
  }

  /** Asks a silent link. A busy one shows by its answers that it stands. */
  private enquire(): void {
    if (performance.now() - this.heardAt >= this.settings.enquireSeconds * 500) void this.probe();
  }

  /** PDUs of one turn of the event loop leave together: a write each would cost more than everything else of a copy. */
  private write(command: string, status: number, sequence: number, fields: Pdu['fields'] = {}): void {
    if (this.socket.destroyed) return;
    if (this.socket.writableCorked === 0) {
      this.socket.cork();
      setImmediate(() => this.socket.uncork());
    }
    this.socket.write(encodePdu({ command, status, sequence, fields }));
  }

  private close(code: string): void {
    if (this.socket.destroyed) return;
    this.code = code;
    this.socket.uncork();
    this.socket.destroy();
  }

  private over(): void {
    this.state = 'over';
    clearInterval(this.enquiring);
    for (const { settle, limit } of this.window.takeAll()) {
      clearTimeout(limit);
      settle({ kind: 'unanswered', code: this.code });
    }
    this.emptied?.();
    this.end();
  }
}

/** Connects, and encrypts where the address asks for it. */
function connect({ host, port, tls }: SmppSettings['url'], timeoutMs: number): Promise<Socket | NotBound> {
  return new Promise((resolve) => {
    const socket = tls ? connectTls({ host, port }) : connectTcp({ host, port });
    const done = (result: Socket | NotBound): void => {
      clearTimeout(late);
      socket.off('error', failed);
      resolve(result);
    };
    const failed = (error: NodeJS.ErrnoException): void => {
      socket.destroy();
      done({ kind: 'unreachable', code: error.code ?? 'ECONNECTION' });
    };
    const late = setTimeout(() => failed(Object.assign(new Error(), { code: 'ETIMEDOUT' })), timeoutMs);
    socket.once('error', failed);
    socket.once(tls ? 'secureConnect' : 'connect', () => done(socket));
  });
}

/** Whether the SMSC can be connected to, without a bind. @returns null, or why not */
export async function reach(url: SmppSettings['url'], timeoutMs: number): Promise<NotBound | null> {
  const socket = await connect(url, timeoutMs);
  if ('kind' in socket) return socket;
  socket.destroy();
  return null;
}

/** Why a bind did not come about, in the provider's own words where it has any. */
export const wordsOf = (failed: NotBound): string =>
  failed.kind === 'refused' ? statusName(failed.status) : failed.code;
