import fc from 'fast-check';
import { carrierOf } from './registry.js';

describe('carrierOf', () => {
  it.each([
    ['email', 'warga@gmail.com', 'gmail', true],
    ['email', 'warga@googlemail.com', 'gmail', true],
    ['email', 'warga@yahoo.co.id', 'yahoo', true],
    ['email', 'warga@yahoo.com.my', 'yahoo', true],
    ['email', 'warga@rocketmail.com', 'yahoo', true],
    ['email', 'warga@yahoo.co.jp', 'yahoo.co.jp', false],
    ['email', 'warga@yahoo.example', 'yahoo.example', false],
    ['email', 'warga@mail.yahoo.com', 'yahoo.com', false],
    ['email', 'warga@hotmail.com', 'outlook', true],
    ['email', 'warga@hotmail.co.id', 'outlook', true],
    ['email', 'warga@outlook.sg', 'outlook', true],
    ['email', 'warga@live.nl', 'outlook', true],
    ['email', 'warga@kpu.go.id', 'kpu.go.id', false],
    ['email', 'warga@mx1.kota.example.co.id', 'example.co.id', false],
    ['email', 'warga@a.b.jahat.example', 'jahat.example', false],
    ['email', 'warga@notgmail.com', 'notgmail.com', false],
    ['sms', '+6281234567890', 'telkomsel', true],
    ['sms', '+6285612345678', 'indosat', true],
    ['sms', '+6281712345678', 'xlsmart', true],
    ['sms', '+6283112345678', 'xlsmart', true],
    ['sms', '+6288123456789', 'smartfren', true],
    ['sms', '+6289612345678', 'tri', true],
    ['sms', '+6284112345678', 'domestic', true],
    ['sms', '+6591234567', 'abroad', true],
    ['telegram', '700000001', 'telegram', true],
  ] as const)('%s %s: %s', (channel, address, name, large) => {
    expect(carrierOf(channel, address)).toEqual({ name, large });
  });

  it('takes no domain for a large provider’s by a part of its name', () => {
    const letters = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    const providers = fc.constantFrom('gmail.com', 'yahoo.co.id', 'hotmail.com', 'live.com', 'outlook.sg');
    fc.assert(
      fc.property(letters, providers, letters, (before, domain, after) => {
        for (const other of [`${before}-${domain}`, `${before}.${domain}`, `${domain}.${after}.example`])
          expect(carrierOf('email', `x@${other}`).large).toBe(false);
      }),
    );
  });

  it('returns one carrier for all subdomains of a domain', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
    fc.assert(
      fc.property(fc.array(label, { maxLength: 4 }), (labels) => {
        const domain = [...labels, 'jahat', 'co', 'id'].join('.');
        expect(carrierOf('email', `x@${domain}`)).toEqual({ name: 'jahat.co.id', large: false });
      }),
    );
  });
});
