import type { AddressInfo, Server } from 'node:net';
import smpp, { type Pdu, type Session } from 'smpp';
import type { Arrival, Content } from './arrival.js';
import type { Fault, Faults } from './faults.js';
import { hash32, seeded } from './faults.rules.js';
import type { Inbox } from './inbox.js';
import {
  type IdForms,
  type Part,
  partOf,
  planReceipt,
  receiptFields,
  type ReceiptPlan,
  writeId,
} from './smpp.rules.js';
import type { Timers } from './timers.js';

/** A receipt that was not answered, or found no bind, is delivered again after this time, in ms. */
const AGAIN_MS = 500;
/** The sandbox's own status for a person who opted out at the operator; SMPP has none. */
const OPTED_OUT = 0x0401;

/** Options of the SMSC. */
export interface SmppOptions {
  /** Null accepts any. */
  systemId: string | null;
  password: string | null;
  /** Binds at once; more are refused. */
  binds: number;
  ids: IdForms;
  seed: number;
}

/** A text as the SMSC stores it, of which parts may be missing. */
class SmppSms implements Arrival {
  readonly channel = 'sms';
  readonly at = Date.now();
  readonly parts = new Map<number, string>();
  state = 'accepted';

  constructor(
    readonly to: string,
    readonly from: string,
    readonly providerId: string,
    readonly total: number,
    private readonly submitted: Pdu,
  ) {}

  get text(): string {
    return Array.from({ length: this.total }, (_, index) => this.parts.get(index + 1) ?? '').join('');
  }

  get size(): number {
    return 1000 + 2 * this.text.length;
  }

  handedOver(): string {
    return [this.from, this.to, this.providerId].join('\n');
  }

  open(): Promise<Content> {
    const { text, total, parts, state, submitted } = this;
    return Promise.resolve({
      text,
      parts: total,
      missing: total - parts.size,
      dataCoding: submitted['data_coding'],
      validityPeriod: submitted['validity_period'] ?? null,
      status: state,
    });
  }
}

/** An operator's SMSC for SMPP 3.4, on the server of node-smpp: accepts texts, and delivers receipts as operators do. */
export class SmppSandbox {
  readonly #server: Server;
  readonly #binds = new Set<Session>();
  /** Texts of which parts are missing. */
  readonly #incomplete = new Map<string, SmppSms>();
  /** Numbers rise over restarts too, so that an id is never used twice. */
  #lastId = Math.floor(Date.now() / 1000) * 1000;

  constructor(
    private readonly inbox: Inbox,
    private readonly faults: Faults,
    private readonly timers: Timers,
    private readonly options: SmppOptions,
  ) {
    this.#server = smpp.createServer((session) => this.#serve(session));
  }

  /** Listens. @param port 0: any free one @returns the port @throws when it is taken */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /** Cuts every connection. */
  stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const session of this.#binds) session.destroy();
    return closed;
  }

  /** A person's text to a sender. */
  say(from: string, to: string, text: string): void {
    this.#deliver({ source_addr: from, destination_addr: to, short_message: text }, null);
  }

  #serve(session: Session): void {
    // One for each deliver_sm without an answer.
    session.setMaxListeners(0);
    // Its reader has stopped for good, or the client has cut the connection.
    session.on('error', () => session.destroy());
    session.on('close', () => this.#binds.delete(session));
    session.on('pdu', (pdu: Pdu) => {
      switch (pdu.command) {
        case 'bind_transceiver':
        case 'bind_transmitter':
        case 'bind_receiver':
          return this.#bind(session, pdu);
        case 'submit_sm':
          return this.#binds.has(session)
            ? this.#submit(session, pdu)
            : refuse(session, pdu, 'ESME_RINVBNDSTS');
        case 'enquire_link':
          return void session.send(pdu.response());
        case 'unbind':
          session.send(pdu.response());
          return void session.socket.end();
        case 'unknown':
          return refuse(session, pdu, 'ESME_RINVCMDID');
        default:
      }
    });
  }

  #bind(session: Session, pdu: Pdu): void {
    const { systemId, password, binds } = this.options;
    if (systemId !== null && pdu['system_id'] !== systemId) return refuse(session, pdu, 'ESME_RINVSYSID');
    if (password !== null && pdu['password'] !== password) return refuse(session, pdu, 'ESME_RINVPASWD');
    const fault = this.faults.strikeAccount('sms');
    if (fault) return refuse(session, pdu, statusBy(fault) ?? 'ESME_RBINDFAIL');
    if (this.#binds.size >= binds) return refuse(session, pdu, 'ESME_RALYBND');
    this.#binds.add(session);
    session.send(pdu.response({ system_id: 'sandbox' }));
  }

  #submit(session: Session, pdu: Pdu): void {
    const to = `+${String(pdu['destination_addr'])}`;
    if (!/^\+[1-9]\d{7,14}$/.test(to)) return refuse(session, pdu, 'ESME_RINVDSTADR');
    const { header, text } = contentOf(pdu);
    const part = partOf(header, pdu);
    const key = part && `${to} ${part.reference} ${part.total}`;
    const begun = key === null ? undefined : this.#incomplete.get(key);
    // A fault is of a text, not of each part.
    const fault = begun ? null : this.faults.strike('sms', to);
    const status = fault && statusBy(fault);
    if (status) {
      this.inbox.refuse('sms');
      return refuse(session, pdu, status);
    }
    if (fault?.kind === 'reset' && fault.at !== 'after') {
      this.inbox.refuse('sms');
      return void session.socket.resetAndDestroy();
    }
    const id = ++this.#lastId;
    const sms = begun ?? this.#begin(to, pdu, id, part);
    sms.parts.set(part?.number ?? 1, text);
    if (key !== null) {
      if (sms.parts.size < sms.total) this.#incomplete.set(key, sms);
      else this.#incomplete.delete(key);
    }
    if (fault?.kind === 'reset') return void session.socket.resetAndDestroy();
    this.#answer(session, pdu, { id, sms, fault });
  }

  #begin(to: string, pdu: Pdu, id: number, part: Part | null): SmppSms {
    const from = String(pdu['source_addr']);
    const written = writeId(id, this.options.ids, 'response', false);
    const sms = new SmppSms(to, from, written, part?.total ?? 1, pdu);
    this.inbox.add(sms);
    return sms;
  }

  #answer(
    session: Session,
    pdu: Pdu,
    { id, sms, fault }: { id: number; sms: SmppSms; fault: Fault | null },
  ): void {
    const plan = planReceipt(seeded(hash32(`${this.options.seed} ${sms.to} ${id}`)));
    const message_id = writeId(id, this.options.ids, 'response', plan.upperCase);
    const wait =
      fault?.kind === 'hang' ? fault.holdSeconds * 1000 : fault?.kind === 'slow' ? fault.latencyMs : 0;
    const state = fault?.kind === 'late_bounce' ? 'UNDELIV' : 'DELIVRD';
    const report = (): void => {
      sms.state = state === 'DELIVRD' ? 'delivered' : 'undelivered';
      if (pdu['registered_delivery'] === 1) this.#report(session, { id, sms, state, plan });
    };
    if (plan.afterMs === 'early') report();
    this.timers.after(wait, () => session.send(pdu.response({ message_id })));
    if (plan.afterMs !== 'early') this.timers.after(wait + plan.afterMs, report);
  }

  #report(
    session: Session,
    { id, sms, state, plan }: { id: number; sms: SmppSms; state: 'DELIVRD' | 'UNDELIV'; plan: ReceiptPlan },
  ): void {
    const fields = receiptFields(
      {
        id: writeId(id, this.options.ids, 'receipt', !plan.upperCase),
        from: sms.to.slice(1),
        to: sms.from,
        state,
        text: sms.text,
        at: new Date(),
      },
      plan.form,
    );
    for (let time = 0; time < plan.times; time++) this.#deliver(fields, plan.anyBind ? null : session);
  }

  /** Delivers until a client has answered that it has it. @param on the bind; null or one that ended: any */
  #deliver(fields: Record<string, unknown>, on: Session | null): void {
    const bind = on && this.#binds.has(on) ? on : [...this.#binds].at(-1);
    let answered = false;
    const again = (): void => this.timers.after(AGAIN_MS, () => this.#deliver(fields, on));
    if (!bind) return again();
    const closed = (): void => {
      if (!answered) again();
    };
    bind.once('close', closed);
    bind.deliver_sm({ ...fields }, ({ command_status }) => {
      answered = true;
      bind.off('close', closed);
      if (command_status !== 0) again();
    });
  }
}

function refuse(session: Session, pdu: Pdu, status: string | number): void {
  session.send(pdu.response({ command_status: typeof status === 'number' ? status : smpp.errors[status] }));
}

function contentOf(pdu: Pdu): { header: Uint8Array[]; text: string } {
  type Decoded = { udh?: Uint8Array[]; message: string | Buffer } | undefined;
  const short = pdu['short_message'] as Decoded;
  const payload = pdu['message_payload'] as Decoded;
  const { udh = [], message } = payload ?? short ?? { message: '' };
  return { header: udh, text: typeof message === 'string' ? message : message.toString('latin1') };
}

/** The status that a fault answers with; null: none. */
function statusBy({ kind, answer = '' }: Fault): string | number | null {
  switch (kind) {
    case 'dead':
      return 'ESME_RINVDSTADR';
    case '5xx':
      return 'ESME_RSYSERR';
    case '429':
      return 'ESME_RTHROTTLED';
    case 'sender_at_fault':
      return 'ESME_RINVSRCADR';
    case 'opted_out':
      return OPTED_OUT;
    case 'refuse':
      return Number(answer.split(' ', 1)[0]) || 'ESME_RSUBMITFAIL';
    default:
      return null;
  }
}
