import { Injectable } from '@nestjs/common';
import { Audience } from '#audience';
import { lookUpHash } from '#audience/addresses';
import { countAct } from '#audience/limits';
import { normaliseAddress } from '#channels';
import { type Opened, PublicRecords } from '#dispatch/verification';
import { writeNotice } from '#notices';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, now, row, type Tx } from '#platform/database';
import { shortAnswer } from '../bot/bot-check.js';
import { BOT_WORDS, type BotLanguage } from '../bot/bot-words.js';
import { readReply } from './sms-replies.rules.js';

/** Answers expire after this time, as long as `sameReply` lasts: until then the first answer may still come. */
const ANSWER_LIFE_MS = 600_000;

/** A number that wrote, and what is stored about it. */
interface Writer {
  number: string;
  hash: Buffer;
  /** Null where no contact has it. */
  addressId: string | null;
  language: BotLanguage;
}

/**
 * What people write to the sender of an SMS, where the account is two-way: STOP and BERHENTI leave, CEK checks a code.
 * Other texts are passed over and not kept. Idempotent: an SMSC without a deliver_sm_resp delivers the text again, and the
 * inbox may be read again.
 */
@Injectable()
export class SmsReplies {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly audience: Audience,
    private readonly records: PublicRecords,
    @InjectConfig() private readonly config: Config,
  ) {}

  /** @returns false for a text that asks for nothing */
  async take({ from, text }: { from: string; text: string }): Promise<boolean> {
    const reply = readReply(text);
    const number = normaliseAddress('sms', from);
    if (!reply || number === null) return false;
    // Read before the transaction, because it uses another connection.
    const opened = reply.kind === 'check' ? await this.records.open(reply.code) : null;
    await this.database.transaction(async (tx) => {
      const writer = await this.writer(tx, number);
      if (reply.kind === 'leave') await this.leave(tx, writer);
      else await this.check(tx, writer, reply.code, opened);
    });
    return true;
  }

  private async writer(tx: Tx, number: string): Promise<Writer> {
    const hash = await lookUpHash(tx, this.keys, 'sms', number);
    const known = await row<{ addressId: string; language: string | null }>(
      tx,
      `SELECT a.id AS "addressId", c.language FROM addresses a LEFT JOIN contacts c ON c.id = a.contact_id
       WHERE a.channel = 'sms' AND a.hash = $1`,
      [hash],
    );
    const language = known?.language?.startsWith('en') ? 'en' : 'id';
    return { number, hash, addressId: known?.addressId ?? null, language };
  }

  /** A number that no contact holds is suppressed too: an import could bring it later. */
  private async leave(tx: Tx, writer: Writer): Promise<void> {
    const { addressId, hash, language } = writer;
    const left =
      addressId === null
        ? (await this.audience.leaveUnheld(tx, 'sms', hash, 'sms')) !== null
        : await this.audience.leave(tx, addressId, 'sms');
    if (left) await this.answer(tx, writer, BOT_WORDS[language].left);
  }

  private async check(tx: Tx, writer: Writer, code: string, opened: Opened | null): Promise<void> {
    const same = { limit: 'sameReply', subject: `${writer.number} ${code.toUpperCase()}` } as const;
    if (await countAct(tx, this.keys, [same])) return;
    return this.answer(tx, writer, shortAnswer(this.config, code, opened, writer.language));
  }

  /** Each answer is paid for: a number gets a few, and all of them together are bounded. */
  private async answer(tx: Tx, { number, language }: Writer, text: string): Promise<void> {
    const limits = [
      { limit: 'address', subject: `reply ${number}` },
      { limit: 'sms', subject: 'replies' },
    ] as const;
    if (await countAct(tx, this.keys, limits)) return;
    await writeNotice(tx, this.keys, {
      kind: 'answer',
      channel: 'sms',
      to: number,
      message: { language, text },
      expiresAt: new Date((await now(tx)).getTime() + ANSWER_LIFE_MS),
    });
  }
}
