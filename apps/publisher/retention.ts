import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type DueMonth, dueMonths, retireMonth } from '#dispatch/ledger';
import { loadSettings } from '#platform/config';
import { Database, databaseOptions, MIGRATION_LIMITS } from '#platform/database';
import { runTask } from '#platform/program';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

// Shows the months of the ledger that are past KEEP_LEDGER_MONTHS; with --yes deletes those that nothing needs any more.
await runTask('retention', async () => {
  const { values } = parseArgs({ options: { yes: { type: 'boolean', default: false } } });
  const settings = loadSettings(process.env, ['DATABASE_URL', 'MIGRATE_DATABASE_URL', 'KEEP_LEDGER_MONTHS']);
  const kept = settings.KEEP_LEDGER_MONTHS;
  const owner = settings.MIGRATE_DATABASE_URL ?? settings.DATABASE_URL;
  const database = await new Database(databaseOptions(owner, 2, undefined, MIGRATION_LIMITS)).initialize();
  try {
    const months = await dueMonths(database.manager, kept);
    for (const month of months) say(line(month));
    const free = months.filter(({ needs }) => needs.length === 0);
    if (free.length === 0) {
      say(`retention: no month may go: copies are kept for ${kept} months (KEEP_LEDGER_MONTHS)`);
      return;
    }
    if (!values.yes) {
      say(
        'retention: nothing was changed. Write what a court may ask for (npm run evidence), then run it again with --yes: deleted copies do not come back',
      );
      return;
    }
    for (const month of free) {
      await retireMonth(database, month, kept, sleep);
      say(`retention: ${month.month} is gone`);
    }
  } finally {
    await database.destroy();
  }
});

function line({ month, copies, bytes, needs }: DueMonth): string {
  const size = `${Math.round(copies)} copies or so, ${(bytes / 1e9).toFixed(1)} GB`;
  return `${month}: ${size}; ${needs.length === 0 ? 'nothing needs it' : `stays: ${needs.join('; ')}`}`;
}
