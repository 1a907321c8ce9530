import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts a process's time in hundredths of a second on every common machine. */
const TICKS = 100;

/**
 * The processor time of a process so far, in seconds, with all its children's, running and ended: PostgreSQL has a
 * process for each connection. Linux only.
 */
export function cpuSeconds(pid: number): number {
  const family = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (stat) family.set(stat.parent, [...(family.get(stat.parent) ?? []), Number(name)]);
  }
  const total = (of: number): number =>
    (family.get(of) ?? []).reduce((sum, child) => sum + total(child), statOf(of)?.seconds ?? 0);
  return total(pid);
}

/** The processor time of each thread of a process so far, in seconds, by thread id; the main thread has the process's. */
function threadSeconds(pid: number): Map<number, number> {
  const threads = readdirSync(`/proc/${pid}/task`).map(Number);
  return new Map(threads.map((id) => [id, statOf(pid, `task/${id}/`)?.seconds ?? 0]));
}

/** The processes that one copy passes through. */
export interface Way {
  worker: number;
  database: number;
  /** The queue's own server; null: the queues are in the database. */
  queue: number | null;
  sink: number;
}

/**
 * Measures what a copy costs, and where.
 * @returns a function that ends the measurement. It takes the number of copies and returns processor µs a copy: `cpuUs` of
 *   the worker's process, `mainUs` of its main thread, `smtpUs` of its busiest other thread, `databaseUs` of PostgreSQL with
 *   its children, `queueUs` of the queue's server, `sinkUs` of the sink
 */
export function meter({ worker, database, queue, sink }: Way): (copies: number) => Record<string, number> {
  const read = (): Record<string, number> => ({
    cpuUs: cpuSeconds(worker),
    databaseUs: cpuSeconds(database),
    queueUs: queue === null ? 0 : cpuSeconds(queue),
    sinkUs: cpuSeconds(sink),
  });
  const before = read();
  const threadsBefore = threadSeconds(worker);
  return (copies) => {
    const each = (seconds: number): number => (seconds * 1e6) / copies;
    const since = [...threadSeconds(worker)].map(([id, seconds]) => ({
      id,
      seconds: seconds - (threadsBefore.get(id) ?? 0),
    }));
    const others = since.filter(({ id }) => id !== worker).map(({ seconds }) => seconds);
    const spent = Object.entries(read()).map(([name, seconds]) => [
      name,
      each(seconds - (before[name] ?? 0)),
    ]);
    return {
      ...(Object.fromEntries(spent) as Record<string, number>),
      mainUs: each(since.find(({ id }) => id === worker)?.seconds ?? 0),
      smtpUs: each(Math.max(0, ...others)),
    };
  };
}

/**
 * Its parent, and its own time plus that of the children it has waited for; null when it has just ended.
 * @param of a thread of the process, as a folder of its own
 */
function statOf(pid: number, of = ''): { parent: number; seconds: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/${of}stat`, 'utf8');
    // Fields from the fourth on, after the name, which may contain anything.
    const fields = text
      .slice(text.lastIndexOf(')') + 4)
      .split(' ')
      .map(Number);
    const ticks = [10, 11, 12, 13].reduce((sum, at) => sum + (fields[at] ?? 0), 0);
    return { parent: fields[0] ?? 0, seconds: ticks / TICKS };
  } catch {
    return null;
  }
}
