import { createHmac } from 'node:crypto';

/** One planned status callback. */
export interface PlannedStatus {
  status: 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed';
  /** Milliseconds after the message was accepted. */
  afterMs: number;
  errorCode?: number;
}

/** Why a phone does not receive messages: unreachable, unknown, or a landline. */
export type Undeliverable = 30003 | 30005 | 30006;

/** Share of messages with a late, reordered or duplicated last status. */
const LATE = 0.15;
const OUT_OF_ORDER = 0.1;
const TWICE = 0.1;
/** Twilio's "Validity Period Expired". */
const EXPIRED = 30036;

/**
 * Plans Twilio's reports about a message, in the order of time: queued, sent, and the final status, within two seconds.
 * Some are late, out of order and duplicated, as at Twilio.
 * @param random numbers in [0, 1); equal ones give equal plans
 * @param fails why the phone does not receive it, or null
 * @param validitySeconds period after which the message is never delivered
 */
export function planStatuses(
  random: () => number,
  fails: Undeliverable | null,
  validitySeconds: number,
): PlannedStatus[] {
  const queued = 20 + random() * 80;
  let sent = 120 + random() * 300;
  let ended = sent + 100 + random() * 700 + (random() < LATE ? 500 : 0);
  if (random() < OUT_OF_ORDER) [sent, ended] = [ended, sent];
  const end: PlannedStatus =
    ended > validitySeconds * 1000
      ? { status: 'failed', errorCode: EXPIRED, afterMs: validitySeconds * 1000 }
      : fails
        ? { status: 'undelivered', errorCode: fails, afterMs: ended }
        : { status: 'delivered', afterMs: ended };
  const plan: PlannedStatus[] = [
    { status: 'queued', afterMs: queued },
    { status: 'sent', afterMs: sent },
    end,
  ];
  if (random() < TWICE) plan.push({ ...end, afterMs: end.afterMs + 50 + random() * 150 });
  return plan.sort((one, other) => one.afterMs - other.afterMs);
}

/** X-Twilio-Signature: base64 HMAC-SHA1 over the URL and the POST fields, sorted by name (twilio.com/docs/usage/security). */
export function signature(authToken: string, url: string, fields: Record<string, string>): string {
  const signed = Object.keys(fields)
    .sort()
    .reduce((text, name) => text + name + (fields[name] ?? ''), url);
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}

/** Twilio's refusal of a request. */
export interface Refusal {
  status: number;
  code: number;
  message: string;
}

/** Validates the parameters of Messages.json as Twilio does. Null: valid. */
export function refusalOf(fields: Record<string, string>): Refusal | null {
  const { To: to, From: from, Body: body, StatusCallback: callback } = fields;
  const service = fields['MessagingServiceSid'];
  const validity = fields['ValidityPeriod'];
  if (!to) return { status: 400, code: 21604, message: "A 'To' phone number is required." };
  if (!/^\+[1-9]\d{7,14}$/.test(to)) {
    return { status: 400, code: 21211, message: `Invalid 'To' Phone Number: ${masked(to)}` };
  }
  if (!from && !service) return { status: 400, code: 21603, message: "A 'From' phone number is required." };
  if (service && !/^MG[0-9a-f]{32}$/.test(service)) {
    return { status: 400, code: 21705, message: 'The Messaging Service Sid is invalid.' };
  }
  if (!body) return { status: 400, code: 21602, message: 'Message body is required.' };
  if (body.length > 1600) {
    return {
      status: 400,
      code: 21617,
      message: 'The concatenated message body exceeds the 1600 character limit',
    };
  }
  if (callback && !(URL.canParse(callback) && /^https?:$/.test(new URL(callback).protocol))) {
    return { status: 400, code: 21609, message: `The 'StatusCallback' URL ${callback} is not a valid URL.` };
  }
  if (validity && !(/^\d+$/.test(validity) && Number(validity) >= 1 && Number(validity) <= 36_000)) {
    return {
      status: 400,
      code: 20001,
      message: 'Invalid parameter: ValidityPeriod must be from 1 to 36000 seconds',
    };
  }
  return null;
}

/** A number as in Twilio's errors since 2023: the last digits hidden. */
function masked(number: string): string {
  return number.length > 4 ? `${number.slice(0, -4)}XXXX` : number;
}
