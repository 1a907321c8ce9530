// Runs all of an earlier release from its own compiled code: node earlier-release.child.js ROOT OPTIONS. Reports where it is;
// then stops and starts its programs as it is told.
const [root, options] = process.argv.slice(2);
const { startSystem, freePorts } = await import(`${root}/dist/apps/standalone/system.js`);
const { startChild } = await import(`${root}/dist/apps/standalone/children.js`);
// Where that release has them; they move with BEFORE (test/integration/upgrade.spec.ts).
const { Database, databaseOptions } = await import(`${root}/dist/libs/platform/database/index.js`);
const { Keys } = await import(`${root}/dist/libs/platform/crypto/index.js`);
const { loadConfig } = await import(`${root}/dist/libs/platform/config/index.js`);
const { seedContacts } = await import(`${root}/dist/libs/audience/seeding/index.js`);

const { folder, queueUrl, contacts, more } = JSON.parse(options);
const fallen = (name, code) => process.send({ fell: name, code });
const system = await startSystem({
  folder,
  ports: await freePorts(),
  queueUrl,
  more,
  say: () => undefined,
  fell: fallen,
});
const database = await new Database(databaseOptions(system.databaseUrl, 2)).initialize();
await seedContacts(database, new Keys(loadConfig(system.env)), { contacts, seed: 1 });
await database.destroy();

const PROGRAMS = ['publisher', 'registrar', 'gateway', 'worker-email', 'worker-telegram', 'worker-sms'];
const programOf = (name) => (name.startsWith('worker-') ? 'channel-worker' : name);
const portOf = (name) =>
  ({ publisher: system.publisherUrl, gateway: system.gatewayUrl, registrar: system.env.REGISTRAR_URL })[name];
const settingsOf = (name) => ({
  ...system.envOf(programOf(name)),
  PORT: portOf(name) ? new URL(portOf(name)).port : '0',
  ...(name.startsWith('worker-') && { CHANNEL: name.slice('worker-'.length) }),
});

process.on('message', ({ id, order, name }) => {
  void (async () => {
    if (order === 'end') await system.children.findLast((child) => child.name === name).stop();
    if (order === 'start')
      system.children.push(
        await startChild(
          `${programOf(name)}/main`,
          { PATH: process.env.PATH, ...settingsOf(name) },
          { name, logs: `${folder}/logs`, fell: fallen },
        ),
      );
    if (order === 'stop') await system.stop();
  })().then(
    () => process.send({ id }),
    (error) => process.send({ id, error: String(error) }),
  );
});
const { publisherUrl, gatewayUrl, sandboxUrl, databaseUrl, env } = system;
const settings = Object.fromEntries(PROGRAMS.map((name) => [name, settingsOf(name)]));
process.send({ ready: { publisherUrl, gatewayUrl, sandboxUrl, databaseUrl, env, settings } });
