import { parse } from 'node:querystring';
import { Injectable } from '@nestjs/common';
import { Audience } from '#audience';
import { type CallbackSource, isOwnCallback, type RawCallback } from '#callbacks';
import { type ChannelName, type ParsedReceipt, type Report, reportSchema } from '#channels';
import { readBounceReport } from '#channels/email';
import { readTwilioStatus } from '#channels/sms';
import { readTelegramUpdate } from '#channels/telegram';
import { Receipts } from '#dispatch/receipts';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Keys, sha256 } from '#platform/crypto';
import { Database } from '#platform/database';
import { Problem } from '#platform/http';
import { within } from '#platform/waiting';
import { Bot } from '../bot/bot.js';
import { SmsReplies } from './sms-replies.js';

/** Outcome of a callback. */
export type CallbackOutcome =
  /** Applied, or in the inbox of receipts. */
  | 'taken'
  /** Genuine but irrelevant: an intermediate state, an auto-reply. */
  | 'ignored'
  /** Genuine, but what it is about is not there yet: read again later. */
  | 'early'
  /** Genuine, but its token names no copy. */
  | 'unknown-token'
  /** Not authentic: nothing was done. */
  | 'refused'
  /** Not parsable as mail or JSON: a retry does not help. */
  | 'unreadable';

/** A receipt that names its message by the provider's id alone. */
type ById = Extract<Report, { kind: 'receipt' }>;

/** Timeout for parsing a report, in ms. */
const PARSE_MS = 10_000;

/**
 * Authenticates a callback and applies it. A compromised gateway can store any callback, so only a signature or token
 * that the gateway cannot create is trusted. Idempotent.
 */
@Injectable()
export class CallbackReader {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly receipts: Receipts,
    private readonly audience: Audience,
    private readonly bot: Bot,
    private readonly replies: SmsReplies,
    @InjectConfig() private readonly config: Config,
  ) {}

  /** @param content null if it was not sealed for this installation */
  async read(source: CallbackSource, content: RawCallback | null): Promise<CallbackOutcome> {
    if (content === null) return 'refused';
    switch (source) {
      case 'twilio':
        return this.twilio(content);
      case 'email':
        return this.email(content.body);
      case 'telegram':
        return this.telegram(content.body);
      case 'smpp':
        return this.report(content);
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
      // The input is in memory, so a parser error is the report's fault: it has too many parts or headers.
      return 'unreadable';
    }
    return this.store('email', receipt, sha256(body));
  }

  /** @param messageId separates callbacks of two copies under one token, as after a resend */
  private async store(
    channel: ChannelName,
    receipt: ParsedReceipt | null,
    messageId: string,
  ): Promise<CallbackOutcome> {
    if (receipt === null) return 'ignored';
    const ours = await this.receipts.receive({ channel, ...receipt, providerId: messageId });
    return ours ? 'taken' : 'unknown-token';
  }

  /** With polling there are no genuine webhook calls: the gateway holds Telegram's secret and could forge updates. */
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

  /** What a worker was told over a provider's connection. */
  private async report(content: RawCallback): Promise<CallbackOutcome> {
    const report = this.reportIn(content);
    if (report === null) return 'refused';
    if (report.kind === 'text') return (await this.replies.take(report)) ? 'taken' : 'ignored';
    return (await this.receiptsById([report]))[0] ?? 'ignored';
  }

  /** Returns a receipt over a provider's connection, which can be stored with others; null for anything else. */
  receiptIn(source: CallbackSource, content: RawCallback | null): ById | null {
    if (source !== 'smpp' || content === null) return null;
    try {
      const report = this.reportIn(content);
      return report?.kind === 'receipt' ? report : null;
    } catch {
      // Read by itself, it fails by itself.
      return null;
    }
  }

  /** Stores receipts over providers' connections together. @returns the outcome of each */
  async receiptsById(receipts: readonly ById[]): Promise<CallbackOutcome[]> {
    const stored = await this.receipts.receiveById(
      receipts.map(({ account, id, verdict, reason }) => ({ channel: 'sms', account, id, verdict, reason })),
    );
    return stored.map((one) => (one === 'early' ? 'early' : 'taken'));
  }

  /** @returns null for what no worker wrote @throws an Error for what is no report */
  private reportIn(content: RawCallback): Report | null {
    if (!isOwnCallback(this.keys, content)) return null;
    return reportSchema.parse(JSON.parse(content.body.toString('utf8')));
  }

  private async unsubscribe(token: string): Promise<CallbackOutcome> {
    const copy = this.keys.readDeliveryToken('unsubscribe', token);
    if (!copy) return 'unknown-token';
    await this.database.transaction((tx) => this.audience.leave(tx, copy.addressId, 'link'));
    return 'taken';
  }
}
