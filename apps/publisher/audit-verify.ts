import { parseArgs } from 'node:util';
import { verify } from '#audit';
import { loadSettings } from '#platform/config';
import { Database, databaseOptions } from '#platform/database';
import { runTask } from '#platform/program';

// Recomputes the trail's hash chain. Argument: --root HASH, a root stored elsewhere that the chain must contain.
await runTask('audit-verify', async () => {
  const root = parseArgs({ options: { root: { type: 'string' } } }).values.root?.toLowerCase();
  if (root !== undefined && !/^[0-9a-f]{64}$/.test(root))
    throw new Error('--root needs the 64 hexadecimal digits of a root');
  const settings = loadSettings(process.env, ['DATABASE_URL']);
  const database = await new Database(databaseOptions(settings.DATABASE_URL, 2, 'siar_app')).initialize();
  try {
    const found = await verify(database, root);
    if (found.broken !== null) throw new Error(`BROKEN: ${found.broken}`);
    if (root !== undefined && !found.held)
      throw new Error(
        `BROKEN: the chain holds together, but the root ${root} is not in it: it was rewritten`,
      );
    process.stdout.write(`audit-verify: whole, ${found.sealed} entries, root ${found.root}\n`);
  } finally {
    await database.destroy();
  }
});
