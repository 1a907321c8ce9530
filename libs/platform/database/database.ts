import { type ClientBase, type PoolClient, type QueryResultRow } from 'pg';
import {
  DataSource as Database,
  type DataSourceOptions,
  type EntityManager,
  type QueryRunner,
} from 'typeorm';
import { type DatabaseLimits, sessionSettings, TASK_LIMITS } from './limits.rules.js';
import { First1764000000000 } from '../migrations/1764000000000-first.js';
import { Departures1764000000010 } from '../migrations/1764000000010-departures.js';
import { IssuerSignIn1764000000030 } from '../migrations/1764000000030-issuer-sign-in.js';
import { LogoutTokens1764000000031 } from '../migrations/1764000000031-logout-tokens.js';
import { MachineKeys1764000000032 } from '../migrations/1764000000032-machine-keys.js';
import { Throughput1764000000040 } from '../migrations/1764000000040-throughput.js';
import { Comments1764000000090 } from '../migrations/1764000000090-comments.js';
import { CommentNews1764000000091 } from '../migrations/1764000000091-comment-news.js';
import { DraftVersions1764000000080 } from '../migrations/1764000000080-draft-versions.js';
import { KeptCounts1764000000050 } from '../migrations/1764000000050-kept-counts.js';
import { Languages1764000000060 } from '../migrations/1764000000060-languages.js';
import { ElectionFacts1764000000070 } from '../migrations/1764000000070-election-facts.js';
import { Series1764000000100 } from '../migrations/1764000000100-series.js';
import { LedgerByBroadcast1764000000110 } from '../migrations/1764000000110-ledger-by-broadcast.js';
import { SavedFilters1764000000120 } from '../migrations/1764000000120-saved-filters.js';
import { connectAs, type DatabaseRole } from './upkeep/grants.js';
import { splitHosts } from './hosts.rules.js';
import { PrimaryClient } from './primary-client.js';
import { allowSilence, destroyWhenSilent } from './silence.js';

// The other folders take what they need of TypeORM and pg from here.

/** A pool of connections to PostgreSQL. */
export { Database };
/** One connection of a pool, held until it is released. */
export type Connection = QueryRunner;
/** One connection outside the pools: connect it, and end it. */
export const SingleConnection = PrimaryClient;
export type SingleConnection = PrimaryClient;
/** Runs SQL: the pool itself, or the current transaction. */
export type Tx = EntityManager;

/**
 * Returns the options of a PostgreSQL connection pool. Never synchronises: the schema comes from migrations.
 * @param pool maximum number of connections
 * @param role the program's role; without it the login's own, which must own the tables to migrate them
 * @param limits time limits of this kind of work: `programLimits`, or the wide ones of a command
 */
export function databaseOptions(
  databaseUrl: string,
  pool = 10,
  role?: DatabaseRole,
  limits: DatabaseLimits = TASK_LIMITS,
): DataSourceOptions {
  const { connectionString, ...driver } = driverOptions(databaseUrl, role, limits);
  return {
    type: 'postgres',
    url: connectionString,
    synchronize: false,
    migrations: [
      First1764000000000,
      Departures1764000000010,
      IssuerSignIn1764000000030,
      LogoutTokens1764000000031,
      MachineKeys1764000000032,
      Throughput1764000000040,
      KeptCounts1764000000050,
      Languages1764000000060,
      ElectionFacts1764000000070,
      DraftVersions1764000000080,
      Comments1764000000090,
      CommentNews1764000000091,
      Series1764000000100,
      LedgerByBroadcast1764000000110,
      SavedFilters1764000000120,
    ],
    migrationsTransactionMode: 'each',
    poolSize: pool,
    applicationName: 'siar',
    connectTimeoutMS: driver.connectionTimeoutMillis,
    extra: driver,
  };
}

/** Timeout for opening a connection, in ms. */
const CONNECT_MS = 10_000;
/** Idle time after which a connection is probed, in ms. */
const PROBE_AFTER_MS = 10_000;

/**
 * Returns pg's options for connections that neither a hung server nor a hung client can hold: for this pool and for
 * BullMQ's. With several hosts in the URL each connection leads to whichever is the primary.
 */
export function driverOptions(databaseUrl: string, role: DatabaseRole | undefined, limits: DatabaseLimits) {
  const { url, hosts } = splitHosts(databaseUrl) ?? { url: databaseUrl, hosts: [] };
  return {
    ...connectAs(url, role, sessionSettings(limits)),
    ...(hosts.length > 1 ? { hosts, Client: PrimaryClient } : {}),
    connectionTimeoutMillis: Math.min(CONNECT_MS, limits.queryMs || CONNECT_MS),
    keepAlive: true,
    keepAliveInitialDelayMillis: PROBE_AFTER_MS,
    onConnect: (client: ClientBase) => destroyWhenSilent(client, limits.queryMs),
  };
}

/** How much longer than the server's limit the client waits, in ms. */
const MARGIN_MS = 5_000;

/**
 * Runs a transaction with a longer statement timeout than the others of its pool: a fan-out, an import, an ANALYZE. The
 * limits on locks and on idle transactions stay.
 */
export async function longTransaction<T>(
  database: Database,
  statementMs: number,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return database.transaction(async (tx) => {
    const client = await clientOf(tx);
    const usual = allowSilence(client, statementMs + MARGIN_MS);
    try {
      await tx.query(`SET LOCAL statement_timeout = ${statementMs}`);
      return await work(tx);
    } finally {
      allowSilence(client, usual);
    }
  });
}

/** Runs SQL and returns its rows. TypeORM returns [rows, count] for UPDATE and DELETE; this always returns the rows. */
export async function rows<T>(
  tx: Pick<EntityManager, 'query'>,
  sql: string,
  parameters: unknown[] = [],
): Promise<T[]> {
  const result: unknown = await tx.query(sql, parameters);
  if (
    Array.isArray(result) &&
    result.length === 2 &&
    Array.isArray(result[0]) &&
    typeof result[1] === 'number'
  ) {
    return result[0] as T[];
  }
  return result as T[];
}

/** A prepared statement: each connection parses and plans it once. The name identifies the text. */
export interface Statement {
  name: string;
  sql: string;
}

/**
 * Runs a prepared statement, in the manager's transaction if it has one, and returns its rows. For a statement that runs
 * every second or more often, planning would cost more than execution. PostgreSQL plans it again after an ANALYZE.
 */
export async function prepared<T extends QueryResultRow>(
  manager: EntityManager,
  { name, sql }: Statement,
  parameters: unknown[] = [],
): Promise<T[]> {
  if (!manager.queryRunner) {
    const runner = manager.dataSource.createQueryRunner();
    try {
      return await prepared(runner.manager, { name, sql }, parameters);
    } finally {
      await runner.release();
    }
  }
  const client = await clientOf(manager);
  return (await client.query<T>({ name, text: sql, values: parameters })).rows;
}

/** Returns the connection that a transaction uses, as an object to compare: the same one for as long as it is open. */
export const connectionOf = (tx: Tx): Promise<object> => clientOf(tx);

async function clientOf(tx: Tx): Promise<PoolClient> {
  if (!tx.queryRunner) throw new Error('This needs a transaction');
  return (await tx.queryRunner.connect()) as PoolClient;
}

/** Returns PostgreSQL's error code (SQLSTATE), such as 23505 for a duplicate key; '' for any other error. */
export const sqlState = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** Returns the first row, or undefined. */
export async function row<T>(
  tx: Pick<EntityManager, 'query'>,
  sql: string,
  parameters: unknown[] = [],
): Promise<T | undefined> {
  return (await rows<T>(tx, sql, parameters))[0];
}

/** Returns the time of the database's clock, the one clock of the fleet. */
export async function now(tx: Pick<EntityManager, 'query'>): Promise<Date> {
  const found = await row<{ now: Date }>(tx, 'SELECT siar_now() AS now');
  if (!found) throw new Error('siar_now() returned no row');
  return found.now;
}
