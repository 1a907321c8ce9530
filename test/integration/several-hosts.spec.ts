import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../apps/standalone/children.js';
import { Database, databaseOptions, rows } from '#platform/database';

describe('a URL with several hosts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'siar-hosts-'));
  const servers: ChildProcess[] = [];
  const start = async (name: string, port: number): Promise<void> => {
    const server = fork('dist/apps/standalone/postgres.js', [join(folder, name), `${port}`], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    servers.push(server);
    await once(server, 'message');
  };
  const urlOf = (...ports: number[]): string =>
    `postgres://siar:siar@${ports.map((port) => `127.0.0.1:${port}`).join(',')}/siar`;
  /** Makes a standby of a running server. */
  const standby = async (of: string, port: number, name: string): Promise<void> => {
    const client = new pg.Client({ connectionString: urlOf(port) });
    await client.connect();
    await client.query(`SELECT pg_backup_start('standby', true)`);
    execFileSync('sh', [
      '-c',
      `cp -a ${join(folder, of)} ${join(folder, name)} && rm ${join(folder, name)}/postmaster.*`,
    ]);
    const { rows: stopped } = await client.query<{ label: string }>(
      'SELECT labelfile AS label FROM pg_backup_stop()',
    );
    await client.end();
    const { uid, gid } = statSync(join(folder, of));
    for (const [file, text] of [
      ['backup_label', stopped[0]?.label ?? ''],
      ['standby.signal', ''],
      ['postgresql.auto.conf', `primary_conninfo = 'host=127.0.0.1 port=${port} user=siar password=siar'\n`],
    ] as const) {
      writeFileSync(join(folder, name, file), text);
      chownSync(join(folder, name, file), uid, gid);
    }
  };
  afterAll(async () => {
    for (const server of servers) {
      if (server.exitCode !== null || server.signalCode !== null) continue;
      const gone = once(server, 'exit');
      server.kill('SIGTERM');
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('leads to the primary, and to the next one after a fail-over', async () => {
    // PostgreSQL runs as another user where this is run by root.
    chmodSync(folder, 0o755);
    const [one, two] = [await freePort(), await freePort()];
    await start('one', one);
    await standby('one', one, 'two');
    await start('two', two);
    const source = await new Database(databaseOptions(urlOf(two, one), 4)).initialize();
    const port = async (): Promise<number | undefined> =>
      (await rows<{ port: number }>(source.manager, 'SELECT inet_server_port() AS port'))[0]?.port;
    const several = () => Promise.all(Array.from({ length: 4 }, port));
    expect(await several()).toEqual([one, one, one, one]);
    await expect(
      new Database(databaseOptions(urlOf(two), 1)).initialize().then(async (alone) => {
        try {
          return await alone.query('CREATE TABLE nothing ()');
        } finally {
          await alone.destroy();
        }
      }),
    ).rejects.toThrow('read-only');

    process.kill(Number(readFileSync(join(folder, 'one/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
    await once(servers[0]!, 'exit');
    await expect(port()).rejects.toThrow();
    const client = new pg.Client({ connectionString: urlOf(two) });
    await client.connect();
    await client.query('SELECT pg_promote()');
    await client.end();
    while ((await port().catch(() => undefined)) !== two) await sleep(50);
    expect(await several()).toEqual([two, two, two, two]);
    await source.query('CREATE TABLE something ()');
    await source.destroy();
  });
});
