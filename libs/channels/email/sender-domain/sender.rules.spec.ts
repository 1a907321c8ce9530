import { senderOf } from './sender.rules.js';

const SETTINGS = {
  EMAIL_FROM: 'info@Siar.example',
  EMAIL_BOUNCE_DOMAIN: 'Bounce.siar.example',
  DKIM_DOMAIN: undefined,
  DKIM_SELECTOR: 'siar',
  DKIM_PRIVATE_KEY: undefined,
  SMTP_URL: 'smtp://user:rahasia@Mail.siar.example:587/?maxConnections=5',
};

describe('the sender of the settings', () => {
  it('has the host of SMTP_URL, and nothing else of it', () => {
    expect(senderOf(SETTINGS)).toEqual({
      from: 'info@Siar.example',
      bounceDomain: 'bounce.siar.example',
      dkim: null,
      relays: [{ name: 'SMTP_URL', host: 'mail.siar.example' }],
    });
  });

  it.each([
    ['smtps://[2001:db8::25]:465', '2001:db8::25'],
    ['smtp://127.0.0.1:2525', '127.0.0.1'],
    ['smtp://localhost', 'localhost'],
  ])('reads %s as %s', (SMTP_URL, host) => {
    expect(senderOf({ ...SETTINGS, SMTP_URL }).relays).toEqual([{ name: 'SMTP_URL', host }]);
  });

  it('has no mail server without SMTP_URL', () => {
    expect(senderOf({ ...SETTINGS, SMTP_URL: undefined }).relays).toEqual([]);
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
    expect(senderOf({ ...SETTINGS, ...more }).dkim).toEqual({ selector: 'siar', ...expected });
  });
});
