import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { seedContacts } from '#audience';
import { databaseOptions, Keys, loadConfig, projectRoot, row } from '#platform';
import { DEMO_PASSWORD, DEMO_PEOPLE } from './demo-staff.js';
import { forget, startSystem, USUAL_PORTS } from './system.js';

const CONTACTS = 2000;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

try {
  const OPTIONS = ['--fresh', '--training'];
  const unknown = process.argv.slice(2).filter((argument) => !OPTIONS.includes(argument));
  if (unknown.length > 0)
    throw new Error(`${unknown[0]} is not an option; there are ${OPTIONS.join(' and ')}`);
  const training = process.argv.includes('--training');
  // A database is permanently for training or for production, so each has its own folder.
  const folder = join(projectRoot, '.siar', ...(training ? ['training'] : []));
  if (process.argv.includes('--fresh')) forget(folder);
  let stopping: Promise<void> | undefined;
  const system = await startSystem({
    folder,
    ports: USUAL_PORTS,
    queueUrl: process.env['QUEUE_URL'],
    ...(training && { more: { TRAINING: 'true' } }),
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
  const database = await new DataSource(databaseOptions(system.databaseUrl, 2)).initialize();
  if (!(await row(database.manager, 'SELECT FROM contacts LIMIT 1'))) {
    say(`… ${CONTACTS} plausible contacts in all 38 provinces`);
    await seedContacts(database, new Keys(config), { contacts: CONTACTS, seed: 1 });
  }
  await database.destroy();
  say(`
Siar is up${training ? ' for training: every screen and message says so' : ''}. Ctrl-C stops it; what it holds stays in .siar/ (npm start -- --fresh starts from nothing).

  staff console and API   ${system.publisherUrl}          API documents  ${system.publisherUrl}/api/docs
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
