import fc from 'fast-check';
import { newDigits, newToken, tokenHash } from './tokens.js';

describe('tokens', () => {
  it('carry 128 bits, are unique, and use the characters of a Telegram deep link', () => {
    const made = Array.from({ length: 2_000 }, newToken);
    expect(new Set(made).size).toBe(made.length);
    for (const token of made) {
      expect(Buffer.from(token, 'base64url')).toHaveLength(16);
      expect(token).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      expect(tokenHash(token)).toHaveLength(32);
    }
  });

  it('do not match when one letter changes, and are never stored themselves', () => {
    fc.assert(
      fc.property(
        fc.nat(21),
        fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')),
        (at, letter) => {
          const token = newToken();
          const changed = token.slice(0, at) + letter + token.slice(at + 1);
          const hash = tokenHash(token);
          expect(tokenHash(changed)?.equals(hash ?? Buffer.of())).toBe(changed === token);
          expect(hash?.includes(Buffer.from(token))).toBe(false);
        },
      ),
    );
  });

  it('are null for malformed input', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(tokenHash(`${text}!`)).toBeNull()));
  });

  it('are six digits if a person types them', () => {
    for (let i = 0; i < 500; i++) expect(newDigits()).toMatch(/^\d{6}$/);
  });
});
