import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A server of ours that can be killed. */
export interface Server {
  pid: number;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** A Redis configured as in production: AOF, everysec, noeviction. */
export async function startRedis(folder: string, port: number): Promise<Server> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  const child = spawn('redis-server', [...args, '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('redis-server did not start')));
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.includes('Ready to accept connections')) resolve();
    });
  });
  return {
    pid: child.pid ?? 0,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** The process id of the server itself. */
export function postmaster(folder: string): number {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) throw new Error(`no PostgreSQL runs in ${folder}`);
  return Number(readFileSync(file, 'utf8').split('\n')[0]);
}

/** A process and its children: PostgreSQL has one for each connection. */
export function family(pid: number): number[] {
  const parentOf = (one: string): number => {
    try {
      // The name in parentheses may contain anything.
      const [, rest = ''] = readFileSync(`/proc/${one}/stat`, 'utf8').split(/\) (?=[A-Z] )/);
      return Number(rest.split(' ')[1]);
    } catch {
      return 0;
    }
  };
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
  return [pid, ...children.map(Number)];
}

/** Mounts a memory disk over a folder. @returns null, with a warning, where this user may not mount */
export function smallDisk(folder: string, mb: number): { unmount(): void } | null {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mb}m,mode=0755`, 'siar-faults', folder], {
      stdio: 'pipe',
    });
  } catch (error) {
    process.stderr.write(`NO FULL DISK IS TRIED: ${(error as Error).message.split('\n').at(-1)}\n`);
    return null;
  }
  return { unmount: () => void execFileSync('umount', ['--lazy', folder]) };
}
