import { Injectable } from '@nestjs/common';
import type { TelegramUpdate } from '#channels/telegram';
import { type Opened, PublicRecords, PastedTexts, type Verdict } from '#dispatch/verification';
import { codeToCheck, textToCheck } from './bot-check.js';

/** Looks up what an update asks the bot to check: a text, or else a code. */
@Injectable()
export class BotChecks {
  constructor(
    private readonly records: PublicRecords,
    private readonly texts: PastedTexts,
  ) {}

  async of(update: TelegramUpdate): Promise<{ verdict: Verdict | null; opened: Opened | null }> {
    const text = textToCheck(update);
    if (text !== null)
      return { verdict: await this.texts.check(text, '', `chat ${update.chatId}`), opened: null };
    const code = codeToCheck(update);
    return { verdict: null, opened: code === null ? null : await this.records.open(code) };
  }
}
