import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Refuses where another start uses a folder: two would share its data and logs, and `--fresh` would delete the data of
 * the one that runs. PostgreSQL names its process on the first line of postmaster.pid for as long as it runs.
 * @param folder of startSystem
 * @throws Error that names the process to stop
 */
export function refuseSecond(folder: string): void {
  const file = join(folder, 'postgres', 'postmaster.pid');
  const pid = processOf(file);
  if (pid === null || !lives(pid)) return;
  throw new Error(
    `Siar runs from ${folder} (PostgreSQL is process ${pid}). Stop that first, by Ctrl-C where it was started. If nothing of it runs, delete ${file}.`,
  );
}

function processOf(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
