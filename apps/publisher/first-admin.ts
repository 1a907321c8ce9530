import { DataSource } from 'typeorm';
import { ConfigError, databaseOptions, Keys, loadConfig } from '#platform';
import { createFirstAdmins, Staff } from '#staff';

// Run once, by hand, on a new Siar: prints each first admin's one-time password, which is kept nowhere.
try {
  const config = loadConfig(process.env);
  const database = await new DataSource(databaseOptions(config.DATABASE_URL, 2)).initialize();
  try {
    const admins = await database.transaction((tx) =>
      createFirstAdmins(tx, new Staff(new Keys(config)), {
        ministry: config.MINISTRY_NAME,
        commission: config.COMMISSION_NAME,
      }),
    );
    for (const { organisation, username, oneTimePassword } of admins) {
      process.stdout.write(`${organisation}: ${username} ${oneTimePassword}\n`);
    }
  } finally {
    await database.destroy();
  }
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`first-admin: ${text.split('\n')[0]}\n`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
