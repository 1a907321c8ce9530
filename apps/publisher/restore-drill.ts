import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { Audience } from '#audience';
import { replay } from '#audience/journal';
import { verify } from '#audit';
import { loadSettings } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions, row } from '#platform/database';
import { runTask } from '#platform/program';
import { journalOf, keysFit, say, told } from './restored-data.js';

const USAGE = `npm run restore-drill -- --into FOLDER --keys FILE [--restore COMMAND] [--bin FOLDER] [--database NAME] [--user NAME] [--as NAME] [--journal FOLDER]... [--root HASH]
  --into      a folder that does not exist or is empty, with room for the database; it is deleted at the end
  --keys      a file with DATA_KEY=… and HASH_KEY=…, as they are kept in the safe: not the settings of the programs
  --restore   what fills $PGDATA; left out: pgbackrest --stanza=siar --pg1-path="$PGDATA" --archive-mode=off restore
  --bin       the folder of PostgreSQL's programs; left out: they are on the PATH
  --database  left out: siar
  --user      the owner of the database; left out: siar
  --as        whom restore and server run as where this is run by root; left out: postgres
  --journal   a copy of JOURNAL_DIR
  --root      a root of the audit trail that was kept elsewhere`;

const RESTORE = 'pgbackrest --stanza=siar --pg1-path="$PGDATA" --archive-mode=off restore';
/** How long the server may take to replay its archive, in ms. */
const RECOVERY_MS = 6 * 3_600_000;
/** How long it may take to stop, in ms. */
const STOP_MS = 120_000;

// Restores the last backup beside the installation, which it does not touch, and tells whether Siar could live on with it.
await runTask('restore-drill', async () => {
  const { values } = parseArgs({
    options: {
      into: { type: 'string' },
      keys: { type: 'string' },
      restore: { type: 'string', default: RESTORE },
      bin: { type: 'string', default: '' },
      database: { type: 'string', default: 'siar' },
      user: { type: 'string', default: 'siar' },
      as: { type: 'string', default: 'postgres' },
      journal: { type: 'string', multiple: true, default: [] },
      root: { type: 'string' },
    },
  });
  if (values.into === undefined || values.keys === undefined)
    throw new Error(`--into and --keys are needed\n${USAGE}`);
  const root = values.root?.toLowerCase();
  if (root !== undefined && !/^[0-9a-f]{64}$/.test(root))
    throw new Error('--root needs the 64 hexadecimal digits of a root');
  const keys = new Keys(loadSettings(parseEnv(readFileSync(values.keys, 'utf8')), ['DATA_KEY', 'HASH_KEY']));
  const into = resolve(values.into);
  if (existsSync(into) && readdirSync(into).length > 0)
    throw new Error(`${into} is not empty: this would delete it`);
  mkdirSync(into, { recursive: true, mode: 0o700 });
  // PostgreSQL refuses to run as root.
  const ids = process.getuid?.() === 0 ? idsOf(values.as) : null;
  const runAs = ids ?? {};
  if (ids) chownSync(into, ids.uid, ids.gid);
  const started = performance.now();
  // Whoever ends the drill ends what it started: no copy of the data stays behind.
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.abort());
  try {
    await restore(values.restore, into, runAs, stopped.signal);
    const restored = performance.now();
    say(`restored in ${seconds(restored - started)}`);
    const server = await recover(join(values.bin, 'postgres'), into, runAs, stopped.signal);
    try {
      stopped.signal.throwIfAborted();
      say(`archive replayed in ${seconds(performance.now() - restored)}`);
      const wrong = await check(urlOf(into, values), keys, values.journal, root);
      if (wrong.length > 0) throw new Error(`NOT GOOD: ${wrong.join('; ')}`);
      say(`restore-drill: good, after ${seconds(performance.now() - started)}`);
    } finally {
      await stop(server);
    }
  } catch (error) {
    throw stopped.signal.aborted ? new Error(`stopped: ${into} is deleted`) : error;
  } finally {
    rmSync(into, { recursive: true, force: true, maxRetries: 10 });
  }
});

function seconds(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`;
}

/** The server listens on a socket in its own folder alone, so that no program finds it. */
function urlOf(into: string, { database, user }: { database: string; user: string }): string {
  return `postgres://${encodeURIComponent(user)}@localhost/${encodeURIComponent(database)}?host=${encodeURIComponent(into)}`;
}

type RunAs = { uid?: number; gid?: number };

/** @throws Error when there is no such user */
function idsOf(user: string): Required<RunAs> {
  const ask = (flag: string): number => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { uid: ask('-u'), gid: ask('-g') };
}

async function restore(command: string, into: string, runAs: RunAs, stopped: AbortSignal): Promise<void> {
  const child = spawn('sh', ['-c', command], {
    ...runAs,
    cwd: into,
    env: { ...process.env, PGDATA: into },
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group of its own, which ends as a whole.
    detached: true,
  });
  const end = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  stopped.addEventListener('abort', end);
  const [code] = (await once(child, 'exit')) as [number | null];
  stopped.removeEventListener('abort', end);
  if (code !== 0) throw new Error(`the restore ended with ${code}`);
  if (!existsSync(join(into, 'PG_VERSION')))
    throw new Error(`the restore left no PostgreSQL data in ${into}`);
}

/** Starts a server on what was restored, with settings of its own, and waits until it has replayed the archive. */
async function recover(
  postgres: string,
  into: string,
  runAs: RunAs,
  stopped: AbortSignal,
): Promise<ChildProcess> {
  stopped.throwIfAborted();
  writeFileSync(join(into, 'drill.conf'), '');
  writeFileSync(join(into, 'drill.hba.conf'), 'local all all trust\n');
  const settings = [
    `config_file=${join(into, 'drill.conf')}`,
    `hba_file=${join(into, 'drill.hba.conf')}`,
    'ident_file=',
    'listen_addresses=',
    `unix_socket_directories=${into}`,
    'archive_mode=off',
    // Nobody asks it before the end, so that it needs no settings of the server that it was copied from.
    'hot_standby=off',
    'recovery_target_action=promote',
    'shared_preload_libraries=',
    'lc_messages=C',
    'logging_collector=off',
    'log_destination=stderr',
  ];
  const server = spawn(postgres, ['-D', into, ...settings.flatMap((one) => ['-c', one])], {
    ...runAs,
    cwd: into,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  // Immediate shutdown.
  stopped.addEventListener('abort', () => server.kill('SIGQUIT'));
  let tail = '';
  await new Promise<void>((up, failed) => {
    const late = setTimeout(() => {
      server.kill('SIGKILL');
      failed(new Error(`PostgreSQL has not replayed its archive within ${seconds(RECOVERY_MS)}: ${tail}`));
    }, RECOVERY_MS);
    server.once('error', failed);
    server.once('exit', () =>
      failed(new Error(`PostgreSQL did not start on what was restored: ${tail.trim()}`)),
    );
    server.stderr.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-2000);
      if (!tail.includes('database system is ready to accept connections')) return;
      clearTimeout(late);
      up();
    });
  });
  return server;
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const late = setTimeout(() => server.kill('SIGKILL'), STOP_MS);
  const gone = once(server, 'exit');
  // Fast shutdown.
  server.kill('SIGINT');
  await gone;
  clearTimeout(late);
}

/** @returns what is wrong */
async function check(
  url: string,
  keys: Keys,
  journal: readonly string[],
  root: string | undefined,
): Promise<string[]> {
  const age = await ageOf(url);
  say(`last entry of the trail: ${age === null ? 'none' : `${seconds(age)} before now`}`);
  // By the clock of the backup, the last entries need no seal yet.
  const then =
    age === null ? '' : `&options=${encodeURIComponent(`-c siar.clock_offset=-${Math.ceil(age)}ms`)}`;
  const database = await new Database(databaseOptions(`${url}${then}`, 2)).initialize();
  try {
    const wrong: string[] = [];
    const found = await row<{ id: string; release: number; contacts: string }>(
      database.manager,
      `SELECT i.id, (SELECT max(release) FROM schema_releases)::int AS release, (SELECT count(*) FROM contacts) AS contacts FROM installation i`,
    );
    if (!found) throw new Error('this is no database of Siar');
    say(`schema of release ${found.release}, ${found.contacts} contacts`);
    if (!(await keysFit(database, keys))) wrong.push('the keys of --keys do not open the data');
    const trail = await verify(database, root);
    say(`audit trail: ${trail.sealed} entries, root ${trail.root}`);
    if (trail.broken !== null) wrong.push(`the audit trail is broken: ${trail.broken}`);
    if (root !== undefined && !trail.held) wrong.push('the root of --root is not in the audit trail');
    if (journal.length > 0) {
      const words = await journalOf(journal, found.id);
      say(`departures since: ${told(await replay(database, new Audience(database), words, false))}`);
    }
    return wrong;
  } finally {
    await database.destroy();
  }
}

/** How long ago the last entry of the trail was made, in ms; null: there is none. */
async function ageOf(url: string): Promise<number | null> {
  const database = await new Database(databaseOptions(url, 2)).initialize();
  try {
    const found = await row<{ age: number | null }>(
      database.manager,
      'SELECT (extract(epoch FROM siar_now() - max(at)) * 1000)::float8 AS age FROM audit_entries',
    );
    return found?.age ?? null;
  } finally {
    await database.destroy();
  }
}
