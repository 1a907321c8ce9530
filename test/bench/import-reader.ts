import { createReadStream } from 'node:fs';
import { Audience } from '#audience';
import { ContactImport, ImportRepository } from '#audience/importing';
import { loadConfig } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions, row } from '#platform/database';

/** Imports the file of its arguments in its own process, so that its memory is the import's alone. */
async function main(file: string, dryRun: boolean): Promise<Record<string, number>> {
  const config = loadConfig(process.env);
  const database = await new Database(databaseOptions(config.DATABASE_URL, 4)).initialize();
  const keys = new Keys(config);
  const book = new ImportRepository(database, keys);
  const contacts = new ContactImport(database, keys, new Audience(database), book);
  const actor = await row<{ id: string }>(database.manager, `SELECT id FROM people ORDER BY id LIMIT 1`);
  if (!actor) throw new Error('There is nobody who could import.');
  const began = performance.now();
  const done = await contacts.run(createReadStream(file, { highWaterMark: 65_536 }), actor.id, {
    codes: 'kemendagri',
    dryRun,
  });
  const seconds = (performance.now() - began) / 1000;
  await database.destroy();
  const { rows, added, rejectedRows } = done;
  const cpu = process.cpuUsage();
  // In KiB on Linux.
  return {
    rows,
    added,
    rejectedRows,
    seconds,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
}

const [file = '', dry] = process.argv.slice(2);
main(file, dry === 'dry').then(
  (figures) => {
    process.stdout.write(`${JSON.stringify(figures)}\n`);
  },
  (error: unknown) => {
    process.stderr.write(
      `import: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 1;
  },
);
