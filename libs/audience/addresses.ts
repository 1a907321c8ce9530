import type { ChannelName } from '#channels';
import { addressContext, addressHash, type Keys, type Sealed, type Tx } from '#platform';

/** Encrypts a citizen's address, bound to its row and channel: moved to another row it does not open. */
export function sealAddress(keys: Keys, addressId: string, channel: ChannelName, normalised: string): Sealed {
  return keys.seal(normalised, addressContext(addressId, channel));
}

/** Decrypts a citizen's address. @throws Error when its key is missing or the row was tampered with. */
export function openAddress(keys: Keys, addressId: string, channel: ChannelName, sealed: Sealed): string {
  return keys.open(sealed, addressContext(addressId, channel));
}

/**
 * Gives an address its new spelling at the provider, such as a Telegram chat that moved to another id. Nothing changes
 * where another contact has that one already.
 * @param to in its normal form
 */
export async function moveAddress(
  tx: Tx,
  keys: Keys,
  addressId: string,
  channel: ChannelName,
  to: string,
): Promise<void> {
  const { ciphertext, keyId } = sealAddress(keys, addressId, channel, to);
  await tx.query(
    `UPDATE addresses SET ciphertext = $2, key_id = $3, hash = $4
     WHERE id = $1 AND NOT EXISTS (SELECT FROM addresses other WHERE other.channel = $5 AND other.hash = $4)`,
    [addressId, ciphertext, keyId, addressHash(keys, channel, to), channel],
  );
}
