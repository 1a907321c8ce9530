// What staff's tables hold under DATA_KEY and HASH_KEY.
import type { StoredSecrets } from '#platform/crypto';
import { ownAddressContext } from './people/staff-addresses.js';
import { totpContext } from './sign-in/second-factor.js';

const ownAddress = ({ person_id = '', channel = '' }): string => ownAddressContext(person_id, channel);

export const STAFF_SECRETS: StoredSecrets = {
  sealed: [
    {
      name: 'people',
      key: { id: 'bigint' },
      keyId: 'totp_key_id',
      sealed: { totp_ciphertext: ({ id = '' }) => totpContext(id) },
    },
    {
      name: 'person_addresses',
      key: { person_id: 'bigint', channel: 'text' },
      keyId: 'key_id',
      sealed: { ciphertext: ownAddress },
    },
    {
      name: 'address_codes',
      key: { person_id: 'bigint', channel: 'text' },
      keyId: 'key_id',
      sealed: { ciphertext: ownAddress },
    },
  ],
  hashed: [
    {
      table: 'person_identities',
      column: 'email_hash',
      where: 'subject IS NULL',
      ends: 'people invited by their address at the issuer who have not signed in yet: invite them again',
    },
    {
      table: 'recovery_codes',
      column: 'hash',
      where: 'used_at IS NULL',
      ends: 'unused recovery codes of staff, until their owners make new ones',
    },
    {
      table: 'address_codes',
      column: 'code_hash',
      where: 'expires_at > siar_now()',
      ends: 'codes for addresses of staff, within 15 minutes',
    },
  ],
};
