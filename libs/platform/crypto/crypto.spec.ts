import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { Keys } from './crypto.js';

const keysOf = (hash: number): Keys =>
  new Keys({
    DATA_KEY: new Map([['k1', createSecretKey(Buffer.alloc(32, 1))]]),
    HASH_KEY: createSecretKey(Buffer.alloc(32, hash)),
  });
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
