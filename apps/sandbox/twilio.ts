import { randomBytes } from 'node:crypto';
import { SegmentedMessage } from 'sms-segments-calculator';
import type { Arrival, Content } from './arrival.js';
import type { Callbacks } from './callbacks.js';
import type { Fault, Faults } from './faults.js';
import { hash32, place, seeded } from './faults.rules.js';
import type { Inbox } from './inbox.js';
import { type Reply, taken } from './reply.js';
import type { Timers } from './timers.js';
import { planStatuses, type Refusal, refusalOf, signature, type Undeliverable } from './twilio.rules.js';

/** Default validity period of a message, in seconds. */
const LONGEST_VALIDITY = 36_000;
const UNDELIVERABLE: readonly Undeliverable[] = [30003, 30005, 30006];

/**
 * Accepted credentials; null accepts any. Callbacks are signed with the auth token, or else with the password
 * presented.
 */
export interface TwilioOptions {
  accountSid: string | null;
  authToken: string | null;
  seed: number;
}

/** An SMS as Twilio stores it. */
class Sms implements Arrival {
  readonly channel = 'sms';
  readonly at = Date.now();
  readonly providerId = `SM${randomBytes(16).toString('hex')}`;
  status = 'accepted';
  errorCode: number | null = null;
  updatedAt = this.at;

  constructor(
    readonly accountSid: string,
    readonly fields: Record<string, string>,
  ) {}

  get to(): string {
    return this.fields['To'] ?? '';
  }

  get from(): string {
    return this.fields['From'] ?? this.fields['MessagingServiceSid'] ?? '';
  }

  get size(): number {
    return 1000 + 2 * (this.fields['Body']?.length ?? 0);
  }

  handedOver(): string {
    return Object.entries(this.fields)
      .filter(([name]) => name !== 'Body')
      .map(([, value]) => value)
      .join('\n');
  }

  open(): Promise<Content> {
    const { fields, status, errorCode } = this;
    return Promise.resolve({
      text: fields['Body'] ?? '',
      callback: fields['StatusCallback'] ?? null,
      messagingServiceSid: fields['MessagingServiceSid'] ?? null,
      validityPeriod: fields['ValidityPeriod'] ? Number(fields['ValidityPeriod']) : null,
      status,
      errorCode,
    });
  }

  /** Sets a status unless a final one is set: later ones have no effect. */
  become(status: string, errorCode: number | null): void {
    if (['delivered', 'undelivered', 'failed'].includes(this.status)) return;
    this.status = status;
    this.errorCode = errorCode;
    this.updatedAt = Date.now();
  }

  /** The resource in the API's form. */
  resource(): Record<string, unknown> {
    const { fields, accountSid, providerId, status, errorCode } = this;
    const path = `/2010-04-01/Accounts/${accountSid}/Messages/${providerId}`;
    // With a Messaging Service the sender, and so the number of segments, is unknown until the message is sent.
    const counted = !fields['MessagingServiceSid'] || status !== 'accepted';
    return {
      account_sid: accountSid,
      api_version: '2010-04-01',
      body: fields['Body'] ?? '',
      date_created: rfc2822(this.at),
      date_sent: ['accepted', 'queued'].includes(status) ? null : rfc2822(this.updatedAt),
      date_updated: rfc2822(this.updatedAt),
      direction: 'outbound-api',
      error_code: errorCode,
      error_message: null,
      from: fields['From'] ?? null,
      messaging_service_sid: fields['MessagingServiceSid'] ?? null,
      num_media: '0',
      num_segments: counted ? String(new SegmentedMessage(fields['Body'] ?? '').segmentsCount) : '0',
      price: null,
      price_unit: null,
      sid: providerId,
      status,
      subresource_uris: { media: `${path}/Media.json` },
      to: this.to,
      uri: `${path}.json`,
    };
  }
}

/** The Messages API: accepts messages, and reports their status by signed callbacks. */
export class TwilioSandbox {
  constructor(
    private readonly inbox: Inbox,
    private readonly faults: Faults,
    private readonly callbacks: Callbacks,
    private readonly timers: Timers,
    private readonly options: TwilioOptions,
  ) {}

  /** `POST …/Messages.json` with these form fields. @param authorization the header */
  create(accountSid: string, authorization: string | undefined, fields: Record<string, string>): Reply {
    const authToken = this.#authToken(accountSid, authorization);
    if (authToken === null) return this.#refused(UNAUTHENTICATED);
    const invalid = refusalOf(fields);
    if (invalid) return this.#refused(invalid);
    const fault = this.faults.strike('sms', fields['To'] ?? '');
    const ordered = fault && refusalBy(fault, fields['To'] ?? '');
    if (ordered) return this.#refused(ordered);
    if (fault?.kind === 'reset' && fault.at !== 'after') {
      this.inbox.refuse('sms');
      return 'reset';
    }
    const sms = new Sms(accountSid, fields);
    this.inbox.add(sms);
    this.#report(sms, authToken, fault?.kind === 'late_bounce');
    return taken({ status: 201, body: sms.resource() }, fault);
  }

  /** `GET …/Messages/<sid>.json` */
  fetch(accountSid: string, authorization: string | undefined, sid: string): Reply {
    if (this.#authToken(accountSid, authorization) === null) return errorReply(UNAUTHENTICATED);
    for (const { arrival } of this.inbox.latest('sms')) {
      if (arrival instanceof Sms && arrival.providerId === sid && arrival.accountSid === accountSid) {
        return { status: 200, body: arrival.resource() };
      }
    }
    const path = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}.json`;
    return errorReply({ status: 404, code: 20404, message: `The requested resource ${path} was not found` });
  }

  /** `GET …/Accounts/<sid>.json` */
  account(accountSid: string, authorization: string | undefined): Reply {
    if (this.#authToken(accountSid, authorization) === null) return errorReply(UNAUTHENTICATED);
    return {
      status: 200,
      body: {
        sid: accountSid,
        friendly_name: 'Siar sandbox',
        owner_account_sid: accountSid,
        status: 'active',
        type: 'Full',
        date_created: rfc2822(0),
        date_updated: rfc2822(0),
        uri: `/2010-04-01/Accounts/${accountSid}.json`,
      },
    };
  }

  /** The token to sign with, or null if the credentials are rejected. */
  #authToken(accountSid: string, authorization = ''): string | null {
    const [scheme, encoded = ''] = authorization.split(' ');
    const credentials = Buffer.from(encoded, 'base64').toString('utf8');
    const colon = credentials.indexOf(':');
    if (scheme?.toLowerCase() !== 'basic' || colon < 1) return null;
    const password = credentials.slice(colon + 1);
    const { accountSid: sid, authToken } = this.options;
    if (sid !== null && (accountSid !== sid || credentials.slice(0, colon) !== sid)) return null;
    if (authToken !== null && password !== authToken) return null;
    return password;
  }

  #refused(refusal: Refusal): Reply {
    this.inbox.refuse('sms');
    return errorReply(refusal);
  }

  #report(sms: Sms, authToken: string, undeliverable: boolean): void {
    const { fields } = sms;
    const random = seeded(
      hash32(`${this.options.seed} ${sms.to} ${fields['StatusCallback'] ?? fields['Body'] ?? ''}`),
    );
    const why = UNDELIVERABLE[Math.floor(place('sms', `${sms.to} why`) * UNDELIVERABLE.length)] ?? 30003;
    const plan = planStatuses(
      random,
      undeliverable ? why : null,
      Number(fields['ValidityPeriod'] ?? LONGEST_VALIDITY),
    );
    for (const { status, errorCode, afterMs } of plan) {
      this.timers.after(afterMs, () => {
        sms.become(status, errorCode ?? null);
        const url = fields['StatusCallback'];
        if (!url) return;
        const reported: Record<string, string> = {
          AccountSid: sms.accountSid,
          ApiVersion: '2010-04-01',
          From: fields['From'] ?? 'SIAR',
          MessageSid: sms.providerId,
          MessageStatus: status,
          SmsSid: sms.providerId,
          SmsStatus: status,
          To: sms.to,
          ...(fields['MessagingServiceSid'] ? { MessagingServiceSid: fields['MessagingServiceSid'] } : {}),
          ...(errorCode ? { ErrorCode: String(errorCode) } : {}),
        };
        const headers = {
          'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
          'user-agent': 'TwilioProxy/1.1',
          'x-twilio-signature': signature(authToken, url, reported),
        };
        void this.callbacks.post(url, headers, new URLSearchParams(reported).toString());
      });
    }
  }
}

const UNAUTHENTICATED: Refusal = { status: 401, code: 20003, message: 'Authenticate' };

function refusalBy(fault: Fault, to: string): Refusal | null {
  switch (fault.kind) {
    case 'dead':
      return { status: 400, code: 21211, message: `Invalid 'To' Phone Number: ${to.slice(0, -4)}XXXX` };
    case '5xx':
      return { status: 503, code: 20503, message: 'Service Unavailable' };
    case '429':
      return { status: 429, code: 20429, message: 'Too Many Requests' };
    case 'sender_at_fault':
      return {
        status: 400,
        code: 21612,
        message: "Message cannot be sent with the current combination of 'To' and/or 'From' parameters",
      };
    case 'opted_out':
      return { status: 400, code: 21610, message: 'Attempt to send to unsubscribed recipient' };
    case 'refuse': {
      // An answer of SMPP.
      if (fault.answer?.startsWith('0x')) return null;
      const [status, code, ...message] = (fault.answer ?? '').split(' ');
      return { status: Number(status), code: Number(code), message: message.join(' ') };
    }
    default:
      return null;
  }
}

function errorReply({ status, code, message }: Refusal): Reply {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}

function rfc2822(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}
