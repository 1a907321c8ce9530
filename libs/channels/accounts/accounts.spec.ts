import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testConfig } from '../../../test/factories/database.js';
import { accountsOf, channelRate, identityOf, isConfigured, openAccount, sendersOf } from './accounts.js';

const DATABASE = 'postgres://127.0.0.1:1/none';
const LOOPBACK = { TELEGRAM_API_ROOT: 'http://127.0.0.1:1', TWILIO_API_ROOT: 'http://127.0.0.1:1' };

describe('accounts', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'siar-accounts-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** The accounts of this file and these settings. */
  const read = (yaml: string, more: Record<string, string> = {}) => {
    const file = join(folder, 'accounts.yml');
    writeFileSync(file, yaml);
    const config = testConfig(DATABASE, { ACCOUNTS_FILE: file, ...more });
    return { config, accounts: accountsOf(config) };
  };

  it('are one for each channel without a file', () => {
    const config = testConfig(DATABASE, { EMAIL_RATE: '0', SMS_RATE: '20' });
    expect(
      Object.values(accountsOf(config)).flatMap((own) =>
        own.map(({ name, kind, rate }) => [name, kind, rate]),
      ),
    ).toEqual([
      ['email', 'smtp', null],
      ['telegram', 'telegram', 30],
      ['sms', 'twilio', 20],
    ]);
  });

  it('appear to their providers by a sender and a server, without secrets', () => {
    const { config, accounts } = read(
      `accounts:
  - { name: relay-a, kind: smtp, rate: 500, url: 'smtp://siar:\${RELAY_PASSWORD}@127.0.0.1:25' }
  - { name: relay-b, kind: smtp, rate: 500, url: 'smtp://siar:\${NOT_HERE}@127.0.0.1:26' }
  - { name: operator-a, kind: smpp, rate: 100, url: 'smpp://siar:\${RELAY_PASSWORD}@127.0.0.1:2775', source: { address: KPU } }
`,
      { RELAY_PASSWORD: 'p%40ss', EMAIL_FROM: 'info@kpu.go.id', TELEGRAM_BOT_NAME: 'siar_bot', ...LOOPBACK },
    );
    const shown = [...accounts.email, ...accounts.sms].map((one) => identityOf(one, config));
    expect(shown).toEqual([
      { sender: 'info@kpu.go.id', server: '127.0.0.1:25' },
      // Where it connects to stands beside the secret that this program lacks.
      { sender: 'info@kpu.go.id', server: null },
      { sender: 'KPU', server: '127.0.0.1:2775' },
    ]);
    expect(sendersOf(config)).toEqual([
      { channel: 'email', sender: 'info@kpu.go.id' },
      { channel: 'telegram', sender: '@siar_bot' },
      { channel: 'sms', sender: 'KPU' },
    ]);
    expect(accounts.telegram.map((one) => identityOf(one, config).sender)).toEqual(['@siar_bot']);
  });

  it('of a channel come from the file, with secrets from the environment', async () => {
    const { config, accounts } = read(
      `accounts:
  - { name: relay-a, kind: smtp, rate: 500, url: 'smtp://siar:\${RELAY_PASSWORD}@127.0.0.1:1', share: 3, cost: 0.5, ceiling: 900000 }
  - name: relay-b
    kind: smtp
    rate: 200
    url: smtps://mail.go.id
`,
      { RELAY_PASSWORD: 'p%40ss', SMS_RATE: '20' },
    );
    expect(accounts.email).toEqual([
      {
        name: 'relay-a',
        channel: 'email',
        kind: 'smtp',
        rate: 500,
        unit: 'messages',
        share: 3,
        routes: [],
        warmUp: null,
        cost: 0.5,
        ceiling: 900_000,
        settings: { url: 'smtp://siar:p%40ss@127.0.0.1:1' },
        lacks: null,
      },
      {
        name: 'relay-b',
        channel: 'email',
        kind: 'smtp',
        rate: 200,
        unit: 'messages',
        share: 1,
        routes: [],
        warmUp: null,
        cost: null,
        ceiling: null,
        settings: { url: 'smtps://mail.go.id' },
        lacks: null,
      },
    ]);
    expect(channelRate('email', config)).toBe(700);
    expect(accounts.sms).toMatchObject([{ name: 'sms', kind: 'twilio', rate: 20 }]);
    const [first] = accounts.email;
    if (!first) throw new Error('there is no account');
    const channel = await openAccount(first, config);
    expect([channel.name, channel.account]).toEqual(['email', 'relay-a']);
    await channel.close();
  });

  it('of a second kind stand beside those of the first', async () => {
    const { config, accounts } = read(
      `accounts:
  - { name: aggregator, kind: twilio, rate: 100, accountSid: AC${'0'.repeat(32)}, authToken: ${'a'.repeat(32)}, messagingServiceSid: MG${'0'.repeat(32)} }
  - name: operator
    kind: smpp
    rate: 50
    unit: segments
    url: smpp://siar:\${SMSC_PASSWORD}@127.0.0.1
    source: { address: KPU }
    binds: 4
`,
      { SMSC_PASSWORD: 'rahasia' },
    );
    expect(accounts.sms).toMatchObject([
      { name: 'aggregator', kind: 'twilio' },
      {
        name: 'operator',
        kind: 'smpp',
        unit: 'segments',
        settings: { binds: 4, source: { address: 'KPU', ton: 5, npi: 0 }, url: { password: 'rahasia' } },
      },
    ]);
    expect([channelRate('sms', config), channelRate('sms', config, 2)]).toEqual([150, 125]);
    const [, second] = accounts.sms;
    if (!second) throw new Error('there is no second account');
    const channel = await openAccount(second, config);
    expect([channel.name, channel.account]).toEqual(['sms', 'operator']);
    await channel.close();
  });

  it('have no limit together where one has none', () => {
    const { config } = read(`accounts:
  - { name: a, kind: smtp, rate: 500, url: 'smtp://a' }
  - { name: b, kind: smtp, rate: 0, url: 'smtp://b' }
`);
    expect(channelRate('email', config)).toBeNull();
  });

  it.each([
    ['not YAML', 'accounts: [', /accounts\.yml:1: is not YAML/],
    ['another list', 'relays: []', /accounts\.yml:1: must hold a list named accounts/],
    ['no account', 'accounts: []', /accounts\.yml:1: must hold a list named accounts/],
    ['no kind', 'accounts:\n  - name: a', /accounts\.yml:2: kind must be smtp or twilio/],
    ['an unknown kind', 'accounts:\n  - name: a\n    kind: pigeon', /accounts\.yml:3: kind must be/],
    [
      'an SMSC without a sender',
      'accounts:\n  - name: a\n    kind: smpp\n    url: smpp://a@b\n    rate: 1',
      /accounts\.yml:2: source/,
    ],
    ['the bot', 'accounts:\n  - name: a\n    kind: telegram', /accounts\.yml:3: kind must be/],
    [
      'no rate',
      'accounts:\n  - name: a\n    kind: smtp\n    url: smtp://a',
      /accounts\.yml:2: rate must be a number/,
    ],
    [
      'a ceiling without a cost',
      'accounts:\n  - name: a\n    kind: smtp\n    url: smtp://a\n    rate: 1\n    ceiling: 5000000',
      /accounts\.yml:6: a ceiling needs a cost/,
    ],
    [
      'a ceiling below the price of one chunk',
      'accounts:\n  - name: a\n    kind: smtp\n    url: smtp://a\n    rate: 1\n    cost: 100\n    ceiling: 100',
      /accounts\.yml:7: .* must be at least/,
    ],
    [
      'a rate in words',
      'accounts:\n  - name: a\n    kind: smtp\n    url: smtp://a\n    rate: fast',
      /accounts\.yml:5: rate must be/,
    ],
    [
      'a name with a blank',
      'accounts:\n  - name: a b\n    kind: smtp\n    url: smtp://a\n    rate: 1',
      /accounts\.yml:2: name must be/,
    ],
    [
      'another protocol',
      'accounts:\n  - name: a\n    kind: smtp\n    url: http://a\n    rate: 1',
      /accounts\.yml:4: url must be a URL/,
    ],
    [
      'segments of e-mail',
      'accounts:\n  - name: a\n    kind: smtp\n    url: smtp://a\n    rate: 9\n    unit: segments',
      /accounts\.yml:6: segments are those of SMS, at a rate of at least 3/,
    ],
    [
      'a route that no carrier is',
      'accounts:\n  - name: a\n    kind: smtp\n    url: smtp://a\n    rate: 1\n    routes: [gmail, telkomsel]',
      /accounts\.yml:6: must be one of gmail, yahoo, .*, each once/,
    ],
    [
      'a route twice',
      'accounts:\n  - name: a\n    kind: smtp\n    url: smtp://a\n    rate: 1\n    routes: [gmail, gmail]',
      /accounts\.yml:6: .*each once/,
    ],
    [
      'routes of every account',
      'accounts:\n  - { name: a, kind: smtp, rate: 1, url: smtp://a, routes: [gmail] }',
      /accounts\.yml:2: another account of this channel must be without routes/,
    ],
    [
      'a warm-up of SMS',
      `accounts:\n  - name: a\n    kind: smpp\n    rate: 9\n    url: smpp://a:b@127.0.0.1\n    source: { address: KPU }\n    warmUp: { from: 2026-12-01, daily: [9] }`,
      /accounts\.yml:7: only senders of e-mail warm up/,
    ],
    [
      'a warm-up without days',
      'accounts:\n  - name: a\n    kind: smtp\n    url: smtp://a\n    rate: 1\n    warmUp: { from: tomorrow, daily: [] }',
      /accounts\.yml:6: warmUp\.from must be a date/,
    ],
    [
      'a misspelt key',
      'accounts:\n  - name: a\n    kind: smtp\n    url: smtp://a\n    rate: 1\n    weight: 2',
      /accounts\.yml:2: .*weight/,
    ],
    [
      'a name twice',
      'accounts:\n  - { name: a, kind: smtp, rate: 1, url: smtp://a }\n  - { name: a, kind: smtp, rate: 1, url: smtp://b }',
      /accounts\.yml:3: there is an account a already/,
    ],
    [
      "another channel's name",
      'accounts:\n  - { name: sms, kind: smtp, rate: 1, url: smtp://a }',
      /accounts\.yml:2: sms names a channel/,
    ],
  ])('refuse a file with %s, and name the line', (_what, yaml, message) => {
    expect(() => read(yaml)).toThrow(message);
  });

  it('without their secrets are known and not open: not every program has every secret', async () => {
    const { config, accounts } = read(
      `accounts:
  - { name: relay-a, kind: smtp, rate: 300, url: 'smtp://siar:\${NOT_SET_HERE}@127.0.0.1:1' }
  - { name: relay-b, kind: smtp, rate: 200, url: 'smtp://127.0.0.1:1' }
`,
    );
    expect(channelRate('email', config)).toBe(500);
    expect(accounts.email.map((account) => isConfigured(account, config))).toEqual([false, true]);
    const [first] = accounts.email;
    if (!first) throw new Error('there is no account');
    await expect(openAccount(first, config)).rejects.toThrow(
      /accounts\.yml:2: NOT_SET_HERE is not set in the environment/,
    );
  });

  it('of a training installation lead to the sandbox alone', () => {
    const yaml = "accounts:\n  - { name: a, kind: smtp, rate: 1, url: 'smtp://mail.go.id' }";
    expect(() => read(yaml, { TRAINING: 'true', ...LOOPBACK })).toThrow(
      /accounts\.yml:2 leads to mail\.go\.id, but with TRAINING=true/,
    );
  });

  it('refuse a file that is not there', () => {
    const config = testConfig(DATABASE, { ACCOUNTS_FILE: join(folder, 'none.yml') });
    expect(() => accountsOf(config)).toThrow(/none\.yml cannot be read: ENOENT/);
  });
});
