import type { Agent } from 'node:http';
import twilio from 'twilio';
import { type Config, ConfigError } from '#platform';
import type { Channel, Outcome, OutgoingMessage } from '../channel.js';
import { keptAlive, networkReason, unsent } from '../provider-http.js';
import { outcomeOfRefusal } from './codes.js';

/** Twilio's limits of ValidityPeriod, in seconds. */
const SHORTEST_VALIDITY = 1;
const LONGEST_VALIDITY = 36_000;

/** Opens the SMS channel. @throws ConfigError when one of the TWILIO_ settings is missing */
export function openSms(config: Config): Channel {
  const {
    TWILIO_ACCOUNT_SID: account,
    TWILIO_AUTH_TOKEN: secret,
    TWILIO_MESSAGING_SERVICE_SID: service,
  } = config;
  if (!account) throw new ConfigError('TWILIO_ACCOUNT_SID is missing; see .env.example');
  if (!secret) throw new ConfigError('TWILIO_AUTH_TOKEN is missing; see .env.example');
  if (!service) throw new ConfigError('TWILIO_MESSAGING_SERVICE_SID is missing; see .env.example');
  return new SmsChannel(config, account, secret, service);
}

class SmsChannel implements Channel {
  readonly name = 'sms';
  readonly revisions = null;
  private readonly agent: Agent;
  private readonly client: OneHostTwilio;

  constructor(
    private readonly config: Config,
    private readonly account: string,
    secret: string,
    private readonly service: string,
  ) {
    const timeout = config.PROVIDER_TIMEOUT_SECONDS * 1_000;
    this.agent = keptAlive(config.TWILIO_API_ROOT, timeout);
    const httpClient = new twilio.RequestClient({ timeout });
    httpClient.axios.defaults.httpAgent = this.agent;
    httpClient.axios.defaults.httpsAgent = this.agent;
    // Without these, TWILIO_EDGE, TWILIO_REGION and TWILIO_LOG_LEVEL of the environment would redirect the messages or
    // print them.
    this.client = new OneHostTwilio(account, secret, { httpClient, edge: '', region: '', logLevel: 'none' });
    this.client.api.baseUrl = config.TWILIO_API_ROOT.replace(/\/+$/, '');
  }

  async send({ to, text, token, expiresAt }: OutgoingMessage): Promise<Outcome> {
    const validityPeriod = Math.min(Math.floor((expiresAt.getTime() - Date.now()) / 1_000), LONGEST_VALIDITY);
    // Twilio could not be told to drop it in time.
    if (validityPeriod < SHORTEST_VALIDITY)
      return { kind: 'retry', reason: 'twilio not sent, it would expire' };
    try {
      const { sid } = await this.client.messages.create({
        to,
        body: text,
        messagingServiceSid: this.service,
        validityPeriod,
        statusCallback: `${this.config.PUBLIC_URL}/webhooks/twilio/status?d=${token}`,
        smartEncoded: false,
      });
      return { kind: 'accepted', providerId: sid };
    } catch (error) {
      const { status, code } = refusal(error);
      if (status !== null) return outcomeOfRefusal(status, code);
      return { kind: unsent(error) ? 'away' : 'unknown', reason: `twilio ${networkReason(error)}` };
    }
  }

  async check(): Promise<void> {
    try {
      await this.client.api.v2010.accounts(this.account).fetch();
    } catch (error) {
      const { status } = refusal(error);
      // 404: a stand-in that knows messages only is there all the same; Twilio itself answers a wrong account with 401.
      if (status === 404) return;
      throw new Error(
        status === null ? `Twilio does not answer: ${networkReason(error)}` : `Twilio refuses us: ${status}`,
      );
    }
  }

  close(): Promise<void> {
    this.agent.destroy();
    return Promise.resolve();
  }
}

/** Twilio's client takes host names apart to put edge and region in, and drops labels of long ones; ours is used as it is. */
class OneHostTwilio extends twilio.Twilio {
  override getHostname(hostname: string): string {
    return hostname;
  }
}

/** The HTTP status and Twilio's code of an answer that was no success; nulls where there was no answer. */
function refusal(error: unknown): { status: number | null; code: number | null } {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') {
    return { status: null, code: null };
  }
  const code = 'code' in error && typeof error.code === 'number' && error.code > 0 ? error.code : null;
  return { status: error.status, code };
}
