import { type ChildProcess, fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { projectRoot } from '#platform/program';

/** A child program in its own process group: ends on stop(), or when this process dies. */
export interface Child {
  name: string;
  process: ChildProcess;
  /** Data it reported when ready, such as its address. */
  ready: Record<string, string>;
  /** Sends SIGTERM and waits for its exit. */
  stop(): Promise<void>;
}

/**
 * NODE_OPTIONS of a publisher (docker-compose.yml has the same). It works in constant memory, but V8 by default lets
 * garbage grow to four times the live heap before a collection, which is most of the process in an import of a million
 * rows; below 2 GB it collects earlier.
 */
export const PUBLISHER_HEAP = '--max-old-space-size=1024';

/** Timeout of a child's start, in ms. */
const START_MS = 60_000;
/** Timeout of a child's stop before it is killed, in ms. */
const STOP_MS = 30_000;

/**
 * Starts a program and waits until it reports that it is ready.
 * @param logs folder for its output
 * @param fell called when it exits without stop()
 * @throws Error with its last output lines when it exits before it is ready
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
    // A child does not inherit this process's flags.
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

/** Below the ephemeral ports of common systems (Linux: from 32768 on). */
const PORTS = { from: 15_000, to: 32_000 };

/**
 * A port of 127.0.0.1 that is free at present. It is not an ephemeral one, which an outgoing connection could take
 * before the program listens on it.
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
