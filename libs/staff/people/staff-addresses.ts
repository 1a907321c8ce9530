import type { ChannelName } from '#channels';
import type { Keys } from '#platform/crypto';
import { rows, type Tx } from '#platform/database';

/** An address of a member of staff for notices and test copies. */
export interface StaffAddress {
  channel: ChannelName;
  to: string;
  confirmed: boolean;
  /** Whether the provider refused the last notice there, so that it is not known to reach the person. */
  refused: boolean;
}

/** Encryption context of a person's own address. */
export const ownAddressContext = (personId: string, channel: string): string =>
  `person-address\0${personId}\0${channel}`;

/**
 * SQL: whether the provider refused the last notice to a confirmed address. Codes are left out: they go to an address
 * that is not confirmed yet.
 * @param alias of `person_addresses`
 */
export const wasRefused = (alias: string): string =>
  `coalesce((SELECT n.state = 'failed' FROM notices n
     WHERE n.person_id = ${alias}.person_id AND n.channel = ${alias}.channel AND n.kind <> 'confirmation'
       AND n.created_at > ${alias}.confirmed_at AND n.state IN ('accepted', 'delivered', 'failed')
     ORDER BY n.id DESC LIMIT 1), false)`;

/** The channels on which the provider refused the last notice to a person. */
export async function refusedChannels(tx: Tx, personId: string): Promise<ChannelName[]> {
  const found = await rows<{ channel: ChannelName }>(
    tx,
    `SELECT channel FROM person_addresses a WHERE person_id = $1 AND ${wasRefused('a')} ORDER BY channel`,
    [personId],
  );
  return found.map(({ channel }) => channel);
}

/** A person's own addresses, confirmed or not. */
export async function addressesOf(tx: Tx, keys: Keys, personId: string): Promise<StaffAddress[]> {
  const found = await rows<Omit<StaffAddress, 'to'> & { ciphertext: Buffer; keyId: string }>(
    tx,
    `SELECT channel, ciphertext, key_id AS "keyId", confirmed_at IS NOT NULL AS confirmed, ${wasRefused('a')} AS refused
     FROM person_addresses a WHERE person_id = $1 ORDER BY channel`,
    [personId],
  );
  return found.map(({ channel, confirmed, refused, ...sealed }) => ({
    channel,
    to: keys.open(sealed, ownAddressContext(personId, channel)),
    confirmed,
    refused,
  }));
}
