import type { Config } from '#platform/config';
import type { Opened } from '../accounts/account.js';
import type { Channel, EarlierMessage, Outcome, OutgoingMessage, Revision, Revisions } from '../channel.js';
import { labelsIn } from './buttons.js';
import { type Answer, TelegramClient } from './client.js';
import { outcomeOfRefusal, revisionOfRefusal } from './errors.js';
import { escapeHtml } from './escape.js';
import { LEAVE } from './leave.js';
import type { TelegramSettings } from './telegram-settings.js';

/** Opens the bot. */
export const openTelegram = ({ name, settings }: Opened<TelegramSettings>, config: Config): Channel =>
  new TelegramChannel(name, settings, config);

/**
 * A bot can delete its messages within 48 h, and edit them without a time limit (Bot API, deleteMessage and
 * editMessageText).
 */
const DELETABLE_FOR_MS = 48 * 3_600_000;

class TelegramChannel implements Channel {
  readonly name = 'telegram';
  readonly atOnce = 64;
  readonly revisions: Revisions = {
    deletableForMs: DELETABLE_FOR_MS,
    edit: (earlier, message) => this.edit(earlier, message),
    delete: (earlier, to) => this.delete(earlier, to),
  };
  private readonly client: TelegramClient;
  private readonly takesAnyUrl: boolean;

  constructor(
    readonly account: string,
    { apiRoot }: TelegramSettings,
    config: Config,
  ) {
    this.client = new TelegramClient(config);
    this.takesAnyUrl = new URL(apiRoot).hostname !== 'api.telegram.org';
  }

  async send(message: OutgoingMessage): Promise<Outcome> {
    const answer = await this.client.call('sendMessage', this.payload(message));
    switch (answer.kind) {
      case 'ok':
        return { kind: 'accepted', providerId: String(answer.result.message_id) };
      case 'refused':
        return outcomeOfRefusal(answer);
      case 'broken':
        return { kind: answer.sent ? 'unknown' : 'away', reason: `telegram ${answer.code}` };
    }
  }

  private async edit({ providerId }: EarlierMessage, message: OutgoingMessage): Promise<Revision> {
    const payload = {
      ...this.payload(message),
      message_id: Number(providerId),
      inline_message_id: undefined,
    };
    return revised(await this.client.call('editMessageText', payload), providerId);
  }

  private async delete({ providerId }: EarlierMessage, to: string): Promise<Revision> {
    const payload = { chat_id: to, message_id: Number(providerId) };
    return revised(await this.client.call('deleteMessage', payload), providerId);
  }

  private payload(message: OutgoingMessage) {
    const keyboard = this.keyboard(message);
    return {
      chat_id: message.to,
      text: escapeHtml(message.text),
      parse_mode: 'HTML' as const,
      link_preview_options: { is_disabled: true },
      ...(keyboard.length ? { reply_markup: { inline_keyboard: keyboard } } : {}),
    };
  }

  async check(): Promise<void> {
    const answer = await this.client.call('getMe', {});
    if (answer.kind === 'broken') throw new Error(`Telegram does not answer: ${answer.code}`);
    // 404: a stand-in without getMe is available all the same; Telegram itself answers 401 for a wrong token.
    if (answer.kind === 'refused' && answer.code !== 404)
      throw new Error(`Telegram refuses us: ${answer.code}`);
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private keyboard(message: OutgoingMessage): ApiButton[][] {
    const own = (message.buttons ?? []).map((line) =>
      line.map((button) => ('url' in button ? button : { text: button.text, callback_data: button.data })),
    );
    const usual = this.buttons(message);
    return usual.length > 0 ? [...own, usual] : own;
  }

  private buttons({ language, verifyUrl, broadcastId }: OutgoingMessage): ApiButton[] {
    const label = labelsIn(language);
    return [
      // Telegram itself rejects a button with a plain HTTP or local address, and the whole message with it.
      ...(verifyUrl !== null && (this.takesAnyUrl || verifyUrl.startsWith('https:'))
        ? [{ text: label.verify, url: verifyUrl }]
        : []),
      ...(broadcastId !== null ? [{ text: label.leave, callback_data: `${LEAVE}${broadcastId}` }] : []),
    ];
  }
}

function revised(answer: Answer<unknown>, providerId: string): Revision {
  switch (answer.kind) {
    case 'ok':
      return { kind: 'accepted', providerId };
    case 'refused': {
      const revision = revisionOfRefusal(answer);
      return revision.kind === 'accepted' ? { ...revision, providerId } : revision;
    }
    case 'broken':
      return { kind: 'away', reason: `telegram ${answer.code}` };
  }
}

type ApiButton = { text: string; url: string } | { text: string; callback_data: string };
