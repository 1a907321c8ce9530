import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Keys } from '#platform';

/**
 * Creates a token for a device on which a person has completed a sign-in. It signs nobody in; attempts with it are
 * counted by the device, so that wrong passwords from elsewhere do not lock the person out.
 */
export function newDeviceToken(keys: Keys, personId: string): string {
  const nonce = randomBytes(16).toString('base64url');
  return `${nonce}.${macOf(keys, personId, nonce)}`;
}

/** The limit subject of a known device; null if the token is not this person's. */
export function knownDevice(keys: Keys, personId: string, token: string): string | null {
  const [nonce = '', mac = '', ...more] = token.split('.');
  const right = Buffer.from(macOf(keys, personId, nonce));
  const given = Buffer.from(mac);
  if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return null;
  return `${personId}\0${nonce}`;
}

const macOf = (keys: Keys, personId: string, nonce: string): string =>
  keys.hash('known device', `${personId}\0${nonce}`).toString('base64url');
