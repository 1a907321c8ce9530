import { rows } from '#platform/database';
import { approve } from '../../../apps/standalone/staff-api.js';
import { type Copy, endsWhole, type Fleet, note, over, type Settle, sums, WHOLE } from '../harness.js';

/**
 * Corrects a broadcast that runs at full speed, just after a worker was killed; then corrects the correction, after
 * some of its recipients have left. Each correction goes to exactly the recipients that the sandbox shows for what it
 * corrects, plus those with an unknown copy, less those who have left.
 * @param copies accepted copies of the original before the kill
 */
export async function correctTwice(fleet: Fleet, copies: number): Promise<Settle> {
  const original = await fleet.broadcast();
  await fleet.until(original, ({ accepted, delivered }) => accepted + delivered > copies, 60);
  await fleet.kill('worker-email');
  const [first] = await Promise.all([correct(fleet, original), fleet.start('worker-email')]);

  return async () => {
    await endsWhole(fleet, first, 120);
    const stopped = await fleet.until(original, (now) => over(now) && now.pending + now.claimed === 0, 60);
    note('original', JSON.stringify(stopped));
    expect(stopped).toMatchObject({ state: 'cancelled' });
    const cut = await rows(
      fleet.database.manager,
      `SELECT FROM waves WHERE broadcast_id = $1 AND state = 'cancelled'`,
      [original],
    );
    expect(cut.length).toBeGreaterThan(0);
    expect(sums(stopped)).toBe(true);
    expect(await fleet.reconcile(original)).toEqual(WHOLE);
    await expectReached(fleet, first, [original]);

    const left = (await fleet.copies(first)).filter(({ arrived }) => arrived === 1).slice(0, 3);
    for (const copy of left) await leave(fleet, first, copy);
    const second = await correct(fleet, first);
    await endsWhole(fleet, second, 120);
    await expectReached(fleet, second, [original, first]);
    const got = await fleet.copies(second);
    for (const { addressId } of left)
      expect(got.find((copy) => copy.addressId === addressId)).toMatchObject({
        state: 'suppressed',
        arrived: 0,
      });
    note(`${got.filter(({ arrived }) => arrived > 0).length} got the correction of the correction`);
  };
}

/** Compares, address by address, the recipients of a correction with those expected. */
async function expectReached(fleet: Fleet, correction: string, corrected: string[]): Promise<void> {
  const reached = new Set<string>();
  // The sandbox received the copy and later reported it undelivered: whether the report came in time is chance.
  const undelivered = new Set<string>();
  for (const id of corrected)
    for (const copy of await fleet.copies(id)) {
      if (!mayHaveIt(copy)) continue;
      if (copy.state === 'failed') undelivered.add(copy.addressId);
      else reached.add(copy.addressId);
    }
  const gone = await rows<{ id: string }>(
    fleet.database.manager,
    `SELECT id FROM addresses WHERE state <> 'active' AND id = ANY ($1::bigint[])`,
    [[...reached]],
  );
  for (const { id } of gone) reached.delete(id);
  expect(reached.size).toBeGreaterThan(0);
  const copies = await fleet.copies(correction);
  const got = copies.filter(mayHaveIt).map(({ addressId }) => addressId);
  expect(got.filter((id) => !reached.has(id) && !undelivered.has(id))).toEqual([]);
  // With the ledger's row of each missing address.
  const missing = [...reached].filter((id) => !got.includes(id));
  const stories = async (id: string): Promise<unknown[]> =>
    rows(
      fleet.database.manager,
      'SELECT broadcast_id, address_id, state, reason, attempts FROM deliveries WHERE broadcast_id = $1 AND address_id = ANY ($2::bigint[])',
      [id, missing],
    );
  expect([...(await stories(correction)), ...(await Promise.all(corrected.map(stories))).flat()]).toEqual([]);
  expect(missing).toEqual([]);
}

const mayHaveIt = ({ arrived, state }: Copy): boolean => arrived > 0 || state === 'unknown';

/** Written by the author, approved by KPU, sent now and at any hour. @returns the correction's id */
async function correct(fleet: Fleet, id: string): Promise<string> {
  const author = await fleet.as('penulis');
  const reviewer = await fleet.as('kpu-nasional');
  const correction = await author<{ id: string; version: number }>('POST', `/broadcasts/${id}/corrections`, {
    title: 'Ralat',
  });
  const path = `/broadcasts/${correction.id}`;
  await author('PATCH', path, {
    version: correction.version,
    schedule: { at: 'now', leaveWindow: true },
  });
  const { submission } = await author<{ submission: { digest: string } }>('POST', `${path}/submit`, {
    confirmLocalHours: true,
  });
  expect((await fleet.counts(id)).state).toMatch(/paused|completed/);
  await approve(reviewer, correction.id, submission.digest);
  return correction.id;
}

/** By the link in the copy, as in RFC 8058. */
async function leave({ system, keys }: Fleet, broadcastId: string, { addressId }: Copy): Promise<void> {
  const token = keys.deliveryToken('unsubscribe', { broadcastId, addressId });
  const { status } = await fetch(`${system.gatewayUrl}/unsubscribe/${token}`, { method: 'POST' });
  expect(status).toBe(200);
}
