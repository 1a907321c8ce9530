import { createHash, randomBytes, randomInt } from 'node:crypto';

/** What a link carries: 128 random bits in 22 characters that also a Telegram deep link takes. */
export const newToken = (): string => randomBytes(16).toString('base64url');

/** What is stored of a token; null when it cannot be one of ours. Random bits need no key and no salt. */
export function tokenHash(token: string): Buffer | null {
  return /^[\w-]{22}$/.test(token) ? createHash('sha256').update(token).digest() : null;
}

/** A code to be typed off a telephone: six digits. */
export const newDigits = (): string => String(randomInt(1_000_000)).padStart(6, '0');
