import { setTimeout as sleep } from 'node:timers/promises';
import { BACKENDS, CLAIM_WINDOW, type Fleet, note, over, startFleet, sums } from './harness.js';

/** How long a server stays away, in ms: longer than a lease, so that the reconciler comes before the workers. */
const AWAY_MS = 10_000;
/** Once all is back, a broadcast of this size must be over within this time, in seconds. */
const OVER_WITHIN = 120;
/** Lines at warn and above that one program may write over an outage of this length: one of each kind. */
const MOST_COMPLAINTS = 12;

describe.each(
  BACKENDS.flatMap((backend) =>
    (backend === 'redis' ? ['postgres', 'redis'] : ['postgres']).map((server) => ({ backend, server })),
  ),
)('$server killed in mid-broadcast for 10 s, queues on $backend', ({ backend, server }) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({
      backend,
      contacts: 3_000,
      more: { EMAIL_RATE: '150', TELEGRAM_RATE: '150', SMS_RATE: '150' },
    });
  }, 120_000);
  afterAll(() => fleet?.stop());

  it('goes on by itself, loses and doubles nothing, and says meanwhile what is down', async () => {
    const operator = await fleet.as('operator');
    const id = await fleet.broadcast();
    await fleet.until(id, ({ accepted }) => accepted > 200, 30);
    const before = await fleet.counts(id);
    const away = performance.now();
    await fleet.kill(server);

    const ready = await fetch(`${fleet.system.publisherUrl}/health/ready`);
    const gone =
      server === 'redis' ? ['queue'] : backend === 'postgres' ? ['database', 'queue'] : ['database'];
    expect({ status: ready.status, down: ((await ready.json()) as { down: string[] }).down }).toEqual({
      status: 503,
      down: gone,
    });
    if (server === 'postgres')
      await expect(operator('POST', `/broadcasts/${id}/pause`, {})).rejects.toThrow(
        /refused with 503.*urn:siar:unavailable/,
      );
    await sleep(AWAY_MS - (performance.now() - away));
    await fleet.start(server);

    const back = performance.now();
    const again = await fleet.until(
      id,
      ({ accepted, delivered }) =>
        accepted + delivered > before.accepted + before.delivered + 2 * CLAIM_WINDOW * 3,
      60,
    );
    note(`going again ${Math.round(performance.now() - back)} ms after`, JSON.stringify(again));
    const done = await fleet.until(id, over, OVER_WITHIN);
    note(`over ${Math.round(performance.now() - back)} ms after`, JSON.stringify(done));
    // A line a minute of each kind, not a flood.
    for (const program of fleet.up().filter((name) => name !== 'postgres'))
      expect([program, fleet.complaints(program).length <= MOST_COMPLAINTS]).toEqual([program, true]);
    expect(sums(done)).toBe(true);
    // No worker died: each says at last what it knew all the time.
    expect(done.unknown).toBe(0);
    expect(await fleet.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    expect(fleet.fallen).toEqual([]);
    await expect(fleet.until(id, ({ state }) => state === 'completed', 1)).resolves.toBeDefined();
    const readyAgain = await fetch(`${fleet.system.publisherUrl}/health/ready`);
    expect(readyAgain.status).toBe(200);
  }, 400_000);
});
