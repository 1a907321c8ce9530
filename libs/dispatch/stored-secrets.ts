// What the ledger holds under HASH_KEY.
import type { StoredSecrets } from '#platform/crypto';

export const DISPATCH_SECRETS: StoredSecrets = {
  sealed: [],
  hashed: [
    {
      table: 'deleted_recipients',
      column: 'hash',
      ends: 'recipients whose address was deleted, until their broadcast cannot be corrected any more, after 90 days',
    },
  ],
};
