import fc from 'fast-check';
import { returnPath, withOutcome } from './return-path.rules.js';

const CONSOLE = 'https://konsol.siar.go.id';

describe('the path to come back to', () => {
  it.each([
    ['/', '/'],
    ['/siaran/12?tab=isi', '/siaran/12?tab=isi'],
    ['/siaran/12#isi', '/siaran/12'],
    ['/a/../b', '/b'],
    ['', '/'],
    ['siaran', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/x/..//evil.example', '/'],
    ['/.//evil.example', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    [`/${'x'.repeat(1000)}`, '/'],
  ])('of %j is %j', (wanted, path) => expect(returnPath(wanted)).toBe(path));

  it('never leads to another site, whatever a page asks for', () => {
    const hostile = fc
      .array(fc.constantFrom('/', '\\', '.', '..', '@', ':', '?', '#', '\t', '%2f', 'evil.example', 'a'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(hostile, fc.webUrl(), fc.string({ unit: 'binary' })), (wanted) => {
        for (const path of [returnPath(wanted), withOutcome(returnPath(wanted), 'ok')])
          expect(new URL(path, CONSOLE).origin).toBe(CONSOLE);
      }),
    );
  });

  it('says what became of the sign-in, once', () => {
    expect(withOutcome('/siaran', 'issuer-away')).toBe('/siaran?masuk=issuer-away');
    expect(withOutcome('/siaran?a=1&masuk=old', 'issuer-away')).toBe('/siaran?a=1&masuk=issuer-away');
  });
});
