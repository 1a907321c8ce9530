import { constantTimeEqual, type Keys } from '#platform';
import type { RawCallback } from './callback.rules.js';

/*
 * Callbacks that a worker writes for the registrar. The gateway, or an attacker who has taken it over, can write to the same
 * inbox: a callback without a provider's signature is accepted only with a MAC. The gateway does not have its key.
 */

const MAC = 'x-siar-mac';

const macOf = (keys: Pick<Keys, 'hash'>, body: Buffer): string =>
  keys.hash('own callback', body.toString('base64')).toString('hex');

/** Makes a callback that only a holder of our keys can make. */
export const ownCallback = (keys: Pick<Keys, 'hash'>, body: Buffer): RawCallback => ({
  path: '',
  headers: { [MAC]: macOf(keys, body) },
  body,
});

/** Whether a holder of our keys made it. */
export const isOwnCallback = (keys: Pick<Keys, 'hash'>, { headers, body }: RawCallback): boolean =>
  constantTimeEqual(headers[MAC] ?? '', macOf(keys, body));
