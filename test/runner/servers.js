// Prepares the servers of a jest run once: a real PostgreSQL, a real browser, and a real Redis where it is installed.
import { fork, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';

export default async function start() {
  // Two suites that unpack it at once overwrite the file that the other executes: "spawn ETXTBSY".
  const unpacked = chromium.executablePath();
  const folder = mkdtempSync(join(tmpdir(), 'siar-test-'));
  chmodSync(folder, 0o755);
  const postgres = fork(
    'dist/apps/standalone/postgres.js',
    [join(folder, 'postgres'), '0', 'fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
    {
      execArgv: [],
      detached: true,
      stdio: ['ignore', 'ignore', openSync(join(folder, 'postgres.log'), 'a'), 'ipc'],
    },
  );
  const { url } = await new Promise((resolve, reject) => {
    postgres.once('message', resolve);
    postgres.once('exit', () => reject(new Error(readFileSync(join(folder, 'postgres.log'), 'utf8'))));
  });
  process.env.TEST_DATABASE_URL = url;
  globalThis.testServers = { folder, postgres, began: performance.now() };
  await unpacked;
  process.env.TEST_STATE_DIR = join(folder, 'state');

  // It contains one folder for each Redis database in use.
  process.env.TEST_REDIS_SPACES = join(folder, 'redis-spaces');
  mkdirSync(process.env.TEST_REDIS_SPACES);
  if (!process.env.TEST_REDIS_URL) {
    const port = await freePort();
    const redis = spawn(
      'redis-server',
      ['--port', String(port), '--save', '', '--dir', folder, '--databases', '1024'],
      {
        stdio: 'ignore',
        detached: true,
      },
    );
    const absent = await new Promise((resolve) => {
      redis.once('error', resolve);
      redis.once('spawn', () => resolve(null));
    });
    if (!absent) {
      process.env.TEST_REDIS_URL = `redis://127.0.0.1:${port}`;
      globalThis.testServers.redis = redis;
    } else if (process.env.CI) {
      throw new Error(
        `In CI the Redis suites must run: install redis-server or set TEST_REDIS_URL (${absent.message}).`,
      );
    } else {
      process.stderr.write(
        '\n*** The Redis suites are LEFT OUT: no redis-server on the PATH and no TEST_REDIS_URL. ***\n\n',
      );
    }
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
