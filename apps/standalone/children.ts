import { type ChildProcess, fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { projectRoot } from '#platform';

/** A program started by us, in its own process group: it ends when we say so, or when we die. */
export interface Child {
  name: string;
  process: ChildProcess;
  /** What it said once it was up, such as where it listens. */
  ready: Record<string, string>;
  /** SIGTERM, and a wait until it is gone. */
  stop(): Promise<void>;
}

/**
 * How a publisher is run (NODE_OPTIONS; docker-compose.yml says the same). It works in constant memory, but V8 left to
 * itself lets garbage pile up to four times what is in use before it looks, which on a million rows of an import is most
 * of the process; below 2 GB it looks earlier.
 */
export const PUBLISHER_HEAP = '--max-old-space-size=1024';

/** How long a child may take to come up, in ms. */
const START_MS = 60_000;
/** How long a child may take to stop before it is killed, in ms. */
const STOP_MS = 30_000;

/**
 * Starts one of our programs and waits until it says it is up.
 * @param logs folder for its output
 * @param fell called when it ends without having been told to
 * @throws Error with the last lines it wrote, when it ends before it is up
 */
export async function startChild(
  program: string,
  env: NodeJS.ProcessEnv,
  options: {
    name?: string;
    args?: string[];
    logs: string;
    fell: (name: string, code: number | null) => void;
  },
): Promise<Child> {
  const name = options.name ?? program;
  mkdirSync(options.logs, { recursive: true });
  const log = createWriteStream(join(options.logs, `${name}.log`), { flags: 'a' });
  const child = fork(join(projectRoot, 'dist/apps', `${program}.js`), options.args ?? [], {
    env,
    // A program is run as by itself, whatever flags this process was started with.
    execArgv: [],
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let tail = '';
  child.stdout?.pipe(log, { end: false });
  child.stderr?.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-2000);
    log.write(chunk);
  });
  let stopping = false;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await new Promise<Record<string, string>>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(
        new Error(`${name} was not up within ${START_MS / 1000} s; see ${join(options.logs, `${name}.log`)}`),
      );
    }, START_MS);
    child.once('message', (message) => {
      clearTimeout(timer);
      resolve(message as Record<string, string>);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(
        new Error(tail.trim() || `${name} ended with ${code}; see ${join(options.logs, `${name}.log`)}`),
      );
    });
  });
  child.once('exit', (code) => {
    log.end();
    if (!stopping) options.fell(name, code);
  });
  return {
    name,
    process: child,
    ready,
    stop: async () => {
      stopping = true;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await gone;
      clearTimeout(timer);
    },
  };
}

/** Below the ports that systems give to connections of their own accord (Linux: from 32768 on). */
const PORTS = { from: 15_000, to: 32_000 };

/**
 * A port of 127.0.0.1 that nothing listens on just now. Not one of those a system hands out, which somebody's connection
 * could be given before we listen on it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.to);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
