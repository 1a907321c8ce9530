import { createHash, randomBytes, randomInt } from 'node:crypto';

/** Token of a link: 128 random bits in 22 characters, which are valid in a Telegram deep link. */
export const newToken = (): string => randomBytes(16).toString('base64url');

/** Stored hash of a token; null for malformed input. Random bits need no key and no salt. */
export function tokenHash(token: string): Buffer | null {
  return /^[\w-]{22}$/.test(token) ? createHash('sha256').update(token).digest() : null;
}

/** A code that a person reads from a telephone and types: six digits. */
export const newDigits = (): string => String(randomInt(1_000_000)).padStart(6, '0');
