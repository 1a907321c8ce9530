import { DataSource } from 'typeorm';
import { databaseOptions, Keys, loadConfig, runTask } from '#platform';
import { createFirstAdmins, Staff } from '#staff';

// Run once, by hand, on a new Siar: prints each first admin's one-time password, which is kept nowhere.
await runTask('first-admin', async () => {
  const config = loadConfig(process.env);
  const names = { ministry: config.MINISTRY_NAME, commission: config.COMMISSION_NAME };
  const database = await new DataSource(databaseOptions(config.DATABASE_URL, 2, 'siar_app')).initialize();
  try {
    const admins = await database.transaction((tx) =>
      createFirstAdmins(tx, new Staff(new Keys(config)), names),
    );
    for (const { organisation, username, oneTimePassword } of admins) {
      process.stdout.write(`${organisation}: ${username} ${oneTimePassword}\n`);
    }
  } finally {
    await database.destroy();
  }
});
