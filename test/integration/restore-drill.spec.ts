import { type ChildProcess, execFile, execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { Audience, loadReferenceData } from '#audience';
import { seedContacts } from '#audience/seeding';
import { record } from '#audit';
import { Keys } from '#platform/crypto';
import { Database, rows } from '#platform/database';
import { migrate } from '#platform/database/upkeep';
import { migrateQueue } from '#queue';
import { Journal } from '../../libs/audience/journal/journal.js';
import { testConfig } from '../factories/database.js';
import { deliveryProgram } from '../factories/program.js';

const run = promisify(execFile);

/** The processes of a group that have not ended, as /proc has them. */
function runningIn(group: number): string[] {
  // Some end while they are listed.
  const all = execFileSync('sh', ['-c', 'cat /proc/[0-9]*/stat 2>/dev/null || true'], { encoding: 'utf8' });
  return all.split('\n').filter((stat) => {
    const [state, , of] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(of) === group && state !== 'Z';
  });
}

describe('the restore drill', () => {
  const folder = mkdtempSync(join(tmpdir(), 'siar-drill-'));
  const at = (name: string): string => join(folder, name);
  let postgres: ChildProcess;
  let url = '';
  let user = '';
  beforeAll(async () => {
    // PostgreSQL runs as another user where this is run by root.
    chmodSync(folder, 0o755);
    for (const name of ['archive', 'backup']) mkdirSync(at(name), { mode: 0o777 });
    for (const name of ['archive', 'backup']) chmodSync(at(name), 0o777);
    const settings = ['archive_mode=on', `archive_command=cp %p ${at('archive')}/%f`];
    postgres = fork('dist/apps/standalone/postgres.js', [at('data'), '0', ...settings], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    ({ url } = ((await once(postgres, 'message')) as [{ url: string }])[0]);
    user = execFileSync('stat', ['-c', '%U', at('data')], { encoding: 'utf8' }).trim();
  });
  afterAll(async () => {
    const gone = once(postgres, 'exit');
    postgres.kill('SIGTERM');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  });

  /** Copies the files of the running server, with its WAL until then, as every tool for backups does. */
  const backUp = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`SELECT pg_backup_start('drill', true)`);
    execFileSync('sh', ['-c', `cp -a ${at('data')}/. ${at('backup')} && rm ${at('backup')}/postmaster.pid`]);
    const { rows } = await client.query<{ label: string; name: string }>(
      `SELECT labelfile AS label, pg_walfile_name(lsn) AS name FROM pg_backup_stop()`,
    );
    writeFileSync(at('backup/backup_label'), rows[0]?.label ?? '');
    const { uid, gid } = statSync(at('data'));
    chownSync(at('backup/backup_label'), uid, gid);
    while (!existsSync(at(`archive/${rows[0]?.name}`))) await sleep(50);
    await client.end();
  };
  /** The binaries of the server that runs. */
  const binaries = (): string => {
    const [pid = ''] = readFileSync(at('data/postmaster.pid'), 'utf8').split('\n');
    return dirname(readlinkSync(`/proc/${pid}/exe`));
  };
  const drill = async (keys: string): Promise<{ said: string; failed: boolean }> => {
    writeFileSync(at('keys.env'), keys, { mode: 0o600 });
    const command = `cp -a ${at('backup')}/. "$PGDATA" && touch "$PGDATA/recovery.signal" && echo "restore_command = 'cp ${at('archive')}/%f %p'" >> "$PGDATA/postgresql.auto.conf"`;
    const options = {
      into: at('scratch'),
      keys: at('keys.env'),
      restore: command,
      bin: binaries(),
      as: user,
      journal: at('journal'),
    };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    try {
      const { stdout } = await run(process.execPath, ['dist/apps/publisher/restore-drill.js', ...args]);
      return { said: stdout, failed: false };
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      return { said: stdout + stderr, failed: true };
    }
  };
  const key = (n: number): string => Buffer.alloc(32, n).toString('base64');

  it('leaves no copy of the data and no process behind when it is stopped', async () => {
    writeFileSync(at('keys.env'), `DATA_KEY=k1:${key(1)}\nHASH_KEY=${key(2)}\n`, { mode: 0o600 });
    const options = ['--into', at('stopped'), '--keys', at('keys.env'), '--as', user];
    const endless = `echo citizen >"$PGDATA/copy"; echo begun $$; sleep 1000 | cat`;
    const child = spawn(
      process.execPath,
      ['dist/apps/publisher/restore-drill.js', ...options, '--restore', endless],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const said = text(child.stderr);
    const [begun] = (await once(child.stdout, 'data')) as [Buffer];
    const group = Number(/begun (\d+)/.exec(begun.toString())?.[1]);
    expect(readFileSync(at('stopped/copy'), 'utf8')).toBe('citizen\n');
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect({ code, said: await said }).toEqual({
      code: 1,
      said: expect.stringMatching('restore-drill: stopped: .* is deleted'),
    });
    expect(existsSync(at('stopped'))).toBe(false);
    expect(runningIn(group)).toEqual([]);
  });

  it('restores a backup beside the installation, and tells whether keys, trail and journal fit', async () => {
    const config = testConfig(url, { JOURNAL_DIR: at('journal') });
    await migrate(url);
    await migrateQueue(config);
    const program = await deliveryProgram(config);
    const database = program.get(Database);
    await database.transaction((tx) => loadReferenceData(tx));
    await seedContacts(database, new Keys(config), { contacts: 100, seed: 1 });
    await database.transaction(async (tx) => {
      await record(tx, { actorId: null, act: 'broadcast.run', subject: 'broadcast:1', detail: {} });
    });
    while (await program.get(Journal).step());
    await backUp();
    // Lost with the server: nothing of it is in the archive.
    const [gone] = await rows<{ id: string }>(
      database.manager,
      `SELECT id FROM addresses WHERE channel = 'email' AND state = 'active' LIMIT 1`,
    );
    await database.transaction((tx) => program.get(Audience).leave(tx, gone?.id ?? ''));
    while (await program.get(Journal).step());
    await program.close();

    const good = await drill(`DATA_KEY=k1:${key(1)}\nHASH_KEY=${key(2)}\n`);
    expect(good.said).toMatch('restore-drill: good');
    expect(good.said).toMatch('100 contacts');
    expect(good.said).toMatch('keys: fit all of 20 addresses');
    expect(good.said).toMatch('departures since: 1 suppressed');
    expect(good.failed).toBe(false);
    const other = await drill(`DATA_KEY=k1:${key(1)}\nHASH_KEY=${key(3)}\n`);
    expect(other.said).toMatch('NOT GOOD: the keys of --keys do not open the data');
    expect(other.failed).toBe(true);
    expect(existsSync(at('scratch'))).toBe(false);
    mkdirSync(at('scratch/precious'), { recursive: true });
    expect((await drill(`DATA_KEY=k1:${key(1)}\nHASH_KEY=${key(2)}\n`)).said).toMatch('is not empty');
    expect(existsSync(at('scratch/precious'))).toBe(true);
  });
});
