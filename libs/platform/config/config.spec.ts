import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config-error.js';
import { loadConfig, settingNames } from './config.js';
import { projectRoot } from '../program/project-root.js';

const KEY = Buffer.alloc(32, 3).toString('base64');
const right = {
  DATABASE_URL: 'postgres://siar@localhost/siar',
  DATA_KEY: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
  HASH_KEY: Buffer.alloc(32, 2).toString('base64'),
  PUBLIC_URL: 'https://siar.go.id/',
};

const SANDBOX = {
  SMTP_URL: 'smtp://localhost:2525',
  TELEGRAM_API_ROOT: 'http://127.0.0.1:8025',
  TWILIO_API_ROOT: 'http://[::1]:8025',
};

describe('the configuration', () => {
  it('accepts the required settings and fills in the defaults', () => {
    expect(loadConfig(right)).toMatchObject({
      PUBLIC_URL: 'https://siar.go.id',
      TELEGRAM_RATE: 30,
      CLAIM_WINDOW: 500,
      REQUIRE_TOTP: true,
    });
  });

  it.each([
    ['DATABASE_URL', undefined],
    ['DATABASE_URL', 'mysql://localhost'],
    ['DATA_KEY', 'short'],
    ['DATA_KEY', 'k1:c2hvcnQ='],
    ['DATA_KEY', `k1:${KEY},k1:${KEY}`],
    ['HASH_KEY', 'c2hvcnQ='],
    ['HASH_KEY', `b:${KEY},${KEY}`],
    ['HASH_KEY', `B:${KEY}`],
    ['HASH_KEY', `b2:${KEY},a:${KEY}`],
    ['HASH_KEY', `b:${KEY},b:${KEY}`],
    ['HASH_KEY', `b:${KEY}:lookup,a:${KEY}`],
    ['HASH_KEY', `b:${KEY},a:${KEY}:links`],
    ['QUEUE_URL', 'localhost:6379'],
    ['PORT', 'eighty'],
    ['REQUIRE_TOTP', 'yes'],
    ['CHANNEL', 'email,pigeon'],
    ['TELEGRAM_RATE', '-1'],
    ['TWILIO_ACCOUNT_SID', 'SK123'],
    ['PUBLIC_URL', 'siar.go.id'],
  ])('rejects %s=%s with one line that names the setting', (name, value) => {
    const attempt = (): unknown => loadConfig({ ...right, [name]: value });
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(new RegExp(`^${name} [^\\n]+$`));
  });

  it.each<[Record<string, string>, RegExp | null]>([
    [{}, /^TELEGRAM_API_ROOT leads to api\.telegram\.org/],
    [{ TELEGRAM_API_ROOT: 'http://127.0.0.1:8025' }, /^TWILIO_API_ROOT leads to api\.twilio\.com/],
    [{ ...SANDBOX, SMTP_URL: 'smtp://mail.go.id' }, /^SMTP_URL leads to mail\.go\.id/],
    [{ ...SANDBOX, TWILIO_API_ROOT: 'http://127.0.0.1.evil.id' }, /^TWILIO_API_ROOT leads to/],
    [SANDBOX, null],
    [
      {
        SMTP_URL: 'smtp://sandbox',
        TELEGRAM_API_ROOT: 'http://sandbox',
        TWILIO_API_ROOT: 'http://sandbox',
        SANDBOX_URL: 'http://sandbox:8025',
      },
      null,
    ],
  ])('restricts training to the sandbox: %j', (given, refusal) => {
    const attempt = (): unknown => loadConfig({ ...right, TRAINING: 'true', ...given });
    if (refusal) expect(attempt).toThrow(refusal);
    else expect(attempt()).toMatchObject({ TRAINING: true });
  });

  it.each([
    [KEY, ['a']],
    [`a:${KEY}`, ['a']],
    [`b:${KEY}, a:${KEY}`, ['b', 'a']],
    [`c:${KEY},b:${KEY}:lookup,a:${KEY}:lookup`, ['c', 'b lookup', 'a lookup']],
  ])('reads the ring of HASH_KEY %s', (ring, letters) => {
    const read = [...loadConfig({ ...right, HASH_KEY: ring }).HASH_KEY];
    expect(read.map(([letter, { looksUpOnly }]) => (looksUpOnly ? `${letter} lookup` : letter))).toEqual(
      letters,
    );
  });

  it('takes an issuer with all that it needs, over TLS, or not at all', () => {
    const issuer = {
      OIDC_ISSUER: 'https://login.go.id/realms/a',
      OIDC_CLIENT_ID: 'siar',
      OIDC_CLIENT_SECRET: 'rahasia-yang-panjang',
      OIDC_ACR: 'dua, tiga',
    };
    expect(loadConfig({ ...right, ...issuer })).toMatchObject({ OIDC_ACR: ['dua', 'tiga'] });
    for (const name of Object.keys(issuer))
      expect(() => loadConfig({ ...right, ...issuer, [name]: '' })).toThrow(`${name} is missing`);
    const at = (OIDC_ISSUER: string) => () => loadConfig({ ...right, ...issuer, OIDC_ISSUER });
    expect(at('http://127.0.0.1:8080')).not.toThrow();
    expect(at('http://login.go.id')).toThrow(/^OIDC_ISSUER must be https/);
    expect(at('login.go.id')).toThrow(/^OIDC_ISSUER must be a URL/);
  });

  it('never repeats an invalid secret', () => {
    expect(() => loadConfig({ ...right, HASH_KEY: 'very-secret' })).not.toThrow(/very-secret/);
  });

  it('documents every setting in .env.example, and no other', () => {
    const documented = readFileSync(join(projectRoot, '.env.example'), 'utf8')
      .split('\n')
      .flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);
    expect([...documented].sort()).toEqual([...settingNames].sort());
  });
});
