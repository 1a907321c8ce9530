import { setTimeout as sleep } from 'node:timers/promises';
import { endsWhole, type Fleet, note, type Settle } from '../harness.js';

/** Lines of one kind that a program may log during an outage, besides one a minute: the outage begins, and ends. */
const MOST_OF_A_KIND = 2;

/**
 * Kills a server in mid-broadcast and starts it again later, without any other action. During the outage
 * `/health/ready` names what is down, and requests of staff are refused and change nothing.
 * @param awayMs how long it stays down
 * @param copies accepted copies before the kill
 */
export async function killServer(
  fleet: Fleet,
  server: 'postgres' | 'redis',
  awayMs: number,
  copies: number,
): Promise<Settle> {
  const operator = await fleet.as('operator');
  const id = await fleet.broadcast();
  await fleet.until(id, ({ accepted }) => accepted > copies, 30);
  const complaintsBefore = new Map(programs(fleet).map((name) => [name, fleet.complaints(name).length]));
  const before = await fleet.counts(id);
  const away = performance.now();
  await fleet.kill(server);

  const queueThere = server === 'postgres' && fleet.system.env['QUEUE_URL'] === undefined;
  const ready = await fetch(`${fleet.system.publisherUrl}/health/ready`);
  expect({ status: ready.status, down: ((await ready.json()) as { down: string[] }).down }).toEqual({
    status: 503,
    down: server === 'redis' ? ['queue'] : queueThere ? ['database', 'queue'] : ['database'],
  });
  if (server === 'postgres')
    await expect(operator('POST', `/broadcasts/${id}/pause`, {})).rejects.toThrow(
      /refused with 503.*urn:siar:unavailable/,
    );
  await sleep(Math.max(0, awayMs - (performance.now() - away)));
  await fleet.start(server);
  const back = performance.now();
  const since = (): string => `${Math.round(performance.now() - back)} ms after ${server} was back`;

  return async () => {
    const sent = before.accepted + before.delivered;
    await fleet.until(id, ({ accepted, delivered }) => accepted + delivered > sent, 60);
    note('going again', since());
    const done = await endsWhole(fleet, id, 120);
    note('over', since());
    // No worker died: in the end each reports every outcome.
    expect(done.unknown).toBe(0);
    // One line a minute of each kind, not a flood.
    const most = MOST_OF_A_KIND + Math.ceil((performance.now() - away) / 60_000);
    for (const [name, earlier] of complaintsBefore) {
      const kinds = fleet
        .complaints(name)
        .slice(earlier)
        .map(({ msg }) => msg);
      const floods = [...new Set(kinds)].filter((kind) => kinds.filter((msg) => msg === kind).length > most);
      expect([name, floods]).toEqual([name, []]);
    }
    expect((await fetch(`${fleet.system.publisherUrl}/health/ready`)).status).toBe(200);
  };
}

const programs = (fleet: Fleet): string[] => [...new Set(fleet.up().filter((name) => name !== 'postgres'))];
