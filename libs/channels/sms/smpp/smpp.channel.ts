import { setTimeout as sleep } from 'node:timers/promises';
import { type Moment, moment } from '#platform/waiting';
import type { BindLeases, Channel, Outcome, OutgoingMessage } from '../../channel.js';
import type { Report } from '../../receipt.js';
import { smsSegments } from '../segments.js';
import { Binds, type NotSent } from './binds.js';
import { outcomeOfBind, outcomeOfPart, outcomeOfStatus } from './errors.rules.js';
import type { Pdu } from './pdu.js';
import { normaliseId, readIncoming } from './incoming.rules.js';
import { type Answer, reach, wordsOf } from './session.js';
import type { SmppSettings } from './settings.js';
import { encodeText, type EncodedPart, validityPeriod } from './text.rules.js';

/** An account at an SMSC. */
export type SmppAccount = SmppSettings & { name: string };

/** What an account works with. */
export interface SmppOptions {
  /** The longest that a hand-over takes, in ms: all parts of a text together. */
  timeoutMs: number;
}

/** Opens an account without connecting. */
export const openSmpp = ({ name, ...settings }: SmppAccount, options: SmppOptions): Channel =>
  new SmppChannel(name, settings, options);

class SmppChannel implements Channel {
  readonly name = 'sms';
  readonly atOnce: number;
  readonly revisions = null;
  private readonly binds: Binds;
  private store: ((report: Report) => Promise<boolean>) | null = null;
  private reference = Math.floor(Math.random() * 256);

  constructor(
    readonly account: string,
    private readonly settings: SmppSettings,
    private readonly options: SmppOptions,
  ) {
    const { binds, window } = settings;
    this.atOnce = binds * window;
    this.binds = new Binds(account, settings, options.timeoutMs / 2, (pdu) => this.deliver(pdu));
  }

  prepare(): void {
    this.binds.start();
  }

  /**
   * Hands a text over, its parts one after the other: where the first is refused nothing has left, and the text may be
   * sent again.
   */
  async send({ to, text, expiresAt, startBy }: OutgoingMessage): Promise<Outcome> {
    const seconds = Math.floor((expiresAt.getTime() - Date.now()) / 1_000);
    if (seconds < 1) return { kind: 'retry', reason: 'smpp not sent, it would expire' };
    const since = performance.now();
    const until = since + this.options.timeoutMs;
    // A part that is sent later than this would leave its answer too little time.
    const half = since + this.options.timeoutMs / 2;
    const latest = startBy ? Math.min(half, since + leftMs(startBy)) : half;
    this.reference = (this.reference + 1) % 256;
    const { dataCoding, parts } = encodeText(text, this.settings, this.reference);
    const ids: string[] = [];
    for (const [index, part] of parts.entries()) {
      const fields = this.fieldsOf(to, seconds, dataCoding, part);
      const answer = await this.submit(fields, index === 0 ? latest : until, until, index > 0);
      if (answer.kind !== 'answered' || answer.status !== 0)
        return outcomeOfPart(index, this.outcomeOf(answer), parts.length);
      if (answer.id !== '') ids.push(normaliseId(answer.id, this.settings.ids.response, this.settings.ids));
    }
    const [providerId] = ids;
    return providerId === undefined
      ? { kind: 'accepted' }
      : { kind: 'accepted', providerId, reportedAs: { account: this.account, ids } };
  }

  /** By the alphabet of the account; what travels whole in message_payload is cut by the SMSC. */
  segmentsOf(text: string): number {
    return Math.max(encodeText(text, this.settings, 0).parts.length, smsSegments(text).segments);
  }

  /**
   * Checks a bind where this process holds some. Where it holds none it only connects: a bind of its own would take one
   * of the contract's from the workers.
   */
  async check(): Promise<void> {
    const { url } = this.settings;
    const why = this.binds.isStarted ? await this.binds.probe() : await reach(url, this.options.timeoutMs);
    if (!why) return;
    throw new Error(
      why.kind === 'refused'
        ? `The SMSC refuses the bind: ${wordsOf(why)}`
        : `The SMSC does not answer: ${wordsOf(why)}`,
    );
  }

  onReport(store: (report: Report) => Promise<boolean>): void {
    this.store = store;
  }

  shareBinds(leases: BindLeases): void {
    this.binds.leases = leases;
  }

  onPlaces(tell: (places: number) => void): void {
    this.binds.onPlaces(tell);
  }

  close(): Promise<void> {
    return this.binds.close();
  }

  /** @param again whether "slow down" is answered by a pause and another try, within the time limit */
  private async submit(
    fields: Pdu['fields'],
    startBy: number,
    until: number,
    again: boolean,
  ): Promise<Answer | NotSent> {
    for (;;) {
      const answer = await this.binds.submit(fields, startBy, until);
      if (!again || answer.kind !== 'answered' || answer.status === 0) return answer;
      const outcome = this.outcomeOf(answer);
      if (outcome.kind !== 'slow_down' || performance.now() + outcome.afterMs >= until) return answer;
      await sleep(outcome.afterMs);
    }
  }

  private outcomeOf(answer: Answer | NotSent): Outcome {
    switch (answer.kind) {
      case 'answered':
        return outcomeOfStatus(answer.status, this.settings.errors.submit);
      case 'unanswered':
        return { kind: 'unknown', reason: `smpp ${answer.code}` };
      case 'not-sent':
        return outcomeOfNotSent(answer.why);
    }
  }

  private fieldsOf(to: string, seconds: number, dataCoding: number, part: EncodedPart): Pdu['fields'] {
    const { source, destination, validityHours } = this.settings;
    return {
      source_addr_ton: source.ton,
      source_addr_npi: source.npi,
      source_addr: source.address,
      dest_addr_ton: destination.ton,
      dest_addr_npi: destination.npi,
      destination_addr: to.replace(/^\+/, ''),
      esm_class: part.esmClass,
      validity_period: validityPeriod(Math.min(seconds, validityHours * 3600)),
      // A receipt at the end, whatever it is (SMPP 3.4 §5.2.17).
      registered_delivery: 1,
      data_coding: dataCoding,
      short_message: part.message,
      ...part.parameters,
    };
  }

  /** Stores what a deliver_sm brings. What nobody waits for counts as stored, or the SMSC would deliver it for days. */
  private async deliver(pdu: Pdu): Promise<boolean> {
    const incoming = readIncoming(pdu, this.settings);
    if (!incoming) return true;
    const { account } = this;
    if (incoming.kind === 'text') {
      if (!this.settings.twoWay) return true;
      return (
        (await this.store?.({ account, kind: 'text', from: incoming.from, text: incoming.text })) ?? false
      );
    }
    const { id, verdict, reason } = incoming;
    if (verdict === null) return true;
    return (await this.store?.({ account, kind: 'receipt', id, verdict, reason })) ?? false;
  }
}

function outcomeOfNotSent(why: NotSent['why']): Outcome {
  switch (why.kind) {
    case 'refused':
      return outcomeOfBind(why.status);
    case 'unreachable':
      return { kind: 'away', reason: `smpp ${why.code}` };
    case 'others':
      // Its bind went to another worker, which takes it: the provider is there.
      return { kind: 'slow_down', afterMs: 0, reason: 'smpp bind held elsewhere' };
  }
}

/** Time to a deadline by the clock that reaches it first, in ms. */
function leftMs(deadline: Moment): number {
  const now = moment();
  return Math.min(deadline.steady - now.steady, deadline.wall - now.wall);
}
