// Only this module: the package's client is for programs that send.
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import type { Config } from '#platform/config';
import { Problem } from '#platform/http';
import { accountsOf } from '../../accounts/accounts.js';
import type { ParsedReceipt } from '../../receipt.js';
import type { TwilioSettings } from './settings.js';
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

/** What a status says of the copy; with `coded`, an ErrorCode in the callback says more. */
interface Told {
  verdict: ParsedReceipt['verdict'];
  reason: string;
  coded?: true;
}

/**
 * Twilio's message statuses; null for intermediate ones, which change nothing. Each reason but the delivered one needs
 * words for staff: test/console/provider-codes.rules.spec.ts. Source: twilio.com/docs/messaging/api/message-resource.
 */
export const TWILIO_STATUSES: ReadonlyMap<string, Told | null> = new Map<string, Told | null>([
  ['accepted', null],
  ['scheduled', null],
  ['queued', null],
  ['sending', null],
  ['sent', null],
  ['delivered', { verdict: 'delivered', reason: 'twilio delivered' }],
  ['read', { verdict: 'delivered', reason: 'twilio delivered' }],
  ['undelivered', { verdict: 'failed', reason: 'twilio undelivered', coded: true }],
  ['failed', { verdict: 'failed', reason: 'twilio undelivered', coded: true }],
  ['canceled', { verdict: 'failed', reason: 'twilio canceled' }],
]);

/**
 * Whether a status callback only reports an intermediate state. Needs no signature: a genuine one changes nothing
 * either.
 * @param form the form-encoded body
 */
export function isTwilioOnTheWay(form: string): boolean {
  const fields = new URLSearchParams(form);
  return TWILIO_STATUSES.get(fields.get('MessageStatus') ?? fields.get('SmsStatus') ?? '') === null;
}

/** Each account signs its callbacks with its own token: all that a program needs which reads them and sends nothing. */
const authTokens = (config: Config): string[] =>
  accountsOf(config).sms.flatMap(({ kind, settings, lacks }) => {
    if (kind !== 'twilio' || lacks !== null) return [];
    return settings ? (settings as TwilioSettings).authToken : (config.TWILIO_AUTH_TOKEN ?? []);
  });

/**
 * Reads a status callback; null for intermediate states (accepted, queued, sending, sent), which change nothing.
 * @throws Problem forbidden when the signature is not Twilio's over PUBLIC_URL + path and the fields
 */
export function readTwilioStatus(
  config: Config,
  { path, signature, fields }: TwilioCallback,
): ParsedReceipt | null {
  const url = `${config.PUBLIC_URL}${path}`;
  const signed = (authToken: string): boolean => validateRequest(authToken, signature ?? '', url, fields);
  if (!signature || !URL.canParse(url) || !authTokens(config).some(signed)) {
    throw new Problem('not-twilio');
  }
  const token = new URL(url).searchParams.get('d');
  if (!token) return null;
  const told = TWILIO_STATUSES.get(String(fields['MessageStatus'] ?? fields['SmsStatus']));
  if (!told) return null;
  const code = told.coded ? Number(fields['ErrorCode']) || null : null;
  return code === null
    ? { token, verdict: told.verdict, reason: told.reason }
    : { token, verdict: verdictOfCode(code), reason: `twilio ${code}` };
}
