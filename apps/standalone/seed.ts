// Adds generated contacts to the Siar that `npm start` runs on this machine, and to no other: real people would be written to.
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { SingleBar } from 'cli-progress';
import { seedContacts } from '#audience/seeding';
import { loadConfig } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions } from '#platform/database';
import { projectRoot } from '#platform/program';
import { settingsFile } from './system.js';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      contacts: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(randomInt(2, 1_000_000)) },
      training: { type: 'boolean', default: false },
    },
  });
  const [contacts, seed] = [Number(values.contacts), Number(values.seed)];
  if (!Number.isInteger(contacts) || contacts < 1)
    throw new Error('--contacts must be a whole number of at least 1');
  if (!Number.isInteger(seed)) throw new Error('--seed must be a whole number');
  const file = settingsFile(join(projectRoot, '.siar', ...(values.training ? ['training'] : [])));
  if (!existsSync(file)) throw new Error('no Siar was ever started here: npm start');
  const config = loadConfig(parseEnv(readFileSync(file, 'utf8')));
  const database = await new Database(databaseOptions(config.DATABASE_URL, 2)).initialize();
  const bar = new SingleBar({ format: '{bar} {value} of {total} contacts', noTTYOutput: false });
  try {
    bar.start(contacts, 0);
    await seedContacts(database, new Keys(config), { contacts, seed }, (written) => bar.update(written));
  } finally {
    bar.stop();
    await database.destroy();
  }
  process.stdout.write(`${contacts} contacts are there (seed ${seed})\n`);
}

await main().catch((error: unknown) => {
  const { code, message } = error as NodeJS.ErrnoException;
  process.stderr.write(
    `seed: ${code === 'ECONNREFUSED' ? 'Siar is not running here: npm start' : message}\n`,
  );
  process.exit(1);
});
