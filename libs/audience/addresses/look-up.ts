// How an address is found by its hash while HASH_KEY holds several keys (docs/rotating-keys.md): the one place that decides.
import type { ChannelName } from '#channels';
import { addressHash, contendedAddressHashes, type Keys, olderAddressHashes } from '#platform/crypto';
import { row, rows, type Tx } from '#platform/database';
import { addressClass, openAddress } from './addresses.js';

/** An address in its normal form. */
export interface NamedAddress {
  channel: ChannelName;
  to: string;
  /** The hash that it is stored under, if that is known; left out: those of the older keys. */
  stored?: Buffer;
}

/** Number of locks that addresses share, so that an import holds no lock for each of its rows. */
const STRIPES = 256;

/**
 * Returns the look-up hash of an address, once everything that is stored of it is under that hash. Costs a statement
 * only where HASH_KEY holds several keys.
 * @param tx the transaction that looks it up: no program that writes under another key joins the address before it ends
 */
export async function lookUpHash(
  tx: Pick<Tx, 'query'>,
  keys: Keys,
  channel: ChannelName,
  to: string,
): Promise<Buffer> {
  await renewHashes(tx, keys, [{ channel, to }]);
  return addressHash(keys, channel, to);
}

/**
 * Moves what is stored of addresses under older keys of HASH_KEY to the newest, in one statement; in none where there
 * is one key. Several addresses of one transaction go in one call, so that two transactions cannot wait for each other.
 * @returns the number of addresses moved
 */
export async function renewHashes(
  tx: Pick<Tx, 'query'>,
  keys: Keys,
  addresses: readonly NamedAddress[],
): Promise<number> {
  if (addresses.length === 0) return 0;
  const moves = addresses.flatMap(({ channel, to, stored }) => {
    const known = olderAddressHashes(keys, channel, to);
    const olds = stored && !known.some((one) => one.equals(stored)) ? [...known, stored] : known;
    if (olds.length === 0) return [];
    const newest = addressHash(keys, channel, to);
    const kind = addressClass(keys, channel, to);
    return olds.map((older) => ({ channel, older, newest, kind }));
  });
  if (moves.length === 0) return 0;
  const stripes = new Set(addresses.flatMap(({ channel, to }) => stripeOf(keys, channel, to) ?? []));
  const moved = await row<{ moved: number }>(
    tx,
    'SELECT renew_hashes($1::int[], $2::text[], $3::bytea[], $4::bytea[], $5::text[]) AS moved',
    [
      [...stripes].sort((a, b) => a - b),
      moves.map(({ channel }) => channel),
      moves.map(({ older }) => older),
      moves.map(({ newest }) => newest),
      moves.map(({ kind }) => kind),
    ],
  );
  return moved?.moved ?? 0;
}

/**
 * The lock of an address; null where all programs write under the same key, since the table keeps its hash unique then.
 * The least hash is the same whichever key a program writes with.
 */
function stripeOf(keys: Keys, channel: ChannelName, to: string): number | null {
  const [least, ...more] = contendedAddressHashes(keys, channel, to).sort((a, b) => Buffer.compare(a, b));
  return least === undefined || more.length === 0 ? null : least.readUInt32BE(least.length - 4) % STRIPES;
}

/** Does the same for all addresses of a contact, before something is done with what is stored of it. */
export async function renewContact(tx: Pick<Tx, 'query'>, keys: Keys, contactId: string): Promise<void> {
  if (keys.olderHashKeys.length === 0) return;
  const held = await rows<{ id: string; channel: ChannelName; ciphertext: Buffer; keyId: string }>(
    tx,
    'SELECT id, channel, ciphertext, key_id AS "keyId" FROM addresses WHERE contact_id = $1 ORDER BY id',
    [contactId],
  );
  await renewHashes(
    tx,
    keys,
    held.map(({ id, channel, ...sealed }) => ({ channel, to: openAddress(keys, id, channel, sealed) })),
  );
}
