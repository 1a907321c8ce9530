import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { loadReferenceData } from '#audience';
import { seedContacts } from '#audience/seeding';
import { loadConfig } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions } from '#platform/database';
import { migrate } from '#platform/database/upkeep';
import { migrateQueue } from '#queue';
import { type Child, freePort, startChild } from '../../apps/standalone/children.js';
import { makeDemoStaff } from '../../apps/standalone/demo-staff.js';

/** How long a server or a program may take to start, in ms. */
const START_MS = 20_000;
/** A quarter of the machine's memory for PostgreSQL, as its manual recommends (§19.4.1 shared_buffers), in MB. */
const QUARTER_MB = Math.floor(totalmem() / 4 / 2 ** 20);

/** The ground of all benches: a PostgreSQL and, if one is on the PATH, a Redis, both as durable as in production. */
export class Ground {
  /** Keys and accounts, the same for each program of this run. */
  readonly secrets = {
    DATA_KEY: `k1:${randomBytes(32).toString('base64')}`,
    HASH_KEY: randomBytes(32).toString('base64'),
    TELEGRAM_BOT_TOKEN: `100000001:${randomBytes(18).toString('hex')}`,
    TWILIO_ACCOUNT_SID: `AC${randomBytes(16).toString('hex')}`,
    TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex'),
    TWILIO_MESSAGING_SERVICE_SID: `MG${randomBytes(16).toString('hex')}`,
  };
  private readonly seeded = new Set<string>();
  private databases = 0;

  private constructor(
    /** Data and logs. */
    readonly folder: string,
    private readonly postgres: Child,
    private readonly redis: { process: ChildProcess; url: string } | null,
  ) {}

  /** Starts both servers; fsync, synchronous_commit and AOF are on. */
  static async start(): Promise<Ground> {
    const folder = mkdtempSync(join(tmpdir(), 'siar-bench-'));
    chmodSync(folder, 0o755);
    const postgres = await startChild('standalone/postgres', process.env, {
      name: 'postgres',
      args: [join(folder, 'postgres'), '0', `shared_buffers=${QUARTER_MB}MB`, 'max_wal_size=8GB'],
      logs: join(folder, 'logs'),
      fell,
    });
    return new Ground(folder, postgres, await startRedis(folder));
  }

  /** Whether a redis-server was on the PATH. */
  get hasRedis(): boolean {
    return this.redis !== null;
  }

  /** The database server's process id: that of the program that started it. */
  get databasePid(): number {
    return this.postgres.process.pid ?? 0;
  }

  /** The process id of Redis; null where none was on the PATH. */
  get redisPid(): number | null {
    return this.redis?.process.pid ?? null;
  }

  /** QUEUE_URL of an empty Redis; undefined for the queues in PostgreSQL. */
  async queueUrl(backend: 'postgres' | 'redis'): Promise<string | undefined> {
    if (backend === 'postgres') return undefined;
    if (!this.redis) throw new Error('There is no redis-server on the PATH.');
    const client = new Redis(this.redis.url);
    await client.flushall();
    client.disconnect();
    return this.redis.url;
  }

  /**
   * A fresh database with the schema, the regions, the demo's staff and this many contacts, copied from a template that
   * is made once.
   * @returns its URL
   */
  async database(contacts: number): Promise<string> {
    const template = `siar_${contacts}`;
    if (!this.seeded.has(template)) {
      await this.run(`CREATE DATABASE ${template}`);
      await this.seed(this.urlOf(template), contacts);
      this.seeded.add(template);
    }
    const name = `siar_run_${++this.databases}`;
    await this.run(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    // The writes that copying leaves pending must not happen during a measurement.
    await this.run('CHECKPOINT');
    return this.urlOf(name);
  }

  /** Drops a database that `database` returned. */
  drop(url: string): Promise<void> {
    return this.run(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
  }

  /** Starts a compiled program of ours, or of test/bench (`../test/bench/NAME`). */
  program(
    program: string,
    env: Record<string, string>,
    options: { name?: string; args?: string[] } = {},
  ): Promise<Child> {
    return startChild(
      program,
      { PATH: process.env['PATH'], LOG_LEVEL: 'warn', ...this.secrets, ...env },
      { ...options, logs: join(this.folder, 'logs'), fell },
    );
  }

  /** Stops the servers; deletes data and logs unless they are to be kept. */
  async stop(keep: boolean): Promise<void> {
    await this.postgres.stop();
    if (this.redis) {
      const gone = once(this.redis.process, 'exit');
      this.redis.process.kill('SIGTERM');
      await gone;
    }
    if (!keep) rmSync(this.folder, { recursive: true, force: true });
  }

  private urlOf(database: string): string {
    const url = new URL(this.postgres.ready['url'] ?? '');
    url.pathname = `/${database}`;
    return url.toString();
  }

  private async run(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.postgres.ready['url'] });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  private async seed(url: string, contacts: number): Promise<void> {
    await migrate(url);
    await migrateQueue({ DATABASE_URL: url, QUEUE_URL: undefined });
    const database = await new Database(databaseOptions(url, 4)).initialize();
    const keys = new Keys(
      loadConfig({ ...this.secrets, DATABASE_URL: url, PUBLIC_URL: 'https://siar.go.id' }),
    );
    await database.transaction(async (tx) => {
      await loadReferenceData(tx);
      await makeDemoStaff(tx, keys);
      // The reviewer called for an urgent broadcast gets a message too, which is in no ledger of deliveries.
      await tx.query('DELETE FROM on_call');
    });
    await seedContacts(database, keys, { contacts, seed: 1 });
    // Statistics as of long-standing data: autovacuum has run.
    await database.query('VACUUM (ANALYZE)');
    await database.destroy();
  }
}

/** A run in which a program crashed has measured nothing. */
function fell(name: string, code: number | null): void {
  process.stderr.write(`bench: ${name} ended by itself with ${code}\n`);
  process.exitCode = 1;
}

async function startRedis(folder: string): Promise<{ process: ChildProcess; url: string } | null> {
  const port = await freePort();
  const durable = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'];
  const server = spawn('redis-server', ['--port', String(port), '--save', '', '--dir', folder, ...durable], {
    stdio: 'ignore',
    detached: true,
  });
  const found = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.once('spawn', () => resolve(true));
  });
  if (!found) return null;
  // Our own programs end with this process, however it ends; Redis must be stopped.
  process.once('exit', () => server.kill());
  await listening(port);
  return { process: server, url: `redis://127.0.0.1:${port}` };
}

async function listening(port: number): Promise<void> {
  for (const deadline = performance.now() + START_MS; ;) {
    const socket = createConnection(port, '127.0.0.1');
    const up = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (up) return;
    if (performance.now() > deadline) throw new Error(`nothing listens on ${port}`);
    await sleep(20);
  }
}
