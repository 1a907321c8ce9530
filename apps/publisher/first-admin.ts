import { parseArgs } from 'node:util';
import { loadConfig } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions } from '#platform/database';
import { runTask } from '#platform/program';
import { Staff } from '#staff';
import { createFirstAdmins, resetLostAdmin } from '#staff/people';

// Run by hand; prints one-time passwords that are stored nowhere. Once on a new Siar: those of the first admins. With
// `--reset <user name>`: that of an admin who lost everything and cannot be reset by two other admins.
await runTask('first-admin', async () => {
  const { values } = parseArgs({ options: { reset: { type: 'string' } } });
  const config = loadConfig(process.env);
  const names = { ministry: config.MINISTRY_NAME, commission: config.COMMISSION_NAME };
  const database = await new Database(databaseOptions(config.DATABASE_URL, 2, 'siar_app')).initialize();
  try {
    const keys = new Keys(config);
    const admins = await database.transaction(async (tx) =>
      values.reset === undefined
        ? createFirstAdmins(tx, new Staff(keys), names)
        : [await resetLostAdmin(tx, keys, values.reset, config.APPOINTMENT_WAIT_HOURS)],
    );
    for (const { organisation, username, oneTimePassword } of admins) {
      process.stdout.write(`${organisation}: ${username} ${oneTimePassword}\n`);
    }
  } finally {
    await database.destroy();
  }
});
