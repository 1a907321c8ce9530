import { DataSource } from 'typeorm';
import { loadReferenceData } from '#audience';
import { databaseOptions, loadSettings, migrate, runTask } from '#platform';
import { migrateQueue } from '#queue';

// Brings tables, queues and reference data up to date. Needs no keys: a deployment migrates before its programs start.
await runTask('migrate', async () => {
  const settings = loadSettings(process.env, ['DATABASE_URL', 'QUEUE_URL']);
  const done = await migrate(settings.DATABASE_URL);
  await migrateQueue({ QUEUE_URL: undefined, ...settings });
  const database = await new DataSource(databaseOptions(settings.DATABASE_URL, 2)).initialize();
  try {
    await database.transaction((tx) => loadReferenceData(tx));
  } finally {
    await database.destroy();
  }
  process.stdout.write(`migrate: ${done.length === 0 ? 'nothing new' : done.join(', ')}\n`);
});
