import fc from 'fast-check';
import { CallbackOpener, CallbackSealer } from './box.js';
import { CALLBACK_SOURCES, packCallback, restAfter, unpackCallback } from './callback.rules.js';

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const raw = fc.record({
  path: fc.string({ unit: 'binary', maxLength: 50 }),
  headers: fc.dictionary(
    fc.stringMatching(/^[a-z][a-z-]{0,9}$/),
    fc.string({ unit: 'binary', maxLength: 20 }),
  ),
  body: bytes,
});

describe('packCallback and unpackCallback', () => {
  it('read a callback as written', () => {
    fc.assert(
      fc.property(raw, (callback) => {
        const read = unpackCallback(packCallback(callback));
        expect(read?.body.equals(callback.body)).toBe(true);
        expect({ path: read?.path, headers: { ...read?.headers } }).toEqual({
          path: callback.path,
          headers: { ...callback.headers },
        });
      }),
    );
  });

  it('read null from any other bytes, without an error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          bytes,
          fc.json().map((text) => Buffer.from(`${text}\n`)),
        ),
        (other) => {
          const read = unpackCallback(other);
          expect(read === null || typeof read.path === 'string').toBe(true);
        },
      ),
    );
    expect(unpackCallback(Buffer.from('{"path":"/"}\n'))).toBeNull();
    expect(unpackCallback(Buffer.from(`{"path":"${'x'.repeat(1_001)}","headers":{}}\n`))).toBeNull();
  });

  it('waits longer after each try, and never for more than about a minute', () => {
    expect([1, 2, 3, 4, 100].map(restAfter)).toEqual([2, 4, 8, 16, 64]);
  });
});

describe('a sealed callback', () => {
  const opener = (...secrets: number[]): CallbackOpener =>
    new CallbackOpener({ macs: () => secrets.map((secret) => Buffer.alloc(32, secret)) });
  const ours = opener(1);
  const sealer = new CallbackSealer(ours.publicKey);
  const source = fc.constantFrom(...CALLBACK_SOURCES);

  it('opens for its own source and its own reader alone', () => {
    fc.assert(
      fc.property(bytes, source, source, (content, sealedAs, openedAs) => {
        const sealed = sealer.seal(content, sealedAs);
        const opened = ours.open(sealed, openedAs);
        expect(opened?.equals(content) ?? false).toBe(sealedAs === openedAs);
        expect(opener(2).open(sealed, sealedAs)).toBeNull();
        expect(opener(2, 1).open(sealed, sealedAs)).toEqual(content);
        expect(content.length > 8 && sealed.includes(content)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('is null after a change of one bit, and for any other bytes', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.nat(7), (content, at, bit) => {
        const sealed = sealer.seal(content, 'email');
        const place = at % sealed.length;
        sealed[place] = (sealed[place] ?? 0) ^ (1 << bit);
        // X25519 ignores the highest bit of a key (RFC 7748 §5).
        if (place !== 31 || bit !== 7) expect(ours.open(sealed, 'email')).toBeNull();
        expect(ours.open(content, 'email')).toBeNull();
      }),
      { numRuns: 100 },
    );
    expect(ours.open(Buffer.alloc(100), 'email')).toBeNull();
  });
});
