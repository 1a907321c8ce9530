import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Config, loadConfig } from '#platform/config';
import { Database, databaseOptions } from '#platform/database';
import { migrate } from '#platform/database/upkeep';
import { migrateQueue } from '#queue';

const TEMPLATE = 'siar_template';

/** A database of a suite's own. */
export interface TestDatabase {
  url: string;
  source: Database;
  /** Moves the fleet's clock for new connections, such as '2 hours'; the data source reconnects. */
  moveClock(offset: string): Promise<void>;
  drop(): Promise<void>;
}

/** Creates a fresh migrated database on the embedded server; cheap, from a template that is made once. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) throw new Error('Run the tests by npm test, which starts the servers.');
  const name = `siar_${randomBytes(5).toString('hex')}`;
  await withClient(server, async (client) => {
    await client.query(`SELECT pg_advisory_lock(1)`);
    const { rowCount } = await client.query(`SELECT FROM pg_database WHERE datname = $1`, [TEMPLATE]);
    if (!rowCount) {
      await client.query(`CREATE DATABASE ${TEMPLATE}_making`);
      const making = at(server, `${TEMPLATE}_making`);
      await migrate(making);
      await migrateQueue({ DATABASE_URL: making, QUEUE_URL: undefined });
      await client.query(`ALTER DATABASE ${TEMPLATE}_making RENAME TO ${TEMPLATE}`);
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    await client.query(`SELECT pg_advisory_unlock(1)`);
  });
  const url = at(server, name);
  const source = new Database(databaseOptions(url, 10));
  await source.initialize();
  return {
    url,
    source,
    moveClock: async (offset) => {
      await source.query(`ALTER DATABASE ${name} SET siar.clock_offset = '${offset}'`);
      await source.destroy();
      await source.initialize();
    },
    drop: async () => {
      if (source.isInitialized) await source.destroy();
      await withClient(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

/** A complete configuration for tests, with fixed keys. */
export function testConfig(databaseUrl: string, more: Record<string, string> = {}): Config {
  return loadConfig({
    DATABASE_URL: databaseUrl,
    DATA_KEY: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    HASH_KEY: Buffer.alloc(32, 2).toString('base64'),
    PUBLIC_URL: 'http://127.0.0.1:4100',
    SHORT_URL: 'siar.go.id',
    LOG_LEVEL: 'silent',
    STATE_DIR: process.env['TEST_STATE_DIR'] ?? '',
    JOURNAL_DIR: join(process.env['TEST_STATE_DIR'] ?? '', 'journal'),
    REQUIRE_TOTP: 'false',
    // Suites move the clock by hours.
    SESSION_IDLE_MINUTES: '4320',
    PORT: '0',
    ...more,
  });
}

/**
 * The backends of the queue suites: PostgreSQL always, Redis where it is installed. Each call returns an empty name
 * space.
 */
export function queueBackends(): { name: 'postgres' | 'redis'; url: () => string | undefined }[] {
  const redis = process.env['TEST_REDIS_URL'];
  return [
    { name: 'postgres' as const, url: () => undefined },
    ...(redis ? [{ name: 'redis' as const, url: () => `${redis}/${takeSpace()}` }] : []),
  ];
}

/**
 * The backend of installations: Redis where it is installed, else PostgreSQL. For suites that are not about the queue:
 * libs/queue, the pipeline, the reconciler and the fault runs test what both must do alike.
 */
export const usualBackend = (): ReturnType<typeof queueBackends> => queueBackends().slice(-1);

/** The number of a Redis database that no suite of this run has used, in any process. */
function takeSpace(): number {
  const taken = process.env['TEST_REDIS_SPACES'];
  if (!taken) throw new Error('Run the tests by npm test, which starts the servers.');
  for (let space = 1; ; space++) {
    try {
      mkdirSync(join(taken, String(space)));
      return space;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Runs a statement without triggers, as the server's superuser can. */
export async function tamper(source: Database, sql: string, parameters: unknown[] = []): Promise<void> {
  await source.transaction(async (tx) => {
    await tx.query(`SET LOCAL session_replication_role = 'replica'`);
    await tx.query(sql, parameters);
  });
}

function at(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.toString();
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
