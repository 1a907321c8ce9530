import { constantTimeEqual, type Keys } from '#platform';
import type { RawCallback } from './callback.rules.js';

/*
 * Callbacks that a worker writes for the registrar. The gateway may write to the same inbox, as may whoever has taken it
 * over: what has no provider's signature is believed only with a MAC, whose key the gateway does not have.
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
