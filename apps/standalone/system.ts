import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadReferenceData } from '#audience';
import { CHANNELS } from '#channels';
import { GATEWAY_SETTINGS, loadConfig } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions, row, type Tx } from '#platform/database';
import { type DatabaseRole, migrate } from '#platform/database/upkeep';
import { migrateQueue } from '#queue';
import { type Child, freePort, PUBLISHER_HEAP, startChild } from './children.js';
import { makeDemoStaff } from './demo-staff.js';

/** Ports of the programs; 0 in a request means any free port. */
export interface Ports {
  publisher: number;
  gateway: number;
  registrar: number;
  sandbox: number;
  smtp: number;
  smpp: number;
}

/** A complete Siar on this machine. */
export interface System {
  publisherUrl: string;
  gatewayUrl: string;
  sandboxUrl: string;
  databaseUrl: string;
  /** Settings of the programs. */
  env: Record<string, string>;
  /** The subset for one program, with its own database login. */
  envOf(program: string): Record<string, string>;
  children: Child[];
  /** Stops everything, PostgreSQL last. */
  stop(): Promise<void>;
}

/** The ports that the README names. */
export const USUAL_PORTS: Ports = {
  publisher: 4000,
  gateway: 4100,
  registrar: 4300,
  sandbox: 8025,
  smtp: 2525,
  smpp: 2775,
};

/** Free ports, so that a demo or a test runs beside other programs. */
export async function freePorts(): Promise<Ports> {
  return {
    publisher: await freePort(),
    gateway: await freePort(),
    registrar: await freePort(),
    sandbox: await freePort(),
    smtp: await freePort(),
    smpp: await freePort(),
  };
}

/**
 * Starts everything: an embedded PostgreSQL, the sandbox in place of the providers, registrar, gateway, publisher, and
 * a worker for each channel, as child processes.
 * @param options.folder contains data, secrets and logs; created if missing
 * @param options.queueUrl Redis; without it the queues use the same PostgreSQL
 * @param options.more further settings for the programs
 * @param options.say receives each step, in a few words
 * @param options.fell called when a program exits unexpectedly
 */
export async function startSystem(options: {
  folder: string;
  ports: Ports;
  queueUrl?: string | undefined;
  more?: Record<string, string>;
  say: (step: string) => void;
  fell: (name: string, code: number | null) => void;
}): Promise<System> {
  const { folder, ports, say, fell } = options;
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const logs = join(folder, 'logs');
  const children: Child[] = [];
  const stop = async (): Promise<void> => {
    // Stops all programs concurrently, then PostgreSQL, which they write to.
    const [postgres, ...others] = children;
    await Promise.all(others.map((child) => child.stop()));
    await postgres?.stop();
  };
  try {
    say('PostgreSQL');
    const postgres = await startChild('standalone/postgres', process.env, {
      name: 'postgres',
      args: [join(folder, 'postgres'), '0'],
      logs,
      fell,
    });
    children.push(postgres);
    const databaseUrl = postgres.ready['url'] ?? '';
    const env = { ...settings(folder, ports, databaseUrl, options.queueUrl), ...options.more };
    const config = loadConfig(env);
    say('schema and reference data');
    await migrate(databaseUrl);
    await migrateQueue(config);
    const database = await new Database(databaseOptions(databaseUrl, 2)).initialize();
    const logins = await database.transaction(async (tx) => ({
      registrar: await loginFor(tx, databaseUrl, 'siar_citizens', 'siar_registrar'),
      gateway: await loginFor(tx, databaseUrl, 'siar_pages', 'siar_gateway'),
    }));
    const envOf = (program: string): Record<string, string> => {
      if (program === 'registrar') return { ...env, DATABASE_URL: logins.registrar };
      if (program !== 'gateway') return env;
      const given = Object.entries(env).filter(([name]) => GATEWAY_SETTINGS.some((one) => one === name));
      return { ...Object.fromEntries(given), DATABASE_URL: logins.gateway };
    };
    await database.transaction(async (tx) => {
      await loadReferenceData(tx);
      await makeDemoStaff(tx, new Keys(config));
    });
    await database.destroy();

    say('sandbox, registrar, gateway, publisher, workers');
    const start = (
      program: string,
      port: number,
      more: Record<string, string> = {},
      name = program,
    ): Promise<Child> =>
      startChild(
        `${program}/main`,
        { ...basics(), ...envOf(program), PORT: String(port), ...more },
        { name, logs, fell },
      ).then((child) => {
        children.push(child);
        return child;
      });
    await Promise.all([
      start('sandbox', ports.sandbox, {
        BOUNCE_URL: `${env['PUBLIC_URL']}/webhooks/email/bounce`,
        SANDBOX_SMTP_PORT: String(ports.smtp),
        SANDBOX_SMPP_PORT: String(ports.smpp),
      }),
      start('registrar', ports.registrar),
      start('gateway', ports.gateway),
      start('publisher', ports.publisher, {
        NODE_OPTIONS: `${PUBLISHER_HEAP} ${process.env['NODE_OPTIONS'] ?? ''}`,
      }),
      ...CHANNELS.map((channel) => start('channel-worker', 0, { CHANNEL: channel }, `worker-${channel}`)),
    ]);
    return {
      publisherUrl: `http://127.0.0.1:${ports.publisher}`,
      gatewayUrl: `http://127.0.0.1:${ports.gateway}`,
      sandboxUrl: `http://127.0.0.1:${ports.sandbox}`,
      databaseUrl,
      env,
      envOf,
      children,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Creates a program's own login, as in production: a compromised program cannot assume another role. The password is
 * new with each start.
 * @returns the connection URL
 */
async function loginFor(tx: Tx, ownersUrl: string, login: string, role: DatabaseRole): Promise<string> {
  const password = randomBytes(24).toString('hex');
  if (!(await row(tx, 'SELECT FROM pg_roles WHERE rolname = $1', [login])))
    await tx.query(`CREATE ROLE ${login} LOGIN IN ROLE ${role}`);
  await tx.query(`ALTER ROLE ${login} PASSWORD '${password}'`);
  const url = new URL(ownersUrl);
  url.username = login;
  url.password = password;
  return url.toString();
}

/** The file that holds the settings of the system whose data is in a folder, as `NAME='value'` lines. */
export const settingsFile = (folder: string): string => join(folder, 'settings.env');

/** Deletes the data. */
export function forget(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Environment variables of this process that a program needs to run. */
function basics(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'TZ', 'LANG', 'NODE_OPTIONS', 'LOG_LEVEL'];
  return Object.fromEntries(
    kept.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]),
  );
}

/** Settings of a system on this machine; its secrets are generated once and kept in the folder. */
function settings(
  folder: string,
  ports: Ports,
  databaseUrl: string,
  queueUrl: string | undefined,
): Record<string, string> {
  const file = join(folder, 'secrets.json');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  const secrets = {
    DATA_KEY: `k1:${randomBytes(32).toString('base64')}`,
    HASH_KEY: randomBytes(32).toString('base64'),
    EMAIL_BOUNCE_SECRET: randomBytes(24).toString('hex'),
    REGISTRAR_SECRET: randomBytes(32).toString('hex'),
    TELEGRAM_BOT_TOKEN: `100000001:${randomBytes(18).toString('hex')}`,
    TELEGRAM_WEBHOOK_SECRET: randomBytes(24).toString('hex'),
    TWILIO_ACCOUNT_SID: `AC${randomBytes(16).toString('hex')}`,
    TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex'),
    TWILIO_MESSAGING_SERVICE_SID: `MG${randomBytes(16).toString('hex')}`,
    ...kept,
  };
  // A folder from an older version lacks newer secrets.
  if (Object.keys(secrets).length > Object.keys(kept).length)
    writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  const sandbox = `http://127.0.0.1:${ports.sandbox}`;
  return {
    ...secrets,
    DATABASE_URL: databaseUrl,
    ...(queueUrl ? { QUEUE_URL: queueUrl } : {}),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${ports.gateway}`,
    CONSOLE_URL: `http://127.0.0.1:${ports.publisher}`,
    REGISTRAR_URL: `http://127.0.0.1:${ports.registrar}`,
    SHORT_URL: 'siar.go.id',
    REQUIRE_TOTP: 'false',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
    STATE_DIR: join(folder, 'state'),
    JOURNAL_DIR: join(folder, 'journal'),
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    TELEGRAM_API_ROOT: sandbox,
    TELEGRAM_BOT_NAME: 'siar_sandbox_bot',
    TELEGRAM_LINK_ROOT: `${sandbox}/sandbox/telegram`,
    TWILIO_API_ROOT: sandbox,
    SANDBOX_URL: sandbox,
  };
}
