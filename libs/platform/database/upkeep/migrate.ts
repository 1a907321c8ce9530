import { Database, databaseOptions } from '../database.js';
import { applyDefinitions, orInUse } from './definitions.js';
import { grantRights } from './grants.js';
import { MIGRATION_LIMITS } from '../limits.rules.js';
import { mustBeMigratable, recordRelease } from './release.js';

/**
 * Brings the schema up to date: numbered migrations, then functions, triggers and views. Creates the ledger's
 * partitions from the previous month to three months ahead, and grants the roles their rights. Safe to run again.
 * @param databaseUrl of the tables' owner
 * @throws ConfigError where the schema is of a later release, or of one that is too old for the programs that run
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const database = new Database(databaseOptions(databaseUrl, 2, undefined, MIGRATION_LIMITS));
  await database.initialize();
  try {
    await mustBeMigratable(database.manager);
    const done = await orInUse('a numbered migration', database.runMigrations());
    // In one transaction: a view that is created again has no rights until they are granted.
    await database.transaction(async (tx) => {
      await applyDefinitions(tx);
      await recordRelease(tx);
      await tx.query(
        `SELECT ensure_ledger_partition(siar_now() + make_interval(months => m)) FROM generate_series(-1, 3) AS m`,
      );
      await grantRights(tx);
    });
    return done.map((migration) => migration.name);
  } finally {
    await database.destroy();
  }
}
