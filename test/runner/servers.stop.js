import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export default async function stop() {
  const { folder, postgres, redis, began } = globalThis.testServers;
  const database = processorOf(
    Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]),
  );
  const gone = [postgres, redis].map(
    (child) => child && new Promise((resolve) => child.once('exit', resolve)),
  );
  redis?.kill('SIGTERM');
  postgres.kill('SIGTERM');
  await Promise.all(gone);
  rmSync(folder, { recursive: true, force: true });
  const wall = Math.round((performance.now() - began) / 1000);
  const all = processorOf('self');
  if (all !== null)
    process.stderr.write(
      `This lane took ${wall} s and ${all} s of processor, ${database} s of them PostgreSQL's.\n`,
    );
}

/** The processor time of a process and of the children it has waited for, in s, from Linux' /proc; null elsewhere. */
function processorOf(pid) {
  if (process.platform !== 'linux') return null;
  // proc_pid_stat(5): utime, stime, cutime and cstime are 14 to 17, in ticks of 10 ms; the name may contain blanks.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Math.round(fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100);
}
