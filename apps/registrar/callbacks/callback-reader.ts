import { parse } from 'node:querystring';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Audience } from '#audience';
import type { CallbackSource, RawCallback } from '#callbacks';
import {
  type ChannelName,
  type ParsedReceipt,
  readBounceReport,
  readTelegramUpdate,
  readTwilioStatus,
} from '#channels';
import { Receipts } from '#deliveries';
import { type Config, InjectConfig, Keys, Problem, sha256, within } from '#platform';
import { Bot } from '../bot/bot.js';

/** What became of a callback. */
export type CallbackOutcome =
  /** Applied, or in the inbox of receipts. */
  | 'taken'
  /** Genuine, and nothing that concerns us: a state on the way, an auto-reply. */
  | 'ignored'
  /** Genuine, but it names no copy of ours. */
  | 'unknown-token'
  /** Not from whom it says it is from: nothing was done. */
  | 'refused'
  /** No mail that can be parsed, or no JSON: trying again would not help. */
  | 'unreadable';

/** A report takes no longer to parse, in ms. */
const PARSE_MS = 10_000;

/**
 * Authenticates a callback and does what it asks for. The gateway stores what it is sent, and so may whoever takes it
 * over: nothing is believed here but a signature or token that the gateway cannot make. May see a callback twice.
 */
@Injectable()
export class CallbackReader {
  constructor(
    private readonly database: DataSource,
    private readonly keys: Keys,
    private readonly receipts: Receipts,
    private readonly audience: Audience,
    private readonly bot: Bot,
    @InjectConfig() private readonly config: Config,
  ) {}

  /** @param content null where it was not sealed to us */
  async read(source: CallbackSource, content: RawCallback | null): Promise<CallbackOutcome> {
    if (content === null) return 'refused';
    switch (source) {
      case 'twilio':
        return this.twilio(content);
      case 'email':
        return this.email(content.body);
      case 'telegram':
        return this.telegram(content.body);
      case 'unsubscribe':
        return this.unsubscribe(content.body.toString('latin1'));
    }
  }

  private async twilio({ path, headers, body }: RawCallback): Promise<CallbackOutcome> {
    const fields: Record<string, unknown> = { ...parse(body.toString('utf8')) };
    let receipt: ParsedReceipt | null;
    try {
      receipt = readTwilioStatus(this.config, { path, signature: headers['x-twilio-signature'], fields });
    } catch (error) {
      if (error instanceof Problem && error.kind === 'forbidden') return 'refused';
      throw error;
    }
    const messageSid = fields['MessageSid'];
    return this.store('sms', receipt, typeof messageSid === 'string' ? messageSid : '');
  }

  private async email(body: Buffer): Promise<CallbackOutcome> {
    let receipt: ParsedReceipt | null;
    try {
      receipt = await within(PARSE_MS, readBounceReport(body, this.config));
    } catch {
      // It all lies in memory: what the parser gives up on is the report, with too many parts or headers for one.
      return 'unreadable';
    }
    return this.store('email', receipt, sha256(body));
  }

  /** @param messageId tells apart what is said of two copies under one token, as after a resend */
  private async store(
    channel: ChannelName,
    receipt: ParsedReceipt | null,
    messageId: string,
  ): Promise<CallbackOutcome> {
    if (receipt === null) return 'ignored';
    const ours = await this.receipts.receive({ channel, ...receipt, providerId: messageId });
    return ours ? 'taken' : 'unknown-token';
  }

  /** Where updates are fetched, nobody has any to send: Telegram's secret is the gateway's, who could invent them. */
  private async telegram(body: Buffer): Promise<CallbackOutcome> {
    if (this.config.TELEGRAM_POLLING) return 'refused';
    let json: unknown;
    try {
      json = JSON.parse(body.toString('utf8'));
    } catch {
      return 'unreadable';
    }
    const update = readTelegramUpdate(json);
    if (!update) return 'ignored';
    await this.bot.onUpdate(update);
    return 'taken';
  }

  private async unsubscribe(token: string): Promise<CallbackOutcome> {
    const copy = this.keys.readDeliveryToken('unsubscribe', token);
    if (!copy) return 'unknown-token';
    await this.database.transaction((tx) => this.audience.leave(tx, copy.addressId, 'link'));
    return 'taken';
  }
}
