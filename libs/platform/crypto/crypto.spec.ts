import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { Keys } from './crypto.js';

/** @param ring the keys of HASH_KEY, the newest first: a letter with the byte that fills its key */
const ringOf = (...ring: [letter: string, byte: number, looksUpOnly?: boolean][]): Keys =>
  new Keys({
    DATA_KEY: new Map([['k1', createSecretKey(Buffer.alloc(32, 1))]]),
    HASH_KEY: new Map(
      ring.map(([letter, byte, looksUpOnly = false]) => [
        letter,
        { key: createSecretKey(Buffer.alloc(32, byte)), looksUpOnly },
      ]),
    ),
  });
const keysOf = (hash: number): Keys => ringOf(['a', hash]);
const keys = keysOf(2);

const broadcastId = fc.bigInt({ min: 1n, max: 2n ** 53n - 1n }).map(String);
const addressId = fc.bigInt({ min: 1n, max: 10n ** 11n - 1n }).map(String);
const ref = fc.record({ broadcastId, addressId });

describe('a token', () => {
  it('identifies its delivery or notice, carries its key version, and fits into an e-mail address', () => {
    fc.assert(
      fc.property(ref, addressId, (delivery, notice) => {
        const { receipt, unsubscribe } = keys.deliveryTokens(delivery);
        expect(keys.readDeliveryToken('receipt', receipt.toUpperCase())).toEqual(delivery);
        expect(keys.readDeliveryToken('unsubscribe', unsubscribe)).toEqual(delivery);
        expect(keys.readNoticeToken(keys.noticeToken(notice))).toBe(notice);
        for (const token of [receipt, unsubscribe, keys.noticeToken(notice)]) {
          expect(token).toMatch(/^[0-9n-]+-a[0-9a-f]{32}$/);
          // VERP puts `b.` before it.
          expect(token.length).toBeLessThanOrEqual(62);
        }
      }),
    );
  });

  it('is rejected for another purpose, version or key, and after a character was changed', () => {
    fc.assert(
      fc.property(
        ref,
        fc.nat(),
        fc.nat(35).map((digit) => digit.toString(36)),
        (delivery, at, other) => {
          const { receipt, unsubscribe } = keys.deliveryTokens(delivery);
          expect(keys.readDeliveryToken('receipt', unsubscribe)).toBeNull();
          expect(keys.readDeliveryToken('unsubscribe', receipt)).toBeNull();
          expect(keys.readNoticeToken(receipt)).toBeNull();
          expect(keys.readDeliveryToken('receipt', receipt.replace(/-a(?=\w{32}$)/, '-b'))).toBeNull();
          expect(keysOf(3).readDeliveryToken('receipt', receipt)).toBeNull();
          const place = at % receipt.length;
          const altered = `${receipt.slice(0, place)}${other}${receipt.slice(place + 1)}`;
          if (altered !== receipt) expect(keys.readDeliveryToken('receipt', altered)).toBeNull();
        },
      ),
    );
  });

  it('is null for any other text, without an error', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(keys.readDeliveryToken('receipt', text)).toBeNull();
        expect(keys.readNoticeToken(text)).toBeNull();
      }),
    );
  });
});

describe('a ring of HASH_KEY', () => {
  const rotated = ringOf(['b', 7], ['a', 2]);

  it('reads the tokens of every key, and makes those of its first', () => {
    fc.assert(
      fc.property(ref, addressId, (delivery, notice) => {
        const sent = keys.deliveryTokens(delivery);
        expect(rotated.readDeliveryToken('receipt', sent.receipt)).toEqual(delivery);
        expect(rotated.readDeliveryToken('unsubscribe', sent.unsubscribe)).toEqual(delivery);
        expect(rotated.readNoticeToken(keys.noticeToken(notice))).toBe(notice);
        const made = rotated.deliveryToken('receipt', delivery);
        expect(made).toMatch(/-b[0-9a-f]{32}$/);
        expect(ringOf(['a', 2], ['b', 7]).readDeliveryToken('receipt', made)).toEqual(delivery);
        expect(ringOf(['c', 8], ['b', 7]).readDeliveryToken('receipt', made)).toEqual(delivery);
        expect(keys.readDeliveryToken('receipt', made)).toBeNull();
      }),
    );
  });

  it('finds what a key that only looks up has hashed, and proves nothing by it', () => {
    const kept = ringOf(['b', 7], ['a', 2, true]);
    const sent = keys.deliveryToken('unsubscribe', { broadcastId: '1', addressId: '2' });
    expect(kept.readDeliveryToken('unsubscribe', sent)).toBeNull();
    expect(kept.hashes('kind', 'value')).toContainEqual(keys.hash('kind', 'value'));
    expect(kept.macs('kind', 'value')).toEqual([kept.mac('kind', 'value')]);
    expect(kept.contendedHashes('kind', 'value')).toHaveLength(1);
  });

  it('makes hashes that differ by key, and that stay the same when a key is put before', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const [newest, older] = rotated.hashes('kind', value);
        expect(older).toEqual(keys.hash('kind', value));
        expect(newest).toEqual(Buffer.concat([Buffer.from('b'), rotated.mac('kind', value)]));
        expect(rotated.olderHashes('kind', value)).toEqual([older]);
        expect(new Set(rotated.contendedHashes('kind', value).map(String))).toEqual(
          new Set(ringOf(['a', 2], ['b', 7]).contendedHashes('kind', value).map(String)),
        );
      }),
    );
  });
});
