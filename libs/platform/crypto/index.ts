// Keys: addresses and secrets sealed, hashed, and renewed when a key changes.
export {
  addressContext,
  addressHash,
  constantTimeEqual,
  contendedAddressHashes,
  Keys,
  newCode,
  olderAddressHashes,
  readCode,
  type Sealed,
  sha256,
  writeCode,
} from './crypto.js';
export {
  hashedLeft,
  inTries,
  type Renewed,
  reseal,
  sealedLeft,
  type StoredSecrets,
} from './stored-secrets.js';
