import fc from 'fast-check';
import { weaknessOf } from './password.rules.js';

const person = { username: 'sari.wulandari', name: 'Sari Wulandari' };

describe('a new password', () => {
  it.each([
    ['pendek', 'short'],
    ['1q2w3e4r5t6y', 'common'],
    ['QwertyQwerty', 'common'],
    ['123456789012', 'common'],
    ['abcdefghijklm', 'common'],
    ['indonesia2026', 'common'],
    ['Password!2026', 'common'],
    ['siarsiarsiar', 'common'],
    ['aaaaaaaabbbb', 'common'],
    ['wulandari2026', 'personal'],
    ['Sari.Wulandari!1', 'personal'],
    ['sari-kopi-tubruk', null],
    ['Rahasia-siar-2026', null],
    ['kuda benar baterai', null],
  ])('%s: %s', (password, expected) => {
    expect(weaknessOf(password, person)).toBe(expected);
  });

  it('is accepted when it is random', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 15, maxLength: 15 }), (bytes) => {
        fc.pre(new Set(bytes).size > 8);
        expect(weaknessOf(Buffer.from(bytes).toString('base64url'), person)).toBeNull();
      }),
    );
  });
});
