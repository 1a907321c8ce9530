import { carrierOf, type ChannelName } from '#channels';
import { addressContext, addressHash, type Keys, type Sealed, type Tx } from '#platform';

/** Encrypts a citizen's address, bound to its row and channel: moved to another row it does not open. */
export function sealAddress(keys: Keys, addressId: string, channel: ChannelName, normalised: string): Sealed {
  return keys.seal(normalised, addressContext(addressId, channel));
}

/** Decrypts a citizen's address. @throws Error when its key is missing or the row was tampered with. */
export function openAddress(keys: Keys, addressId: string, channel: ChannelName, sealed: Sealed): string {
  return keys.open(sealed, addressContext(addressId, channel));
}

/** What the class of a small carrier begins with: a few bits of a keyed hash follow, which many domains share. */
const SMALL = '~';
/** Hexadecimal digits of it: enough to tell a few domains apart, too few to say which one it is. */
const SMALL_DIGITS = 3;

/**
 * Who takes messages to an address, as it is written beside it: a large carrier by its name, any other by a few bits of
 * a keyed hash, so that different ones can be counted and none is stored.
 * @param normalised the address in its normal form
 */
export function addressClass(keys: Keys, channel: ChannelName, normalised: string): string {
  const { name, large } = carrierOf(channel, normalised);
  return large ? name : smallClass(keys, `class ${channel}`, name);
}

/** Classes of small carriers that were made already, by key: an import names few domains, many times over. */
const made = new WeakMap<Keys, Map<string, string>>();
const MOST_MADE = 10_000;

function smallClass(keys: Keys, kind: string, name: string): string {
  const known = made.get(keys) ?? new Map<string, string>();
  made.set(keys, known);
  const key = `${kind} ${name}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= MOST_MADE) known.clear();
  const one = SMALL + keys.hash(kind, name).toString('hex').slice(0, SMALL_DIGITS);
  known.set(key, one);
  return one;
}

/** Whether an address's class is a large carrier. Pure. */
export const isLargeClass = (addressClass: string): boolean => !addressClass.startsWith(SMALL);

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
    `UPDATE addresses SET ciphertext = $2, key_id = $3, hash = $4, class = $6
     WHERE id = $1 AND NOT EXISTS (SELECT FROM addresses other WHERE other.channel = $5 AND other.hash = $4)`,
    [addressId, ciphertext, keyId, addressHash(keys, channel, to), channel, addressClass(keys, channel, to)],
  );
}
