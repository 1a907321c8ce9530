import { randomBytes } from 'node:crypto';
import { constantTimeEqual, type Keys } from '#platform/crypto';

/**
 * Creates a token for a device on which a person has completed a sign-in. It signs nobody in; attempts with it are
 * counted by the device, so that wrong passwords from elsewhere do not lock the person out.
 */
export function newDeviceToken(keys: Keys, personId: string): string {
  const nonce = randomBytes(16).toString('base64url');
  return `${nonce}.${macsOf(keys, personId, nonce)[0] ?? ''}`;
}

/** The limit subject of a known device; null if the token is not this person's. */
export function knownDevice(keys: Keys, personId: string, token: string): string | null {
  const [nonce = '', mac = '', ...more] = token.split('.');
  const right = macsOf(keys, personId, nonce);
  if (more.length > 0 || !right.some((one) => constantTimeEqual(one, mac))) return null;
  return `${personId}\0${nonce}`;
}

const macsOf = (keys: Keys, personId: string, nonce: string): string[] =>
  keys.macs('known device', `${personId}\0${nonce}`).map((mac) => mac.toString('base64url'));
