import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { Keys } from '#platform/crypto';
import { knownDevice, newDeviceToken } from './known-device.js';

const keysOf = (...bytes: number[]): Keys =>
  new Keys({
    DATA_KEY: new Map([['k1', createSecretKey(Buffer.alloc(32, 1))]]),
    HASH_KEY: new Map(
      bytes.map((byte) => [
        String.fromCodePoint(96 + byte),
        { key: createSecretKey(Buffer.alloc(32, byte)), looksUpOnly: false },
      ]),
    ),
  });

describe('the token of a known device', () => {
  it('is valid for its person under these keys only', () => {
    const keys = keysOf(2);
    const token = newDeviceToken(keys, '7');
    expect(knownDevice(keys, '7', token)).not.toBeNull();
    expect(knownDevice(keys, '8', token)).toBeNull();
    expect(knownDevice(keysOf(3), '7', token)).toBeNull();
    expect(knownDevice(keysOf(3, 2), '7', token)).toBe(knownDevice(keys, '7', token));
  });

  it('is invalid when made up', () => {
    const keys = keysOf(2);
    fc.assert(
      fc.property(fc.string(), (made) => {
        expect(knownDevice(keys, '7', made)).toBeNull();
      }),
    );
  });
});
