import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import {
  type ChannelName,
  checkBounceSecret,
  checkTelegramSecret,
  type ParsedReceipt,
  readBounceReport,
  readTelegramUpdate,
  readTwilioStatus,
} from '#channels';
import { Receipts } from '#deliveries';
import { type Config, InjectConfig, InjectLogger, type Logger, Problem, Public, sha256 } from '#platform';
import { Bot } from './bot.js';
import { Metrics } from './metrics.js';

/**
 * What providers call. Each call is authenticated, written down, and only then answered: an answer that is not 2xx makes
 * a provider call again. A genuine one that concerns no copy of ours is taken, for calling again would change nothing.
 */
@Controller('webhooks')
@Public()
export class WebhooksController {
  constructor(
    private readonly receipts: Receipts,
    private readonly bot: Bot,
    private readonly metrics: Metrics,
    @InjectConfig() private readonly config: Config,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Twilio's status callback: signed over PUBLIC_URL, path, query and the form's fields. */
  @Post('twilio/status')
  @HttpCode(204)
  async twilioStatus(@Req() request: Request): Promise<void> {
    const fields = formOf(request.body);
    const receipt = this.counting('twilio', () =>
      readTwilioStatus(this.config, {
        path: request.originalUrl,
        signature: request.get('x-twilio-signature'),
        fields,
      }),
    );
    const messageSid = fields['MessageSid'];
    await this.store('twilio', 'sms', receipt, typeof messageSid === 'string' ? messageSid : '');
  }

  /** A bounce or complaint that our mail server pipes in, whole. */
  @Post('email/bounce')
  @HttpCode(204)
  async emailBounce(@Req() request: Request): Promise<void> {
    this.counting('email', () => checkBounceSecret(this.config, request.get('authorization')));
    const raw: unknown = request.body;
    if (!request.is('message/rfc822') || !Buffer.isBuffer(raw)) {
      throw new Problem('malformed', 'Send the whole report as message/rfc822.');
    }
    await this.store('email', 'email', await readBounceReport(raw, this.config), sha256(raw));
  }

  /** An update of the Bot API: somebody leaves, or has blocked us. */
  @Post('telegram')
  @HttpCode(200)
  async telegram(@Req() request: Request): Promise<void> {
    this.counting('telegram', () =>
      checkTelegramSecret(this.config, request.get('x-telegram-bot-api-secret-token')),
    );
    const update = readTelegramUpdate(jsonOf(request.body));
    if (update) await this.bot.onUpdate(update);
    this.metrics.called('telegram', update ? 'taken' : 'ignored');
  }

  /** @param messageId tells apart what is said of two copies under one token, as after a resend */
  private async store(
    webhook: 'twilio' | 'email',
    channel: ChannelName,
    receipt: ParsedReceipt | null,
    messageId: string,
  ): Promise<void> {
    if (receipt === null) return this.metrics.called(webhook, 'ignored');
    const ours = await this.receipts.receive({ channel, ...receipt, providerId: messageId });
    this.metrics.called(webhook, ours ? 'taken' : 'unknown-token');
  }

  /** Runs an authentication, and counts those it turns away. */
  private counting<T>(webhook: 'twilio' | 'email' | 'telegram', authenticate: () => T): T {
    try {
      return authenticate();
    } catch (error) {
      if (error instanceof Problem && error.kind === 'forbidden') {
        this.metrics.called(webhook, 'refused');
        this.logger.warn({ webhook }, 'a call to a webhook was refused');
      }
      throw error;
    }
  }
}

/** What a body says as JSON; nothing where it is something else. @throws Problem malformed */
function jsonOf(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Problem('malformed', 'The body is not JSON, though it says so.');
  }
}

/** A form's fields; none where the body is something else, whose signature then cannot match. */
function formOf(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null && !Buffer.isBuffer(body) ? { ...body } : {};
}
