import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { addressHash, Audience } from '#audience';
import { answerTelegramButton, type ChannelName, type TelegramUpdate } from '#channels';
import { type Config, InjectConfig, InjectLogger, Keys, type Logger, row, type Tx } from '#platform';

/** Pops up where the button was pressed. */
const LEFT: Record<string, string> = {
  id: 'Anda berhenti menerima pesan lewat Telegram.',
  en: 'You no longer receive messages by Telegram.',
};

/** Whom an unsubscribe link is about. */
export interface Subscriber {
  addressId: string;
  /** Null where the address is no longer held. */
  channel: ChannelName | null;
}

/** Every way in which a citizen leaves one channel: at once, also in a broadcast in flight. Each may be repeated. */
@Injectable()
export class Leaving {
  constructor(
    private readonly database: DataSource,
    private readonly keys: Keys,
    private readonly audience: Audience,
    @InjectConfig() private readonly config: Config,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Whom a link was made for; null when we did not make it. Changes nothing. */
  async subscriber(token: string): Promise<Subscriber | null> {
    const ref = this.keys.readDeliveryToken('unsubscribe', token);
    if (!ref) return null;
    const address = await row<{ channel: ChannelName }>(
      this.database.manager,
      'SELECT channel FROM addresses WHERE id = $1',
      [ref.addressId],
    );
    return { addressId: ref.addressId, channel: address?.channel ?? null };
  }

  /** @param way how the person left: a short code for the record */
  async leave(addressId: string, way: 'link' | 'sms code'): Promise<void> {
    await this.database.transaction((tx) => this.audience.leave(tx, addressId, way));
  }

  /** Does what a person asked for on Telegram; committed when this returns. Bears the same update twice. */
  async onTelegram(update: TelegramUpdate): Promise<void> {
    switch (update.kind) {
      case 'start':
        // Nothing to do: opening the chat is no consent.
        return;
      case 'leave': {
        const person = await this.database.transaction(async (tx) => {
          const found = await this.byChat(tx, update.chatId);
          if (found) await this.audience.leave(tx, found.addressId, 'telegram');
          return found;
        });
        if (update.callbackQueryId) this.answer(update.callbackQueryId, person?.language ?? 'id');
        return;
      }
      case 'blocked':
        await this.database.transaction(async (tx) => {
          const found = await this.byChat(tx, update.chatId);
          if (found)
            await this.audience.suppress(
              tx,
              'telegram',
              [found.addressId],
              'provider-opt-out',
              'telegram blocked',
            );
        });
    }
  }

  private byChat(tx: Tx, chatId: string): Promise<{ addressId: string; language: string } | undefined> {
    return row(
      tx,
      `SELECT a.id AS "addressId", c.language FROM addresses a JOIN contacts c ON c.id = a.contact_id
       WHERE a.channel = 'telegram' AND a.hash = $1`,
      [addressHash(this.keys, 'telegram', chatId)],
    );
  }

  /** Not waited for: the person has left whether or not Telegram still knows of the button. */
  private answer(callbackQueryId: string, language: string): void {
    answerTelegramButton(this.config, callbackQueryId, LEFT[language] ?? LEFT['id'] ?? '').catch(
      (error: unknown) => this.logger.warn({ err: error }, 'a Telegram button could not be answered'),
    );
  }
}
