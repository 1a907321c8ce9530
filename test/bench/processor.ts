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

/** Its parent, and its own time plus that of the children it has waited for; null when it has just ended. */
function statOf(pid: number): { parent: number; seconds: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
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
