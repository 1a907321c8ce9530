// Addresses: sealed, hashed, looked up by any key of the ring.
export {
  addressClass,
  isLargeClass,
  LARGE_CLASS,
  moveAddress,
  openAddress,
  sealAddress,
} from './addresses.js';
export { tryKeys } from './fitting-keys.js';
export { lookUpHash } from './look-up.js';
