import { createSecretKey } from 'node:crypto';
import { Keys } from '#platform/crypto';
import { testConfig } from '../../../test/factories/database.js';
import { addressClass, isLargeClass } from './addresses.js';

describe('the class of an address', () => {
  const keys = new Keys(testConfig('postgres://localhost/x'));
  const email = (domain: string): string => addressClass(keys, 'email', `warga@${domain}`);

  it('names a large carrier', () => {
    expect([email('gmail.com'), addressClass(keys, 'sms', '+6281234567890')]).toEqual(['gmail', 'telkomsel']);
    expect(isLargeClass(email('gmail.com'))).toBe(true);
  });

  it('keys other domains by twelve bits, the same for all subdomains', () => {
    const one = email('kota.example.id');
    expect(one).toMatch(/^~[0-9a-f]{3}$/);
    expect(email('mx.kota.example.id')).toBe(one);
    expect(isLargeClass(one)).toBe(false);
    const other = new Keys({
      ...testConfig('postgres://localhost/x'),
      HASH_KEY: new Map([['a', { key: createSecretKey(Buffer.alloc(32, 9)), looksUpOnly: false }]]),
    });
    const domains = Array.from({ length: 20 }, (_, n) => `kota${n}.go.id`);
    expect(new Set(domains.map(email)).size).toBeGreaterThan(10);
    expect(domains.map((domain) => addressClass(other, 'email', `a@${domain}`))).not.toEqual(
      domains.map(email),
    );
  });
});
