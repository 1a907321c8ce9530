import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { CHANNELS, type ChannelName } from './channel.js';
import { normaliseAddress } from './registry.js';

describe('normaliseAddress', () => {
  it.each<[ChannelName, string, string | null]>([
    ['sms', '0812-1000-0001', '+6281210000001'],
    ['sms', ' +62 812 1000 0001 ', '+6281210000001'],
    ['sms', '6281210000001', '+6281210000001'],
    ['sms', '81210000001', '+6281210000001'],
    ['sms', '+65 8123 4567', '+6581234567'],
    ['sms', '021 3193 7223', null],
    ['sms', '0812', null],
    ['sms', '911', null],
    ['sms', '0812-1000-0001 ext. 5', null],
    ['sms', '', null],
    ['email', ' Budi@Example.ORG ', 'budi@example.org'],
    ['email', 'budi+pemilu@example.org', 'budi+pemilu@example.org'],
    ['email', 'budi@bücher.example', 'budi@xn--bcher-kva.example'],
    ['email', 'budi@example', null],
    ['email', 'budi', null],
    ['email', '@example.org', null],
    ['email', 'a@b@example.org', null],
    ['email', 'budi@example.org\r\nBcc: x@y.id', null],
    ['email', `${'a'.repeat(65)}@example.org`, null],
    ['email', 'ibu wayan@example.org', null],
    ['telegram', '7000001', '7000001'],
    ['telegram', ' -1001234567890 ', '-1001234567890'],
    ['telegram', '@budi', null],
    ['telegram', '007', null],
    ['telegram', '99999999999999999', null],
    ['telegram', '', null],
  ])('%s %j: %j', (channel, text, spelling) => expect(normaliseAddress(channel, text)).toBe(spelling));

  it('is idempotent', () => {
    const typed = fc.oneof(
      fc.string(),
      fc.emailAddress(),
      fc.stringMatching(/^08[1-9]\d{6,10}$/),
      fc.integer().map(String),
    );
    fc.assert(
      fc.property(fc.constantFrom(...CHANNELS), typed, (channel, text) => {
        const once = normaliseAddress(channel, text);
        if (once !== null) expect(normaliseAddress(channel, once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });

  it('agrees with the library on telephone numbers, also on its fast path', () => {
    const digits = fc.stringMatching(/^8?[0-9]{5,13}$/);
    const separated = fc.array(
      fc.tuple(fc.constantFrom('', ' ', '-', '  ', ' - '), fc.stringMatching(/^\d{1,5}$/)),
      {
        minLength: 2,
        maxLength: 5,
      },
    );
    const written = fc.oneof(
      digits,
      separated.map((parts) => parts.flat().join('').trim()),
    );
    fc.assert(
      fc.property(fc.constantFrom('+62', '+62 ', '+62-', '0', '62', ''), written, (prefix, rest) => {
        const text = prefix + rest;
        const number = parsePhoneNumberFromString(text, 'ID');
        const type = number?.isValid() && !number.ext ? number.getType() : undefined;
        const mobile = type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';
        expect([text, normaliseAddress('sms', text)]).toEqual([text, mobile ? number?.number : null]);
      }),
      { numRuns: 5_000 },
    );
  });

  it('writes a domain as the URL standard does', () => {
    const domain = fc.oneof(
      fc.domain(),
      fc.stringMatching(/^[a-z0-9.-]{1,12}\.[a-z]{2,4}$/),
      fc.constant('münchen.example'),
    );
    fc.assert(
      fc.property(domain, (name) => {
        const address = normaliseAddress('email', `siti@${name}`);
        if (address !== null) expect(address).toBe(`siti@${domainToASCII(name)}`);
      }),
      { numRuns: 2_000 },
    );
  });
});
