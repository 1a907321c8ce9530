import type { PoolClient, QueryResultRow } from 'pg';
import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';
import { First1764000000000 } from './migrations/1764000000000-first.js';
import { connectAs, type DatabaseRole, grantRights } from './rights.js';

/** What runs SQL: the data source itself, or the transaction in hand. */
export type Tx = EntityManager;

/**
 * Options of the one PostgreSQL connection pool of a process. Never synchronises: the schema comes from migrations.
 * @param pool connections at most
 * @param role what a program works as; left out, whoever the URL logs in, who must own the tables to set them up
 */
export function databaseOptions(databaseUrl: string, pool = 10, role?: DatabaseRole): DataSourceOptions {
  const { connectionString, options } = role
    ? connectAs(databaseUrl, role)
    : { connectionString: databaseUrl, options: undefined };
  return {
    type: 'postgres',
    url: connectionString,
    synchronize: false,
    migrations: [First1764000000000],
    migrationsTransactionMode: 'each',
    poolSize: pool,
    applicationName: 'siar',
    connectTimeoutMS: 10_000,
    extra: { keepAlive: true, ...(options && { options }) },
  };
}

/**
 * Brings the schema up to date, makes the ledger's partitions three months ahead and gives the roles their rights; safe
 * to run again.
 * @param databaseUrl of the tables' owner
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const database = new DataSource(databaseOptions(databaseUrl, 2));
  await database.initialize();
  try {
    const done = await database.runMigrations();
    await database.query(
      `SELECT ensure_ledger_partition(siar_now() + make_interval(months => m)) FROM generate_series(0, 3) AS m`,
    );
    await grantRights(database);
    return done.map((migration) => migration.name);
  } finally {
    await database.destroy();
  }
}

/** Runs typed SQL: rows out. TypeORM gives UPDATE and DELETE as [rows, count]; this always gives the rows. */
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

/** A statement that each connection parses and plans once; its name stands for its text. */
export interface Statement {
  name: string;
  sql: string;
}

/**
 * Runs a statement of the hot path in the transaction in hand, and gives its rows. What is run a hundred times a second
 * would otherwise spend more on being planned than on being done. PostgreSQL plans it anew after an ANALYZE.
 */
export async function prepared<T extends QueryResultRow>(
  tx: Tx,
  { name, sql }: Statement,
  parameters: unknown[],
): Promise<T[]> {
  if (!tx.queryRunner) throw new Error(`${name} needs a transaction`);
  const client = (await tx.queryRunner.connect()) as PoolClient;
  return (await client.query<T>({ name, text: sql, values: parameters })).rows;
}

/** PostgreSQL's code (SQLSTATE) for why it refused, such as 23505 for a key that is taken; '' of any other error. */
export const sqlState = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** The first row, or undefined. */
export async function row<T>(
  tx: Pick<EntityManager, 'query'>,
  sql: string,
  parameters: unknown[] = [],
): Promise<T | undefined> {
  return (await rows<T>(tx, sql, parameters))[0];
}

/** The instant by the database's clock, the one clock of the fleet. */
export async function now(tx: Pick<EntityManager, 'query'>): Promise<Date> {
  const found = await row<{ now: Date }>(tx, 'SELECT siar_now() AS now');
  if (!found) throw new Error('The database did not tell the time');
  return found.now;
}
