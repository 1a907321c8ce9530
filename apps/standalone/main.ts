import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seedContacts } from '#audience/seeding';
import { loadConfig } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions, row } from '#platform/database';
import { projectRoot } from '#platform/program';
import { DEMO_PASSWORD, DEMO_PEOPLE } from './demo-staff.js';
import { refuseSecond } from './running.js';
import { forget, settingsFile, startSystem, USUAL_PORTS } from './system.js';

const CONTACTS = 2000;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

try {
  const { values: options } = parseArgs({
    options: {
      fresh: { type: 'boolean', default: false },
      training: { type: 'boolean', default: false },
      // The address of a console that is served elsewhere, as by npm run dev.
      console: { type: 'string' },
    },
  });
  const { training } = options;
  // A database is permanently for training or for production, so each has its own folder.
  const real = join(projectRoot, '.siar');
  const forTraining = join(real, 'training');
  const folder = training ? forTraining : real;
  // Either: they listen on the same ports, and one's folder is in the other's.
  for (const one of [real, forTraining]) refuseSecond(one);
  if (options.fresh) forget(folder);
  let stopping: Promise<void> | undefined;
  const system = await startSystem({
    folder,
    ports: USUAL_PORTS,
    queueUrl: process.env['QUEUE_URL'],
    more: {
      ...(training && { TRAINING: 'true' }),
      ...(options.console && { CONSOLE_URL: options.console }),
    },
    say: (step) => say(`… ${step}`),
    fell: (name, code) => {
      process.stderr.write(`standalone: ${name} ended by itself with ${code}; see .siar/logs/${name}.log\n`);
      end(1);
    },
  });
  const end = (code: number): void => {
    stopping ??= system.stop().then(() => process.exit(code));
  };
  process.on('SIGINT', () => end(0));
  process.on('SIGTERM', () => end(0));

  const config = loadConfig(system.env);
  const settings = Object.entries(system.env).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(settingsFile(folder), settings.join(''), { mode: 0o600 });
  const database = await new Database(databaseOptions(system.databaseUrl, 2)).initialize();
  if (!(await row(database.manager, 'SELECT FROM contacts LIMIT 1'))) {
    say(`… ${CONTACTS} plausible contacts in all 38 provinces`);
    await seedContacts(database, new Keys(config), { contacts: CONTACTS, seed: 1 });
  }
  await database.destroy();
  say(`
Siar is up${training ? ' for training: every screen and message says so' : ''}. Ctrl-C stops it; what it holds stays in .siar/ (npm start -- --fresh starts from nothing).

  staff console           ${config.CONSOLE_URL}
  staff API               ${system.publisherUrl}          API documents  ${system.publisherUrl}/api/docs
  citizens' pages         ${system.gatewayUrl}
  what arrived (sandbox)  ${system.sandboxUrl}/sandbox
  queue dashboard         ${system.publisherUrl}/ops/queues  (as operator)
  database                DATABASE_URL=${system.databaseUrl}  (npm run audit:verify, npm run evidence)

  sign in with the password ${DEMO_PASSWORD} as
${DEMO_PEOPLE.map(({ username, name, roles, organisation }) => `    ${username.padEnd(14)} ${name}, ${roles.join(', ')} (${organisation})`).join('\n')}
`);
} catch (error) {
  process.stderr.write(`standalone: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
