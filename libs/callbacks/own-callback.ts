import { constantTimeEqual, type Keys } from '#platform/crypto';
import type { RawCallback } from './callback.rules.js';

/*
 * Callbacks that a worker writes for the registrar. The gateway, or an attacker who has taken it over, can write to the same
 * inbox: a callback without a provider's signature is accepted only with a MAC. The gateway does not have its key.
 */

const MAC = 'x-siar-mac';

const macsOf = (keys: Pick<Keys, 'macs'>, body: Buffer): string[] =>
  keys.macs('own callback', body.toString('base64')).map((mac) => mac.toString('hex'));

/** Makes a callback that only a holder of our keys can make. */
export const ownCallback = (keys: Pick<Keys, 'macs'>, body: Buffer): RawCallback => ({
  path: '',
  headers: { [MAC]: macsOf(keys, body)[0] ?? '' },
  body,
});

/** Whether a holder of our keys made it. */
export const isOwnCallback = (keys: Pick<Keys, 'macs'>, { headers, body }: RawCallback): boolean =>
  macsOf(keys, body).some((mac) => constantTimeEqual(headers[MAC] ?? '', mac));
