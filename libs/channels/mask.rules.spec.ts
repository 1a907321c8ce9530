import fc from 'fast-check';
import { mask } from './mask.rules.js';

describe('mask', () => {
  it('shows enough to distinguish two addresses', () => {
    expect(mask('email', 'budi@contoh.id')).toBe('b***@contoh.id');
    expect(mask('email', 'b@contoh.id')).toBe('b***@contoh.id');
    expect(mask('email', '"a@b"@contoh.id')).toBe('"***@contoh.id');
    expect(mask('telegram', '123456789')).toBe('12***');
    expect(mask('sms', '+6281234567890')).toBe('+6281*****890');
  });

  it('never shows a whole address', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const local = address.slice(0, address.lastIndexOf('@'));
        expect(local.length < 2 || !mask('email', address).startsWith(`${local}@`)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: 10_000_000n, max: 99_999_999_999n }), (digits) => {
        expect(mask('sms', `+628${digits}`)).not.toContain(String(digits));
        expect(mask('telegram', String(digits))).not.toContain(String(digits));
      }),
    );
  });
});
