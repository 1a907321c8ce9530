import { stringify } from 'node:querystring';
import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import type { Config } from '#platform/config';
import type { Opened } from '../../accounts/account.js';
import type { Channel, Outcome, OutgoingMessage } from '../../channel.js';
import { NoAnswer, ProviderHttp } from '../../provider-http.js';
import { smsSegments } from '../segments.js';
import { outcomeOfRefusal } from './codes.js';
import type { TwilioSettings } from './settings.js';

/** Twilio's limits of ValidityPeriod, in seconds. */
const SHORTEST_VALIDITY = 1;
const LONGEST_VALIDITY = 36_000;

/** Opens an account at Twilio. */
export const openTwilio = ({ name, settings }: Opened<TwilioSettings>, config: Config): Channel =>
  new TwilioChannel(name, settings, config);

class TwilioChannel implements Channel {
  readonly name = 'sms';
  readonly atOnce = 64;
  readonly revisions = null;
  private readonly http: ProviderHttp;
  private readonly client: twilio.Twilio;

  constructor(
    readonly account: string,
    private readonly settings: TwilioSettings,
    private readonly config: Config,
  ) {
    const timeout = config.PROVIDER_TIMEOUT_SECONDS * 1_000;
    this.http = new ProviderHttp(settings.apiRoot, timeout);
    const httpClient = new KeptRequests(this.http, timeout);
    // Without this, TWILIO_LOG_LEVEL of the environment would print the messages.
    this.client = twilio(settings.accountSid, settings.authToken, { httpClient, logLevel: 'none' });
  }

  async send({ to, text, token, expiresAt }: OutgoingMessage): Promise<Outcome> {
    const validityPeriod = Math.min(Math.floor((expiresAt.getTime() - Date.now()) / 1_000), LONGEST_VALIDITY);
    // Twilio's shortest validity period would outlast the message.
    if (validityPeriod < SHORTEST_VALIDITY)
      return { kind: 'retry', reason: 'twilio not sent, it would expire' };
    try {
      const { sid } = await this.client.messages.create({
        to,
        body: text,
        messagingServiceSid: this.settings.messagingServiceSid,
        validityPeriod,
        statusCallback: `${this.config.PUBLIC_URL}/webhooks/twilio/status?d=${token}`,
        smartEncoded: false,
      });
      return { kind: 'accepted', providerId: sid };
    } catch (error) {
      const { status, code } = refusal(error);
      if (status !== null) return outcomeOfRefusal(status, code);
      if (error instanceof NoAnswer)
        return { kind: error.sent ? 'unknown' : 'away', reason: `twilio ${error.code}` };
      return { kind: 'unknown', reason: 'twilio error' };
    }
  }

  segmentsOf(text: string): number {
    return smsSegments(text).segments;
  }

  async check(): Promise<void> {
    try {
      await this.client.api.v2010.accounts(this.settings.accountSid).fetch();
    } catch (error) {
      const { status } = refusal(error);
      // 404: a stand-in that serves messages only is available all the same; Twilio itself answers 401 for a wrong
      // account.
      if (status === 404) return;
      throw new Error(
        status === null
          ? `Twilio does not answer: ${error instanceof NoAnswer ? error.code : 'error'}`
          : `Twilio refuses us: ${status}`,
      );
    }
  }

  close(): Promise<void> {
    return this.http.close();
  }
}

/**
 * Makes Twilio's client use our own kept connections instead of axios, which took half of a message's time. Takes only
 * the path of its URL: the account's `apiRoot` alone determines the host.
 */
class KeptRequests extends twilio.RequestClient {
  constructor(
    private readonly http: ProviderHttp,
    private readonly timeoutMs: number,
  ) {
    super();
  }

  override async request<T>({
    method,
    uri,
    username = '',
    password = '',
    headers,
    data,
  }: RequestClient.RequestOptions<T>): Promise<{ statusCode: number; body: T; headers: object }> {
    const { status, text } = await this.http.ask({
      // Twilio's client passes it in lower case, which HTTP treats as another method.
      method: method.toUpperCase(),
      path: uri.slice(uri.indexOf('/', 'https://'.length)),
      headers: {
        ...headers,
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      },
      body: data ? stringify(data as Record<string, string>) : '',
      timeoutMs: this.timeoutMs,
    });
    return { statusCode: status, body: text as T, headers: {} };
  }
}

/** Returns the HTTP status and Twilio's code of a refusal; nulls where there was no response. */
function refusal(error: unknown): { status: number | null; code: number | null } {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') {
    return { status: null, code: null };
  }
  const code = 'code' in error && typeof error.code === 'number' && error.code > 0 ? error.code : null;
  return { status: error.status, code };
}
