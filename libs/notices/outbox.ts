import type { Button, ChannelName } from '#channels';
import { addressHash, type Keys, row, type Tx } from '#platform';

/** The content of a notice. */
export interface NoticeMessage {
  subject?: string | undefined;
  text: string;
  html?: string | undefined;
  /** Telegram only. */
  buttons?: Button[][] | undefined;
  /** ISO 639 code; Indonesian by default. */
  language?: string | undefined;
}

/** A system message to one person. */
export interface NewNotice {
  /** `answer`: the bot's answer to a person. */
  kind: 'test' | 'confirmation' | 'preferences' | 'answer' | 'alert' | 'reconfirmation';
  channel: ChannelName;
  /** E-mail address, Telegram chat id, or E.164 number: sealed before it is stored, as is the message. */
  to: string;
  message: NoticeMessage;
  /** From then on it is no longer sent. */
  expiresAt: Date;
  broadcastId?: string | undefined;
  /** The member of staff who receives it; without it, a citizen does. */
  personId?: string | undefined;
}

/**
 * Writes a notice in the caller's transaction: it is sent if and only if that commits, with a publisher's next tick. A
 * program without a queue, such as the gateway, needs nothing else to send one.
 * @returns its id
 */
export async function writeNotice(tx: Tx, keys: Keys, notice: NewNotice): Promise<string> {
  const made = await row<{ id: string }>(tx, `SELECT nextval(pg_get_serial_sequence('notices', 'id')) AS id`);
  if (!made) throw new Error('The notice got no id');
  const to = keys.seal(notice.to, toContext(made.id));
  const message = keys.seal(JSON.stringify(notice.message), messageContext(made.id));
  await tx.query(
    `INSERT INTO notices (id, kind, channel, to_ciphertext, to_hash, message_ciphertext, key_id, expires_at, broadcast_id, person_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      made.id,
      notice.kind,
      notice.channel,
      to.ciphertext,
      notice.personId === undefined ? addressHash(keys, notice.channel, notice.to) : null,
      message.ciphertext,
      message.keyId,
      notice.expiresAt,
      notice.broadcastId ?? null,
      notice.personId ?? null,
    ],
  );
  return made.id;
}

/** The context that a notice's address is bound to. */
export const toContext = (noticeId: string): string => `notice\0${noticeId}\0to`;
/** The context that a notice's message is bound to. */
export const messageContext = (noticeId: string): string => `notice\0${noticeId}\0message`;
