import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CallbackInbox, LONGEST_PATH } from '#callbacks';
import { checkBounceSecret } from '#channels/email';
import { isTwilioOnTheWay } from '#channels/sms';
import { checkTelegramSecret, readTelegramUpdate } from '#channels/telegram';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import { Problem, Public } from '#platform/http';
import { type Logger, LogThrottle } from '#platform/logging';
import { Metrics, type Webhook } from '../http/metrics.js';
import { networkOf } from '../http/network.rules.js';

/** Base64 of the 20 bytes of an HMAC-SHA-1. */
const SIGNATURE = /^[A-Za-z0-9+/]{27}=$/;

/**
 * Webhooks of the providers. Each call is stored unchanged before the response: a provider repeats a call after any
 * answer but 2xx. Only secrets with no other purpose are checked here; the reader of the callbacks (apps/registrar)
 * authenticates them.
 */
@Controller('webhooks')
@Public()
export class WebhooksController {
  /** Anybody can trigger refusals, so they are logged at most once a minute. */
  private readonly refusals = new LogThrottle();

  constructor(
    private readonly inbox: CallbackInbox,
    private readonly metrics: Metrics,
    @InjectConfig() private readonly config: Pick<Config, 'EMAIL_BOUNCE_SECRET' | 'TELEGRAM_WEBHOOK_SECRET'>,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Twilio's status callback. Verifying its signature needs Twilio's token, which the gateway does not hold. */
  @Post('twilio/status')
  @HttpCode(204)
  async twilioStatus(@Req() request: Request): Promise<void> {
    const signature = request.get('x-twilio-signature') ?? '';
    await this.take('twilio', request, (body) => {
      if (!SIGNATURE.test(signature)) throw new Problem('not-twilio');
      if (!body || !request.is('application/x-www-form-urlencoded')) throw new Problem('not-a-form');
      return isTwilioOnTheWay(body.toString('latin1')) ? null : { 'x-twilio-signature': signature };
    });
  }

  /** A complete bounce or complaint, piped in by the mail server. */
  @Post('email/bounce')
  @HttpCode(204)
  async emailBounce(@Req() request: Request): Promise<void> {
    await this.take('email', request, (body) => {
      checkBounceSecret(this.config, request.get('authorization'));
      if (!body || !request.is('message/rfc822')) throw new Problem('not-a-report');
      return {};
    });
  }

  /** An update of the Bot API: a person's action in a chat. */
  @Post('telegram')
  @HttpCode(200)
  async telegram(@Req() request: Request): Promise<void> {
    await this.take('telegram', request, (body) => {
      checkTelegramSecret(this.config, request.get('x-telegram-bot-api-secret-token'));
      return readTelegramUpdate(body ? jsonOf(body) : undefined) ? {} : null;
    });
  }

  /**
   * @param check returns the headers that the reader needs; null: the call is irrelevant
   * @throws Problem from `check`, or from the inbox at its limits
   */
  private async take(
    webhook: Webhook,
    request: Request,
    check: (body: Buffer | null) => Record<string, string> | null,
  ): Promise<void> {
    const raw: unknown = request.body;
    const body = Buffer.isBuffer(raw) ? raw : null;
    try {
      if (request.originalUrl.length > LONGEST_PATH) throw new Problem('url-too-long', { max: LONGEST_PATH });
      const headers = check(body);
      if (!headers || !body) return this.metrics.called(webhook, 'ignored');
      const callback = { path: request.originalUrl, headers, body };
      await this.inbox.store(webhook, networkOf(request.ip ?? ''), callback);
      this.metrics.called(webhook, 'stored');
    } catch (error) {
      if (error instanceof Problem) this.refuse(webhook, error);
      throw error;
    }
  }

  private refuse(webhook: Webhook, { kind }: Problem): void {
    const full = kind === 'too-many' || kind === 'unavailable';
    this.metrics.called(webhook, full ? 'full' : 'refused');
    this.refusals.say((leftOut) =>
      this.logger.warn({ webhook, kind, leftOut }, 'a call to a webhook was refused'),
    );
  }
}

/** Parses a body as JSON. @throws Problem malformed */
function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Problem('not-json');
  }
}
