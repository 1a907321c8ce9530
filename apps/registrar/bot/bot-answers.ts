import { Injectable } from '@nestjs/common';
import { countAct } from '#audience/limits';
import { answerTelegramButton } from '#channels/telegram';
import { type NoticeMessage, writeNotice } from '#notices';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { now, type Tx } from '#platform/database';
import type { Logger } from '#platform/logging';
import type { BotLanguage } from './bot-words.js';

/** Answers expire after this time. */
const ANSWER_LIFE_MS = 600_000;

/** Writes the bot's answers as notices, and acknowledges pressed buttons. */
@Injectable()
export class BotAnswers {
  constructor(
    private readonly keys: Keys,
    @InjectConfig() private readonly config: Config,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Above the limits a chat gets no answer; the act is applied nevertheless. */
  async answer(
    { tx, chatId, language }: { tx: Tx; chatId: string; language: BotLanguage },
    message: NoticeMessage,
  ): Promise<void> {
    const limit = chatId.startsWith('-') ? 'group' : 'chat';
    if (await countAct(tx, this.keys, [{ limit, subject: chatId }, { limit: 'chats' }])) return;
    const notice = { kind: 'answer', channel: 'telegram', to: chatId } as const;
    await writeNotice(tx, this.keys, {
      ...notice,
      message: { language, ...message },
      expiresAt: new Date((await now(tx)).getTime() + ANSWER_LIFE_MS),
    });
  }

  /** Acknowledges a button press. Not awaited: the press may already have expired at Telegram. */
  release(callbackQueryId: string, text: string): void {
    answerTelegramButton(this.config, callbackQueryId, text).catch((error: unknown) =>
      this.logger.warn({ err: error }, 'a Telegram button could not be answered'),
    );
  }
}
