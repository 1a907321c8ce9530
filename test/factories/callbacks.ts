import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, row } from '#platform/database';

/** Waits until every stored callback has been read or set aside. @throws Error after ten seconds */
export async function callbacksRead(database: Database): Promise<void> {
  for (const end = performance.now() + 10_000; performance.now() < end; await sleep(10)) {
    const waiting = await row(database.manager, 'SELECT FROM callbacks WHERE set_aside_at IS NULL LIMIT 1');
    if (!waiting) return;
  }
  throw new Error('callbacks were not read within 10 s');
}

/** The value of a program's metric, by its name and labels in Prometheus' format; 0 if it is missing. */
export async function figure(url: string, token: string, name: string): Promise<number> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const line = (await answer.text()).split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.split(' ')[1] ?? 0);
}
