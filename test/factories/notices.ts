import type { DataSource } from 'typeorm';
import type { Button } from '#channels';
import { type Keys, rows } from '#platform';

/** A notice as its addressee reads it. */
export interface SentNotice {
  kind: string;
  channel: string;
  to: string;
  text: string;
  buttons?: Button[][];
  /** Written to expire at once: nobody reads it. */
  dead: boolean;
}

/** The notices to an address, opened, the newest first. */
export async function sentTo(database: DataSource, keys: Keys, to: string): Promise<SentNotice[]> {
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
