import type { Button } from '#channels';
import type { Keys } from '#platform/crypto';
import { type Database, row, rows } from '#platform/database';

/** A notice as its addressee reads it. */
export interface SentNotice {
  kind: string;
  channel: string;
  to: string;
  text: string;
  buttons?: Button[][];
  /** Expires at once: nobody reads it. */
  dead: boolean;
}

/** The notices to an address, decrypted, the newest first. */
export async function sentTo(database: Database, keys: Keys, to: string): Promise<SentNotice[]> {
  const held = await rows<
    { id: string; to: Buffer; message: Buffer; keyId: string } & Omit<SentNotice, 'to' | 'text'>
  >(
    database.manager,
    `SELECT id, kind, channel, to_ciphertext AS "to", message_ciphertext AS message, key_id AS "keyId",
       expires_at <= siar_now() AS dead
     FROM notices ORDER BY id DESC`,
  );
  return held
    .map(({ id, to: sealed, message, keyId, ...rest }) => ({
      ...rest,
      to: keys.open({ ciphertext: sealed, keyId }, `notice\0${id}\0to`),
      ...(JSON.parse(keys.open({ ciphertext: message, keyId }, `notice\0${id}\0message`)) as {
        text: string;
      }),
    }))
    .filter((notice) => notice.to === to);
}

/** The six digits in the last notice to a member of staff, as shown where it arrived. */
export async function codeSent(database: Database, keys: Keys, personId: string): Promise<string> {
  const sent = await row<{ id: string; ciphertext: Buffer; keyId: string }>(
    database.manager,
    `SELECT id, message_ciphertext AS ciphertext, key_id AS "keyId" FROM notices WHERE person_id = $1 ORDER BY id DESC LIMIT 1`,
    [personId],
  );
  if (!sent) throw new Error('nothing was sent');
  return /\d{6}/.exec(keys.open(sent, `notice\0${sent.id}\0message`))?.[0] ?? '';
}
