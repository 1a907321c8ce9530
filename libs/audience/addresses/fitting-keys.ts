// Stops a program whose DATA_KEY or HASH_KEY is not the one that addresses are stored under.
import type { ChannelName } from '#channels';
import { ConfigError } from '#platform/config';
import { addressHash, type Keys, olderAddressHashes } from '#platform/crypto';
import { rows, type Tx } from '#platform/database';
import { openAddress } from './addresses.js';

/** Addresses looked at on each side of the table: a few that somebody altered stop nobody. */
const LOOKED_AT = 10;

interface Stored {
  id: string;
  channel: ChannelName;
  ciphertext: Buffer;
  keyId: string;
  hash: Buffer;
}

/**
 * Checks the keys with the oldest and the newest addresses. With other keys a program would send to nobody, and would
 * recognise neither who is there nor who left: people would join twice, and come back.
 * @throws ConfigError where not one of the oldest, or not one of the newest, is stored under these keys
 */
export async function mustFitAddresses(tx: Pick<Tx, 'query'>, keys: Keys): Promise<void> {
  for (const end of ['oldest', 'newest'] as const) {
    const misfits = await misfitsOf(tx, keys, end);
    const [first] = misfits;
    if (first && misfits.every((one) => one !== null))
      throw new ConfigError(`${first} the ${end} addresses are stored under: see docs/rotating-keys.md`);
  }
}

/**
 * Tries the keys on the oldest and the newest addresses.
 * @returns how many were tried, and how many of them are stored under these keys
 */
export async function tryKeys(
  tx: Pick<Tx, 'query'>,
  keys: Keys,
): Promise<{ tried: number; fitting: number }> {
  const misfits = [...(await misfitsOf(tx, keys, 'oldest')), ...(await misfitsOf(tx, keys, 'newest'))];
  return { tried: misfits.length, fitting: misfits.filter((one) => one === null).length };
}

async function misfitsOf(
  tx: Pick<Tx, 'query'>,
  keys: Keys,
  end: 'oldest' | 'newest',
): Promise<(string | null)[]> {
  const order = end === 'oldest' ? 'ASC' : 'DESC';
  const stored = await rows<Stored>(
    tx,
    `SELECT id, channel, ciphertext, key_id AS "keyId", hash FROM addresses ORDER BY id ${order} LIMIT ${LOOKED_AT}`,
  );
  return stored.map((one) => misfit(keys, one));
}

/** Returns which setting is wrong for an address, as the begin of a sentence; null: none. */
function misfit(keys: Keys, { id, channel, hash, ...sealed }: Stored): string | null {
  if (!keys.holds(sealed.keyId)) return `DATA_KEY lacks the key ${sealed.keyId}, which`;
  let to: string;
  try {
    to = openAddress(keys, id, channel, sealed);
  } catch {
    return `DATA_KEY holds another key ${sealed.keyId} than the one which`;
  }
  const hashes = [addressHash(keys, channel, to), ...olderAddressHashes(keys, channel, to)];
  return hashes.some((one) => one.equals(hash)) ? null : `HASH_KEY lacks the key which`;
}
