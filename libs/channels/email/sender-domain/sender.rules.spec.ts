import { domainSenderOf } from './sender.rules.js';

const SETTINGS = {
  EMAIL_FROM: 'info@Siar.example',
  EMAIL_BOUNCE_DOMAIN: 'Bounce.siar.example',
  DKIM_DOMAIN: undefined,
  DKIM_SELECTOR: 'siar',
  DKIM_PRIVATE_KEY: undefined,
};
const relay = (url: string): ReadonlyMap<string, string> => new Map([['relay', url]]);

describe('the sender of the settings', () => {
  it('has the host of a mail server, and nothing else of its URL', () => {
    const url = 'smtp://user:rahasia@Mail.siar.example:587/?maxConnections=5';
    expect(domainSenderOf(SETTINGS, relay(url))).toEqual({
      from: 'info@Siar.example',
      bounceDomain: 'bounce.siar.example',
      dkim: null,
      relays: [{ name: 'relay', host: 'mail.siar.example' }],
    });
  });

  it.each([
    ['smtps://[2001:db8::25]:465', '2001:db8::25'],
    ['smtp://127.0.0.1:2525', '127.0.0.1'],
    ['smtp://localhost', 'localhost'],
  ])('reads %s as %s', (url, host) => {
    expect(domainSenderOf(SETTINGS, relay(url)).relays).toEqual([{ name: 'relay', host }]);
  });

  it('has a server once that several accounts use', () => {
    const servers = new Map([
      ['first', 'smtp://a:x@mail.siar.example'],
      ['second', 'smtp://b:y@MAIL.siar.example:587'],
    ]);
    expect(domainSenderOf(SETTINGS, servers).relays).toEqual([{ name: 'first', host: 'mail.siar.example' }]);
  });

  it('has no mail server without an account', () => {
    expect(domainSenderOf(SETTINGS, new Map()).relays).toEqual([]);
  });

  it.each([
    [
      { DKIM_DOMAIN: 'Siar.example', DKIM_PRIVATE_KEY: 'pem' },
      { domain: 'siar.example', privateKey: 'pem' },
    ],
    // With one of the two no worker starts: the key is shown as one that cannot be used.
    [{ DKIM_DOMAIN: 'siar.example' }, { domain: 'siar.example', privateKey: '' }],
    [{ DKIM_PRIVATE_KEY: 'pem' }, { domain: 'siar.example', privateKey: '' }],
  ])('signs with %j as %j', (more, expected) => {
    expect(domainSenderOf({ ...SETTINGS, ...more }, new Map()).dkim).toEqual({
      selector: 'siar',
      ...expected,
    });
  });
});
