import type { ChannelName } from '#channels';
import { addressContext, type Keys, type Sealed } from '#platform';

/** By this an address is unique and looked up: 32 bytes, keyed, of its one normal form. */
export function addressHash(keys: Keys, channel: ChannelName, normalised: string): Buffer {
  return keys.hash(`address ${channel}`, normalised);
}

/** Encrypts a citizen's address, bound to its row and channel: moved to another row it does not open. */
export function sealAddress(keys: Keys, addressId: string, channel: ChannelName, normalised: string): Sealed {
  return keys.seal(normalised, addressContext(addressId, channel));
}

/** Decrypts a citizen's address. @throws Error when its key is missing or the row was tampered with. */
export function openAddress(keys: Keys, addressId: string, channel: ChannelName, sealed: Sealed): string {
  return keys.open(sealed, addressContext(addressId, channel));
}
