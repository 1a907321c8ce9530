import { loadReferenceData } from '#audience';
import { loadSettings } from '#platform/config';
import { Database, databaseOptions } from '#platform/database';
import { migrate } from '#platform/database/upkeep';
import { runTask } from '#platform/program';
import { migrateQueue } from '#queue';

// Migrates tables, queues and reference data, as the tables' owner. Needs no keys: a deployment migrates before its
// programs start.
await runTask('migrate', async () => {
  const settings = loadSettings(process.env, ['DATABASE_URL', 'MIGRATE_DATABASE_URL', 'QUEUE_URL']);
  const owner = settings.MIGRATE_DATABASE_URL ?? settings.DATABASE_URL;
  const done = await migrate(owner);
  await migrateQueue({ QUEUE_URL: settings.QUEUE_URL, DATABASE_URL: owner });
  const database = await new Database(databaseOptions(owner, 2)).initialize();
  try {
    await database.transaction((tx) => loadReferenceData(tx));
  } finally {
    await database.destroy();
  }
  process.stdout.write(`migrate: ${done.length === 0 ? 'nothing new' : done.join(', ')}\n`);
});
