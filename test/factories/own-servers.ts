import { type ChildProcess, fork, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../apps/standalone/children.js';

/** A test's own server, which can be killed and restarted with its data. */
export interface OwnServer {
  url: string;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and deletes its data. */
  stop(): Promise<void>;
}

/** A PostgreSQL for one test alone, with an empty database. */
export async function ownPostgres(): Promise<OwnServer> {
  const folder = ownFolder();
  const port = await freePort();
  const data = join(folder, 'postgres');
  let child: ChildProcess | undefined;
  let url = '';
  const start = async (): Promise<void> => {
    child = fork('dist/apps/standalone/postgres.js', [data, String(port)], {
      execArgv: [],
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    ({ url } = await new Promise<{ url: string }>((resolve, reject) => {
      child?.once('message', (message) => resolve(message as { url: string }));
      child?.once('exit', () => reject(new Error('PostgreSQL did not start')));
    }));
  };
  await start();
  return {
    get url() {
      return url;
    },
    start,
    kill: async () => {
      const gone = exitOf(child);
      process.kill(Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
      await gone;
    },
    stop: async () => {
      const gone = exitOf(child);
      child?.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A durable Redis for one test alone.
 * @param settings more of its command line
 * @throws without a redis-server
 */
export async function ownRedis(settings: readonly string[] = []): Promise<OwnServer> {
  const folder = ownFolder();
  const port = await freePort();
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const args = [
      '--port',
      `${port}`,
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--save',
      '',
      '--appendonly',
      'yes',
      ...settings,
    ];
    const started = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    child = started;
    await new Promise<void>((resolve, reject) => {
      started.once('error', reject);
      started.once('exit', () => reject(new Error('redis-server did not start')));
      started.stdout.on('data', (chunk: Buffer) => {
        if (chunk.includes('Ready to accept connections')) resolve();
      });
    });
  };
  await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const gone = exitOf(child);
    child?.kill(signal);
    await gone;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'siar-own-'));
  // PostgreSQL refuses to run as root: it runs as another user then.
  chmodSync(folder, 0o755);
  return folder;
}

async function exitOf(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => child.once('exit', () => resolve()));
}
