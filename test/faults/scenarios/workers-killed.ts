import { setTimeout as sleep } from 'node:timers/promises';
import { row } from '#platform/database';
import { endsWhole, type Fleet, note, type Settle } from '../harness.js';

const WORKERS = ['worker-email', 'worker-telegram', 'worker-sms'];

/**
 * Kills a worker repeatedly at random moments of one broadcast. Then: lost 0, doubled 0, unknown at most the claim
 * window of each kill; after resend-unknown nothing is unknown, and only the unknown copies were sent again.
 * @param withinMs each kill comes at a random moment within this time after the last
 */
export async function killWorkers(fleet: Fleet, kills: number, withinMs = 1000): Promise<Settle> {
  const id = await fleet.broadcast();
  await fleet.until(id, ({ accepted }) => accepted > 20, 30);
  for (let kill = 0; kill < kills; kill++) {
    const worker = WORKERS[Math.floor(fleet.random() * WORKERS.length)] ?? '';
    await sleep(fleet.random() * withinMs);
    await fleet.kill(worker);
    await fleet.start(worker);
    note(worker, JSON.stringify(await fleet.counts(id)));
  }
  return async () => {
    const done = await endsWhole(fleet, id, 240);
    expect(done.unknown).toBeLessThanOrEqual(kills * fleet.claimWindow);
    const before = await fleet.copies(id);
    expect(before.filter(({ arrived }) => arrived > 1)).toEqual([]);

    if (done.unknown > 0) {
      const operator = await fleet.as('operator');
      const again = await operator('POST', `/broadcasts/${id}/resend-unknown`, {
        unknown: done.unknown,
        reason: 'uji',
      });
      expect(again).toEqual({ resent: done.unknown, left: 0 });
    }
    const known = await endsWhole(fleet, id, 60);
    expect(known.unknown).toBe(0);
    // Only recipients of an unknown copy that had arrived may have two; the trail records how many were resent.
    const unknown = new Set(
      before.filter(({ state }) => state === 'unknown').map(({ addressId }) => addressId),
    );
    const after = await fleet.copies(id);
    const twice = after.filter(({ arrived }) => arrived > 1);
    expect(twice.every(({ addressId, arrived }) => unknown.has(addressId) && arrived === 2)).toBe(true);
    expect(after.reduce((sum, { resends }) => sum + resends, 0)).toBe(done.unknown);
    const audited = await row<{ resent: number }>(
      fleet.database.manager,
      `SELECT coalesce(sum((detail->>'resent')::int), 0)::int AS resent FROM audit_entries
       WHERE act = 'broadcast.resend-unknown' AND subject = $1`,
      [`broadcast:${id}`],
    );
    expect(audited?.resent).toBe(done.unknown);
    note(`${done.unknown} unknown resent, ${twice.length} of which had arrived`);
  };
}
