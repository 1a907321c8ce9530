import { setTimeout as sleep } from 'node:timers/promises';
import { BACKENDS, CLAIM_WINDOW, type Fleet, note, over, startFleet, sums } from './harness.js';

const LONG = process.env['FAULTS'] === 'long';
const [people, kills] = LONG ? [13_000, 10] : [300, 1];

describe.each(BACKENDS)('channel workers killed in mid-broadcast, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ backend, contacts: people });
  }, 120_000);
  afterAll(() => fleet?.stop());

  it(`loses and doubles nothing in ${kills} kills, and knows what it does not know`, async () => {
    const id = await fleet.broadcast();
    const workers = ['worker-email', 'worker-telegram', 'worker-sms'];
    const { targeted } = await fleet.until(id, ({ accepted }) => accepted > 20, 30);
    for (let kill = 0; kill < kills; kill++) {
      const worker = workers[Math.floor(fleet.random() * workers.length)] ?? '';
      await sleep(fleet.random() * 1000);
      await fleet.kill(worker);
      await fleet.start(worker);
      note(JSON.stringify(await fleet.counts(id)));
    }
    const started = performance.now();
    const done = await fleet.until(id, over, 240);
    note(`over ${Math.round(performance.now() - started)} ms after the last kill`, JSON.stringify(done));
    expect(sums(done)).toBe(true);
    expect(done.targeted).toBeGreaterThanOrEqual(targeted);
    expect(done.unknown).toBeLessThanOrEqual(kills * CLAIM_WINDOW);
    expect(await fleet.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });

    if (done.unknown > 0) {
      const operator = await fleet.as('operator');
      const again = await operator('POST', `/broadcasts/${id}/resend-unknown`, { unknown: done.unknown });
      expect(again).toEqual({ resent: done.unknown });
    }
    const known = await fleet.until(id, (now) => over(now) && now.pending + now.claimed === 0, 60);
    expect(known.unknown).toBe(0);
    expect(sums(known)).toBe(true);
    expect(await fleet.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    expect(fleet.fallen).toEqual([]);
  }, 600_000);
});
