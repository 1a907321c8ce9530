import { createSecretKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { CHANNELS } from '#contract';
import { splitHosts } from '../database/hosts.rules.js';
import { ConfigError } from './config-error.js';
import { readSettingsFile, type SettingsFile } from './settings-file.js';
import { refuseRealProviders } from './training.js';

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
/** Messages per second; 0 removes the limit. */
const rate = z.coerce.number('must be a number of messages a second').min(0);
/** A share from 0 to 1. */
const share = z.coerce.number('must be a share from 0 to 1').min(0).max(1);
const url = (protocols: string[], example: string) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be a URL such as ${example}`,
    );

/** One server of PostgreSQL, or several with commas: `postgres://siar:secret@one:5432,two:5432/siar`. */
const databaseUrl = (example: string) =>
  z.string().refine((value) => splitHosts(value) !== null, `must be a URL such as ${example}`);

const keyBytes = (value: string): Buffer => Buffer.from(value, 'base64');
/** A key object is not logged by accident, and Node examines the bytes of a key once instead of at each use. */
const secretKey = (value: string): KeyObject => createSecretKey(keyBytes(value));
const isKey = (value: string | undefined): value is string =>
  value !== undefined && keyBytes(value).length === 32;
/** `id:base64,id:base64`: the first encrypts, all decrypt. */
const keyRing = z.string().transform((value, context) => {
  const keys = new Map<string, KeyObject>();
  for (const item of value.split(',')) {
    const [id, base64] = item.trim().split(':');
    if (!id || !/^[A-Za-z0-9_-]{1,16}$/.test(id) || !isKey(base64)) {
      context.addIssue(
        'must be id:key pairs, each key 32 random bytes in base64, such as k1:$(openssl rand -base64 32)',
      );
      return z.NEVER;
    }
    if (keys.has(id)) {
      context.addIssue(`has two keys with the id ${id}`);
      return z.NEVER;
    }
    keys.set(id, secretKey(base64));
  }
  return keys;
});

/** A key of HASH_KEY. */
interface HashKey {
  key: KeyObject;
  /** Whether it only finds what is stored under it: links and tokens made with it are refused. */
  looksUpOnly: boolean;
}

/** The letter of a HASH_KEY that is written without one, as every installation begins. */
export const FIRST_HASH_KEY = 'a';

/**
 * `letter:base64,letter:base64`, or one key alone, which is `a`: the first makes hashes and tokens, all look up. A later
 * one may end in `:lookup`.
 */
const hashKeyRing = z.string().transform((value, context) => {
  const keys = new Map<string, HashKey>();
  const refuse = (message: string) => {
    context.addIssue(message);
    return z.NEVER;
  };
  if (!value.includes(':') && !value.includes(',')) {
    if (!isKey(value)) return refuse('must be 32 random bytes in base64: openssl rand -base64 32');
    return keys.set(FIRST_HASH_KEY, { key: secretKey(value), looksUpOnly: false });
  }
  for (const item of value.split(',')) {
    const [letter = '', base64, use, ...more] = item.trim().split(':');
    if (!/^[a-z]$/.test(letter) || !isKey(base64) || (use ?? 'lookup') !== 'lookup' || more.length > 0)
      return refuse(
        'must be letter:key pairs, each key 32 random bytes in base64, such as b:$(openssl rand -base64 32)',
      );
    if (keys.has(letter)) return refuse(`has two keys with the letter ${letter}`);
    if (use !== undefined && keys.size === 0)
      return refuse('must begin with a key that makes hashes: only later ones end in :lookup');
    keys.set(letter, { key: secretKey(base64), looksUpOnly: use !== undefined });
  }
  return keys;
});
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);
/** An address that secrets go to: TLS, except on this machine. */
const secureUrl = (example: string) =>
  url(['http:', 'https:'], example).refine(
    (value) =>
      !URL.canParse(value) || new URL(value).protocol === 'https:' || LOOPBACK.has(new URL(value).hostname),
    'must be https, except on this machine',
  );

/** A contact: a name, and a telephone number, an e-mail address or another place to write to. */
const contact = z.string().trim().min(1).max(200);

const schema = z.object({
  DATABASE_URL: databaseUrl('postgres://siar:secret@localhost:5432/siar'),
  MIGRATE_DATABASE_URL: databaseUrl('postgres://owner:secret@localhost:5432/siar').optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(10),
  DATABASE_TIMEOUT_SECONDS: z.coerce.number().min(1).max(60).default(10),
  QUEUE_URL: url(['redis:', 'rediss:'], 'redis://localhost:6379').optional(),
  REDIS_SENTINELS: list.optional(),
  REDIS_SENTINEL_NAME: z.string().default('siar'),
  REDIS_SENTINEL_USER: z.string().optional(),
  REDIS_SENTINEL_PASSWORD: z.string().optional(),
  STATE_DIR: z.string().default('.siar/state'),
  KEEP_LEDGER_MONTHS: z.coerce.number().int().min(3).max(600).default(60),
  KEEP_RECEIPTS_DAYS: z.coerce.number().int().min(7).max(3650).default(120),
  KEEP_NOTICES_DAYS: z.coerce.number().int().min(7).max(3650).default(90),
  JOURNAL_DIR: z.string().default('.siar/journal'),
  DATA_KEY: keyRing,
  HASH_KEY: hashKeyRing,

  PORT: z.coerce.number().int().min(0).max(65535).optional(),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: url(['http:', 'https:'], 'https://siar.go.id').transform((value) => value.replace(/\/+$/, '')),
  CONSOLE_URL: url(['http:', 'https:'], 'https://konsol.siar.go.id')
    .transform((value) => value.replace(/\/+$/, ''))
    .default('http://127.0.0.1:4000'),
  REGISTRAR_URL: url(['http:', 'https:'], 'http://127.0.0.1:4300').default('http://127.0.0.1:4300'),
  REGISTRAR_SECRET: z.string().min(32, 'must be a secret of at least 32 characters').optional(),
  SHORT_URL: z
    .string()
    .regex(/^[a-z0-9.-]+(:\d+)?$/, 'must be a bare host such as siar.go.id')
    .optional(),
  ALLOWED_LINK_DOMAINS: list.default(['kpu.go.id', 'bawaslu.go.id']),
  SECURITY_CONTACT: list
    .pipe(
      z
        .array(
          z.string().regex(/^(mailto:[^\s,@]+@[^\s,@]+|https:\/\/\S+)$/, 'must be mailto:… or https://…'),
        )
        .min(1),
    )
    .optional(),
  TRUST_PROXY: z.string().default('loopback'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),

  MINISTRY_NAME: z.string().default('Kementerian Komunikasi dan Digital'),
  COMMISSION_NAME: z.string().default('Komisi Pemilihan Umum'),
  MINISTRY_MARK: z.string().optional(),
  COMMISSION_MARK: z.string().optional(),
  SENDER_NAME: z.string().default('Siar'),
  TRAINING: flag.default(false),
  REQUIRE_TOTP: flag.default(true),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(['http:', 'https:'], 'http://127.0.0.1:4318').optional(),
  METRICS_TOKEN: z.string().min(16, 'must be a secret of at least 16 characters').optional(),
  SESSION_HOURS: z.coerce.number().positive().max(72).default(12),
  SESSION_IDLE_MINUTES: z.coerce.number().positive().max(4320).default(30),
  APPOINTMENT_WAIT_HOURS: z.coerce.number().min(0).max(168).default(24),
  OIDC_ISSUER: secureUrl('https://login.go.id/realms/kementerian').optional(),
  OIDC_CLIENT_ID: z.string().min(1).max(200).optional(),
  OIDC_CLIENT_SECRET: z.string().min(16, 'must be a secret of at least 16 characters').optional(),
  OIDC_ACR: list.pipe(z.array(z.string().regex(/^[!-~]{1,200}$/)).min(1)).optional(),

  CHANNEL: list
    .pipe(z.array(z.enum(CHANNELS, `must be ${CHANNELS.join(', ')}, or several with commas`)).min(1))
    .default([...CHANNELS]),
  ESCALATE_AFTER_MINUTES: z.coerce.number().positive().max(120).default(5),
  PREPARE_AHEAD_MINUTES: z.coerce.number().int().min(0).max(120).default(15),
  CLAIM_WINDOW: z.coerce.number().int().min(1).max(10_000).default(500),
  LEASE_SECONDS: z.coerce.number().int().min(5).max(600).default(60),
  PROVIDER_TIMEOUT_SECONDS: z.coerce.number().min(0.2).max(300).default(15),
  STALL_SECONDS: z.coerce.number().min(1).max(3600).default(30),
  PROBE_SECONDS: z.coerce.number().min(0.05).max(300).default(5),

  BRAKE_DEAD_MIN: z.coerce.number().int().min(0).default(50),
  BRAKE_DEAD_SHARE: share.default(0.1),
  BRAKE_FAULT_MIN: z.coerce.number().int().min(0).default(20),
  BRAKE_FAULT_SHARE: share.default(0.1),
  BRAKE_REFUSED_MIN: z.coerce.number().int().min(0).default(50),
  BRAKE_REFUSED_SHARE: share.default(0.9),
  BRAKE_CLASSES: z.coerce.number().int().min(1).max(100).default(3),
  BRAKE_WINDOW: z.coerce.number().int().min(1).max(100_000).default(500),
  SOFT_FAILURES: z.coerce.number().int().min(1).max(1000).default(5),

  PROVIDER_CONTACT_EMAIL: contact.optional(),
  PROVIDER_CONTACT_TELEGRAM: contact.optional(),
  PROVIDER_CONTACT_SMS: contact.optional(),

  ACCOUNTS_FILE: z.string().optional(),

  SMTP_URL: url(['smtp:', 'smtps:'], 'smtp://user:secret@mail.go.id:587').optional(),
  EMAIL_FROM: z.email('must be an address such as info@siar.go.id').default('info@siar.go.id'),
  EMAIL_BOUNCE_DOMAIN: z.string().default('bounce.siar.go.id'),
  EMAIL_BOUNCE_SECRET: z.string().min(16, 'must be a secret of at least 16 characters').optional(),
  EMAIL_RATE: rate.default(500),
  DKIM_DOMAIN: z.string().optional(),
  DKIM_SELECTOR: z.string().default('siar'),
  DKIM_PRIVATE_KEY: z.string().includes('PRIVATE KEY', { message: 'must be a PEM private key' }).optional(),

  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{20,}$/, 'must be the token BotFather gave, such as 123456:ABC…')
    .optional(),
  TELEGRAM_API_ROOT: url(['http:', 'https:'], 'https://api.telegram.org').default('https://api.telegram.org'),
  TELEGRAM_BOT_NAME: z
    .string()
    .regex(/^\w{5,32}$/, 'must be the name BotFather gave, without @, such as siar_bot')
    .optional(),
  TELEGRAM_LINK_ROOT: url(['http:', 'https:'], 'https://t.me').default('https://t.me'),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/, 'must be 16 to 256 of A-Z a-z 0-9 _ -')
    .optional(),
  TELEGRAM_POLLING: flag.default(true),
  TELEGRAM_RATE: rate.default(30),

  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/, 'must be AC and 32 hexadecimal digits')
    .optional(),
  TWILIO_AUTH_TOKEN: z.string().min(16, 'must be the auth token of the account').optional(),
  TWILIO_MESSAGING_SERVICE_SID: z
    .string()
    .regex(/^MG[0-9a-f]{32}$/, 'must be MG and 32 hexadecimal digits')
    .optional(),
  TWILIO_API_ROOT: url(['http:', 'https:'], 'https://api.twilio.com').default('https://api.twilio.com'),
  SMS_RATE: rate.default(100),
  SMS_RECONFIRM_DAYS: z.coerce.number().int().min(0).max(3650).default(365),
  SMS_RECONFIRM_GRACE_DAYS: z.coerce.number().int().min(1).max(365).default(30),
  SMS_COST_PER_SEGMENT: z.coerce.number().min(0).default(400),

  SANDBOX_SMTP_PORT: z.coerce.number().int().min(0).max(65535).default(2525),
  SANDBOX_SMPP_PORT: z.coerce.number().int().min(0).max(65535).default(2775),
  SANDBOX_DEAD_SHARE: share.default(0.01),
  SANDBOX_LATE_BOUNCE_SHARE: share.default(0.005),
  SANDBOX_TELEGRAM_RATE: rate.default(30),
  SANDBOX_TELEGRAM_CHAT_RATE: rate.default(0),
  SANDBOX_SEED: z.coerce.number().int().default(1),
  SANDBOX_KEEP_MB: z.coerce.number().int().min(1).max(16_384).default(512),
  BOUNCE_URL: url(['http:', 'https:'], 'http://127.0.0.1:4100/webhooks/email/bounce').optional(),
  SANDBOX_URL: url(['http:', 'https:'], 'http://127.0.0.1:8025').optional(),
});

/** All settings, validated. Units are in the names; keys are bytes. */
export type Config = z.infer<typeof schema> & {
  /** Reads what ACCOUNTS_FILE names; null: it is not set. Only programs that use accounts need the file. */
  readonly ACCOUNTS: () => SettingsFile | null;
};

/**
 * Reads all settings, once, at start.
 * @param env the environment, `process.env` in a program
 * @throws ConfigError with one line: the setting and its expected value
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const settings = read(schema, env);
  refuseRealProviders(settings);
  refusePart(settings, ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_ACR']);
  const { ACCOUNTS_FILE: file } = settings;
  return { ...settings, ACCOUNTS: () => (file === undefined ? null : readSettingsFile(file, env)) };
}

/** @throws ConfigError where only some of these settings are given: each needs the others */
function refusePart<Name extends string>(
  settings: Partial<Record<Name, unknown>>,
  names: readonly Name[],
): void {
  const given = names.find((name) => settings[name] !== undefined);
  const missing = names.find((name) => settings[name] === undefined);
  if (given !== undefined && missing !== undefined)
    throw new ConfigError(`${missing} is missing: ${given} needs it; see .env.example`);
}

/**
 * Reads some of the settings, for a small program that runs where the others are not set.
 * @throws ConfigError as loadConfig does
 */
export function loadSettings<Name extends keyof typeof schema.shape>(
  env: Record<string, string | undefined>,
  names: readonly Name[],
): Pick<Config, Name> {
  const picked = Object.fromEntries(
    names.map((name) => [name, schema.shape[name]]),
  ) as unknown as z.ZodRawShape;
  return read(z.object(picked) as unknown as z.ZodType<Pick<Config, Name>>, env);
}

function read<T>(settings: z.ZodType<T>, env: Record<string, string | undefined>): T {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0] ?? 'configuration');
  const what = name in given ? (issue?.message ?? 'is not valid') : 'is missing; see .env.example';
  throw new ConfigError(`${name} ${what}`);
}

/** Returns the public prefix that people type from an SMS, such as `siar.go.id`: no scheme. */
export function shortUrl(config: Pick<Config, 'SHORT_URL' | 'PUBLIC_URL'>): string {
  return config.SHORT_URL ?? new URL(config.PUBLIC_URL).host;
}

/** What each setting takes, for settings of the same kind that stand elsewhere. */
export const settingShapes = schema.shape;

/** Names of all settings, for the check that .env.example lists each. */
export const settingNames: readonly string[] = Object.keys(schema.shape);
