import { DataSource } from 'typeorm';
import { loadReferenceData } from '#audience';
import { ConfigError, databaseOptions, loadSettings, migrate } from '#platform';
import { migrateQueue } from '#queue';

// Brings tables, queues and reference data up to date. Needs no keys: a deployment migrates before its programs start.
try {
  const settings = loadSettings(process.env, ['DATABASE_URL', 'QUEUE_URL']);
  const done = await migrate(settings.DATABASE_URL);
  await migrateQueue({ QUEUE_URL: undefined, ...settings });
  const database = await new DataSource(databaseOptions(settings.DATABASE_URL, 2)).initialize();
  await database.transaction((tx) => loadReferenceData(tx)).finally(() => database.destroy());
  process.stdout.write(`migrate: ${done.length === 0 ? 'nothing new' : done.join(', ')}\n`);
} catch (error) {
  // A refused connection to a name with several addresses is an AggregateError, which has no message of its own.
  const cause = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  process.stderr.write(`migrate: ${text.split('\n')[0]}\n`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
