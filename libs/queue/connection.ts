import { createPostgresBackend, PostgresConnection, setDefaultBackendFactory } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { type Config, ConfigError } from '#platform/config';
import { driverOptions, MIGRATION_LIMITS, programLimits, SingleConnection } from '#platform/database';
import type { DatabaseRole } from '#platform/database/upkeep';

/** The server of the queues, and BullMQ's options to connect to it. */
export interface Connection {
  backend: 'redis' | 'postgres';
  options: unknown;
  /** The Redis client, where the server is Redis. */
  redis?: Redis;
  close(): Promise<void>;
}

const SCHEMA = 'bullmq';

export type RedisConfig = Pick<
  Config,
  | 'QUEUE_URL'
  | 'REDIS_SENTINELS'
  | 'REDIS_SENTINEL_NAME'
  | 'REDIS_SENTINEL_USER'
  | 'REDIS_SENTINEL_PASSWORD'
  | 'DATABASE_TIMEOUT_SECONDS'
>;

/**
 * Checks the settings, and returns what opens the queues' server: Redis where QUEUE_URL is set, else the PostgreSQL that
 * holds the tables.
 * @param role the program's role in the database
 * @throws ConfigError when the settings contradict each other
 */
export function connector(
  config: RedisConfig & Pick<Config, 'DATABASE_URL'>,
  role: DatabaseRole,
): () => Connection {
  if (config.REDIS_SENTINELS?.length && !config.QUEUE_URL)
    throw new ConfigError(
      'REDIS_SENTINELS needs QUEUE_URL, which holds the user, the password and TLS of Redis',
    );
  return () => connect(config, role);
}

function connect(config: RedisConfig & Pick<Config, 'DATABASE_URL'>, role: DatabaseRole): Connection {
  if (config.QUEUE_URL) {
    setDefaultBackendFactory();
    const redis = openRedis(config);
    return {
      backend: 'redis',
      options: redis,
      redis,
      close: async () => redis.disconnect(),
    };
  }
  setDefaultBackendFactory(
    createPostgresBackend as unknown as Parameters<typeof setDefaultBackendFactory>[0],
  );
  return {
    backend: 'postgres',
    options: {
      ...driverOptions(config.DATABASE_URL, role, programLimits(config.DATABASE_TIMEOUT_SECONDS)),
      schema: SCHEMA,
      max: 8,
      skipMigrations: true,
    },
    close: async () => undefined,
  };
}

/**
 * Creates or updates BullMQ's own tables, and lets the programs use them; does nothing with Redis. Runs after the other
 * migrations, which create the programs' roles.
 * @param config DATABASE_URL is that of the tables' owner
 */
export async function migrateQueue(config: Pick<Config, 'QUEUE_URL' | 'DATABASE_URL'>): Promise<void> {
  if (config.QUEUE_URL) return;
  await asOwner(config.DATABASE_URL, `CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
  const connection = new PostgresConnection({
    ...driverOptions(config.DATABASE_URL, undefined, MIGRATION_LIMITS),
    schema: SCHEMA,
    max: 2,
    migrate: true,
  });
  await connection.waitUntilReady();
  await connection.close();
  // CREATE, because BullMQ creates a queue's counter of ids when it first adds a job; TEMPORARY, because it adds several
  // jobs through a temporary table. Whoever may add jobs can fill the disk without one, too.
  await asOwner(
    config.DATABASE_URL,
    `SELECT pg_advisory_xact_lock(hashtext('siar rights'));
     GRANT USAGE, CREATE ON SCHEMA ${SCHEMA} TO siar_app, siar_worker;
     GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${SCHEMA} TO siar_app, siar_worker;
     GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${SCHEMA} TO siar_app, siar_worker;
     -- Where the database is not the owner's, everybody has TEMPORARY still (libs/platform/database/upkeep/grants.ts).
     DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO siar_app, siar_worker', current_database());
     EXCEPTION WHEN insufficient_privilege THEN NULL; END $$`,
  );
}

async function asOwner(databaseUrl: string, sql: string): Promise<void> {
  const client = new SingleConnection(driverOptions(databaseUrl, undefined, MIGRATION_LIMITS));
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Timeout of a sentinel, in ms; then the next one is asked. */
const SENTINEL_MS = 2_000;
/** BullMQ's blocking commands return within 10 s; a server that is silent for longer than this hangs. In ms. */
const BLOCKED_MS = 15_000;

/**
 * A connection that a hung server does not keep. It is destroyed when the server is silent while a command waits, and
 * the command is sent again over the next connection, possibly to another master. BullMQ duplicates it for blocking
 * commands.
 */
class QueueRedis extends Redis {
  override duplicate(override?: Partial<RedisOptions>): Redis {
    return super.duplicate({ ...override, socketTimeout: BLOCKED_MS });
  }
}

/**
 * Returns all of a URL except the server's address, which the sentinels provide: user, password, database, TLS. Where
 * Redis speaks TLS the sentinels do too: they are the same program with the same certificate.
 */
function signingIn(url: string): RedisOptions {
  const { protocol, username, password, pathname } = new URL(url);
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    db: Number(pathname.slice(1)),
    // `tls` alone is for servers that are named by their address.
    ...(protocol === 'rediss:' ? { tls: {}, enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
  };
}

export function openRedis(config: RedisConfig): Redis {
  const { QUEUE_URL: url = '', REDIS_SENTINELS: sentinels, REDIS_SENTINEL_NAME: name } = config;
  const shared = {
    maxRetriesPerRequest: null,
    enableReadyCheck: true,
    socketTimeout: programLimits(config.DATABASE_TIMEOUT_SECONDS).queryMs,
    keepAlive: 10_000,
    retryStrategy: (times: number) => Math.min(times * 100, 2000),
  };
  const redis = sentinels?.length
    ? new QueueRedis({
        ...shared,
        ...signingIn(url),
        name,
        ...(config.REDIS_SENTINEL_USER === undefined ? {} : { sentinelUsername: config.REDIS_SENTINEL_USER }),
        ...(config.REDIS_SENTINEL_PASSWORD === undefined
          ? {}
          : { sentinelPassword: config.REDIS_SENTINEL_PASSWORD }),
        sentinels: sentinels.map((sentinel) => {
          const [host = sentinel, port = '26379'] = sentinel.split(':');
          return { host, port: Number(port) };
        }),
        // Listens to the sentinels: leaves connections to a master that was replaced, also where it only hangs.
        failoverDetector: true,
        sentinelCommandTimeout: SENTINEL_MS,
        connectTimeout: shared.socketTimeout,
      })
    : new QueueRedis(url, shared);
  // The queues report errors, once a minute. An `error` event without a listener would end the process.
  redis.on('error', () => undefined);
  return redis;
}
