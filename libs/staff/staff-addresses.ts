import type { ChannelName } from '#channels';
import { type Keys, rows, type Tx } from '#platform';

/** An address of a member of staff for notices and test copies. */
export interface StaffAddress {
  channel: ChannelName;
  to: string;
  confirmed: boolean;
}

/** Encryption context of a person's own address. */
export const ownAddressContext = (personId: string, channel: string): string =>
  `person-address\0${personId}\0${channel}`;

/** A person's own addresses, confirmed or not. */
export async function addressesOf(tx: Tx, keys: Keys, personId: string): Promise<StaffAddress[]> {
  const found = await rows<{ channel: ChannelName; ciphertext: Buffer; keyId: string; confirmed: boolean }>(
    tx,
    `SELECT channel, ciphertext, key_id AS "keyId", confirmed_at IS NOT NULL AS confirmed
     FROM person_addresses WHERE person_id = $1 ORDER BY channel`,
    [personId],
  );
  return found.map(({ channel, confirmed, ...sealed }) => ({
    channel,
    to: keys.open(sealed, ownAddressContext(personId, channel)),
    confirmed,
  }));
}
