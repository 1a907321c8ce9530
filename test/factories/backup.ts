import pg from 'pg';

/** A copy of a database, made while programs used it. */
export interface Backup {
  /** Puts the copy in the place of the database: connections break, as when a server is replaced. */
  restore: () => Promise<void>;
}

/**
 * Copies a database between two transactions, as a backup or a standby holds it: what is committed, and claims under way.
 * Connections break, and programs open new ones.
 * @param url of the database, on the server of the tests
 */
export async function backupOf(url: string): Promise<Backup> {
  const name = new URL(url).pathname.slice(1);
  const copy = `${name}_backup`;
  await alone(name, (client) => client.query(`CREATE DATABASE ${copy} TEMPLATE ${name}`));
  return {
    restore: () =>
      alone(name, async (client) => {
        await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
        await client.query(`CREATE DATABASE ${name} TEMPLATE ${copy}`);
      }),
  };
}

/** Runs work while nobody may connect to the database. */
async function alone(name: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: process.env['TEST_DATABASE_URL'] ?? '' });
  await client.connect();
  try {
    await client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
    await client.query(`SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = $1`, [
      name,
    ]);
    await work(client);
  } finally {
    await client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
    await client.end();
  }
}
