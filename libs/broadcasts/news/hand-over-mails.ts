import { Injectable } from '@nestjs/common';
import { Notices } from '#notices';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import type { Tx } from '#platform/database';
import type { Logger } from '#platform/logging';
import { Staff } from '#staff';
import { newsMessage, type NewsFacts } from './news-message.js';

/** An e-mail about one line of news. */
interface NewsMail {
  personId: string;
  broadcastId: string | null;
  /** The key that finds it again. */
  about: string;
  facts: NewsFacts;
  expiresAt: Date;
}

/** Writes the e-mails of news. */
@Injectable()
export class NewsMails {
  constructor(
    private readonly notices: Notices,
    private readonly staff: Staff,
    @InjectConfig() private readonly config: Pick<Config, 'CONSOLE_URL'>,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Writes an e-mail, to people with a confirmed address only. */
  async send(tx: Tx, { personId, broadcastId, about, facts, expiresAt }: NewsMail): Promise<void> {
    const to = await this.addressOf(tx, personId);
    if (to === null) return;
    await this.notices.send(tx, {
      kind: 'alert',
      channel: 'email',
      to,
      message: newsMessage(facts, this.config.CONSOLE_URL),
      expiresAt,
      broadcastId: broadcastId ?? undefined,
      personId,
      about,
    });
  }

  /** Queues what was written. */
  async release(): Promise<void> {
    await this.notices.release();
  }

  /** Null when there is none, or it cannot be decrypted: one person's lost key must not keep the others' e-mails. */
  private async addressOf(tx: Tx, personId: string): Promise<string | null> {
    try {
      const own = await this.staff.confirmedAddresses(tx, personId);
      return own.find(({ channel }) => channel === 'email')?.to ?? null;
    } catch (error) {
      this.logger.error(
        { err: error, personId },
        'the addresses of somebody who wants e-mails cannot be opened',
      );
      return null;
    }
  }
}
