// What the notices hold under DATA_KEY and HASH_KEY.
import type { StoredSecrets } from '#platform/crypto';
import { messageContext, toContext } from './outbox.js';

export const NOTICE_SECRETS: StoredSecrets = {
  sealed: [
    {
      name: 'notices',
      key: { id: 'bigint' },
      keyId: 'key_id',
      sealed: {
        to_ciphertext: ({ id = '' }) => toContext(id),
        message_ciphertext: ({ id = '' }) => messageContext(id),
      },
    },
  ],
  hashed: [
    {
      table: 'notices',
      column: 'to_hash',
      ends: 'notices to addresses that nobody holds, until they are deleted after two days',
    },
  ],
};
