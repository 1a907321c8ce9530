import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSettings } from '#platform/config';
import { Database, databaseOptions } from '#platform/database';
import { runTask } from '#platform/program';
import { writeEvidence } from './evidence/folder.js';

const USAGE = 'npm run evidence -- BROADCAST_ID [--out FOLDER]';

// Writes one folder of evidence about one broadcast, for a court. It has no key, so it cannot read a citizen's address.
await runTask('evidence', async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
  const [broadcastId, ...more] = positionals;
  if (!broadcastId || !/^\d{1,18}$/.test(broadcastId) || more.length > 0) throw new Error(USAGE);
  const settings = loadSettings(process.env, ['DATABASE_URL']);
  const folder = resolve(values.out ?? `evidence-${broadcastId}`);
  const database = await new Database(databaseOptions(settings.DATABASE_URL, 2, 'siar_app')).initialize();
  try {
    const { digest } = await writeEvidence(database, broadcastId, folder);
    process.stdout.write(`evidence: ${folder}, digest ${digest}; check it with: sh ${folder}/check.sh\n`);
  } finally {
    await database.destroy();
  }
});
