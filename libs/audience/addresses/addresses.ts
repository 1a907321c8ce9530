import { carrierOf, type ChannelName } from '#channels';
import { addressContext, addressHash, type Keys, olderAddressHashes, type Sealed } from '#platform/crypto';
import type { Tx } from '#platform/database';

/** Encrypts a citizen's address. The ciphertext is bound to its row and channel and does not decrypt in another row. */
export function sealAddress(keys: Keys, addressId: string, channel: ChannelName, normalised: string): Sealed {
  return keys.seal(normalised, addressContext(addressId, channel));
}

/** Decrypts a citizen's address. @throws Error when its key is missing or the row was tampered with. */
export function openAddress(keys: Keys, addressId: string, channel: ChannelName, sealed: Sealed): string {
  return keys.open(sealed, addressContext(addressId, channel));
}

/** Prefix of a small carrier's class. A few bits of a keyed hash follow; many domains share each value. */
const SMALL = '~';
/** Hexadecimal digits of the hash: enough to separate a few domains, too few to identify one. */
const SMALL_DIGITS = 3;

/**
 * Returns the carrier class that is stored beside an address: a large carrier's name, or a few bits of a keyed hash for
 * any other domain. Different carriers can be counted, and no domain is stored.
 * @param normalised the address in its normal form
 */
export function addressClass(keys: Keys, channel: ChannelName, normalised: string): string {
  const { name, large } = carrierOf(channel, normalised);
  return large ? name : smallClass(keys, `class ${channel}`, name);
}

/** Cache of small carriers' classes by key: an import repeats few domains many times. */
const made = new WeakMap<Keys, Map<string, string>>();
const MOST_MADE = 10_000;

function smallClass(keys: Keys, kind: string, name: string): string {
  const known = made.get(keys) ?? new Map<string, string>();
  made.set(keys, known);
  const key = `${kind} ${name}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= MOST_MADE) known.clear();
  const one = SMALL + keys.mac(kind, name).toString('hex').slice(0, SMALL_DIGITS);
  known.set(key, one);
  return one;
}

/** `isLargeClass` of the address `a`, for a statement. */
export const LARGE_CLASS = `NOT starts_with(a.class, '${SMALL}')`;

/** Whether a class is a large carrier's. Pure. */
export const isLargeClass = (addressClass: string): boolean => !addressClass.startsWith(SMALL);

/**
 * Updates an address after the provider changed it, such as a Telegram chat that moved to another id. Does nothing if
 * another contact already has the new address. A worker may move no other rows: a suppression of the new address stays
 * under its key, and the address comes to it.
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
  const hash = addressHash(keys, channel, to);
  await tx.query(
    `UPDATE addresses SET ciphertext = $2, key_id = $3, class = $6,
       hash = coalesce((SELECT s.hash FROM suppressions s WHERE s.channel = $5 AND s.hash = ANY ($7::bytea[]) LIMIT 1), $4)
     WHERE id = $1 AND NOT EXISTS (SELECT FROM addresses other WHERE other.channel = $5 AND other.hash = ANY ($7::bytea[]))`,
    [
      addressId,
      ciphertext,
      keyId,
      hash,
      channel,
      addressClass(keys, channel, to),
      [hash, ...olderAddressHashes(keys, channel, to)],
    ],
  );
}
