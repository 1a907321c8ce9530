// What the audience's tables hold under DATA_KEY and HASH_KEY, and how addresses come under the newest key.
import type { ChannelName } from '#channels';
import { addressContext, inTries, type Keys, type Renewed, type StoredSecrets } from '#platform/crypto';
import { type Database, rows } from '#platform/database';
import { openAddress } from './addresses/addresses.js';
import { rejectedRowsContext } from './importing/import-repository.js';
import { confirmationContext } from './joining/sign-ups.js';
import { renewHashes } from './addresses/look-up.js';
import { askerContext } from './rights/held.js';

export const AUDIENCE_SECRETS: StoredSecrets = {
  sealed: [
    {
      name: 'addresses',
      key: { id: 'bigint' },
      besides: ['channel'],
      keyId: 'key_id',
      sealed: { ciphertext: ({ id = '', channel = '' }) => addressContext(id, channel) },
    },
    {
      name: 'confirmations',
      key: { id: 'bigint' },
      keyId: 'key_id',
      sealed: { ciphertext: ({ id = '' }) => confirmationContext(id) },
    },
    {
      name: 'data_requests',
      key: { id: 'bigint' },
      keyId: 'asker_key_id',
      sealed: { asker_ciphertext: ({ id = '' }) => askerContext(id) },
    },
    {
      name: 'rejected_rows',
      key: { import_id: 'bigint', no: 'integer' },
      // A piece has as many rows as an import takes at once.
      read: 20,
      keyId: 'key_id',
      sealed: { ciphertext: ({ import_id = '', no = '' }) => rejectedRowsContext(import_id, no) },
    },
    {
      name: 'erasures',
      key: { address_id: 'bigint' },
      besides: ['channel'],
      keyId: 'key_id',
      sealed: { ciphertext: ({ address_id = '', channel = '' }) => addressContext(address_id, channel) },
    },
  ],
  hashed: [
    {
      table: 'addresses',
      column: 'hash',
      ends: 'addresses: a program still writes under that key, or each is stored under both keys',
    },
    {
      table: 'suppressions',
      column: 'hash',
      ends: 'suppressions of addresses that nobody holds, such as erased ones: for good',
    },
    {
      table: 'confirmations',
      column: 'to_hash',
      ends: 'sign-ups that wait for their confirmation, within two days',
    },
    {
      table: 'confirmations',
      column: 'code_hash',
      ends: 'codes of sign-ups by SMS, within an hour',
    },
    {
      table: 'consents',
      column: 'reconfirm_code_hash',
      where: `reconfirm_asked_at > siar_now() - interval '90 days'`,
      ends: 'codes by which numbers are reconfirmed, within 90 days',
    },
  ],
};

/** Rows read at once, and rows moved in one transaction. */
const READ = 5_000;
const MOVED = 500;

/**
 * Moves every address, and what is stored of it, to the newest key of HASH_KEY. Runs beside programs that use them; it
 * can break off and run again.
 * @param step called with the number of addresses read so far, after each full page
 */
export async function renewAddresses(
  database: Database,
  keys: Keys,
  step: (looked: number) => void,
): Promise<Renewed> {
  const result: Renewed = { done: 0, broken: [] };
  let looked = 0;
  for (let after = '0'; ;) {
    const read = await rows<{
      id: string;
      channel: ChannelName;
      keyId: string;
      hash: Buffer;
      ciphertext: Buffer | null;
    }>(
      database,
      `SELECT id, channel, key_id AS "keyId", hash, CASE WHEN hash_key(hash) <> $2 THEN ciphertext END AS ciphertext
       FROM addresses WHERE id > $1 ORDER BY id LIMIT ${READ}`,
      [after, keys.newestHashKey],
    );
    const stale = read.flatMap(({ id, channel, keyId, hash, ciphertext }) => {
      if (ciphertext === null || !keys.holds(keyId)) return [];
      try {
        return [{ channel, to: openAddress(keys, id, channel, { ciphertext, keyId }), stored: hash }];
      } catch {
        // Altered, or copied from another row: the report names it, and the rest goes on.
        result.broken.push(id);
        return [];
      }
    });
    for (let from = 0; from < stale.length; from += MOVED)
      result.done += await inTries(database, (tx) => renewHashes(tx, keys, stale.slice(from, from + MOVED)));
    const last = read.at(-1);
    if (!last || read.length < READ) return result;
    looked += read.length;
    step(looked);
    after = last.id;
  }
}
