// Only this module: the package's client is for programs that send.
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { type Config, Problem } from '#platform';
import type { ParsedReceipt } from '../receipt.js';
import { verdictOfCode } from './codes.js';

/** A status callback as received. */
export interface TwilioCallback {
  /** Path and query as received, such as `/webhooks/twilio/status?d=…`. */
  path: string;
  /** The header X-Twilio-Signature. */
  signature: string | undefined;
  /** The form fields. */
  fields: Record<string, unknown>;
}

/** Intermediate states, which change nothing. */
const ON_THE_WAY: ReadonlySet<string> = new Set(['accepted', 'scheduled', 'queued', 'sending', 'sent']);

/**
 * Whether a status callback only reports an intermediate state. Needs no signature: a genuine one changes nothing
 * either.
 * @param form the form-encoded body
 */
export function isTwilioOnTheWay(form: string): boolean {
  const fields = new URLSearchParams(form);
  return ON_THE_WAY.has(fields.get('MessageStatus') ?? fields.get('SmsStatus') ?? '');
}

/**
 * Reads a status callback; null for intermediate states (accepted, queued, sending, sent), which change nothing.
 * @throws Problem forbidden when the signature is not Twilio's over PUBLIC_URL + path and the fields
 */
export function readTwilioStatus(
  config: Pick<Config, 'PUBLIC_URL' | 'TWILIO_AUTH_TOKEN'>,
  { path, signature, fields }: TwilioCallback,
): ParsedReceipt | null {
  const url = `${config.PUBLIC_URL}${path}`;
  const secret = config.TWILIO_AUTH_TOKEN;
  if (!secret || !signature || !URL.canParse(url) || !validateRequest(secret, signature, url, fields)) {
    throw new Problem('not-twilio');
  }
  const token = new URL(url).searchParams.get('d');
  if (!token) return null;
  switch (fields['MessageStatus'] ?? fields['SmsStatus']) {
    case 'delivered':
    case 'read':
      return { token, verdict: 'delivered', reason: 'twilio delivered' };
    case 'undelivered':
    case 'failed': {
      const code = Number(fields['ErrorCode']) || null;
      return { token, verdict: verdictOfCode(code), reason: `twilio ${code ?? 'undelivered'}` };
    }
    case 'canceled':
      return { token, verdict: 'failed', reason: 'twilio canceled' };
    default:
      return null;
  }
}
