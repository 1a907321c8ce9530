import { rows } from '#platform/database';
import { endsWhole, type Fleet, note, over, PROVINCES, sums, WHOLE } from '../harness.js';

/** When each copy of a broadcast arrived, in ms since 1970. */
async function arrivalTimes(fleet: Fleet, id: string): Promise<number[]> {
  const found = await fetch(`${fleet.system.sandboxUrl}/sandbox/messages?broadcast=${id}&brief=true`);
  return ((await found.json()) as { at: string }[]).map(({ at }) => Date.parse(at));
}

const workersOf = (fleet: Fleet): number =>
  new Set(fleet.up().filter((name) => name.startsWith('worker-'))).size;

/**
 * Pauses at full speed: at most the workers' claim windows arrive after the call returned. After the resume every
 * recipient gets one copy.
 * @param copies copies before the pause
 */
export async function pauseAndResume(fleet: Fleet, copies: number): Promise<void> {
  const author = await fleet.as('penulis');
  const operator = await fleet.as('operator');
  const id = await fleet.broadcast();
  await fleet.until(id, ({ accepted }) => accepted > copies, 60);
  await author('POST', `/broadcasts/${id}/pause`, { reason: 'uji' });
  const returned = Date.now();
  const stopped = await fleet.until(id, ({ claimed }) => claimed === 0, 30);
  expect(stopped.pending).toBeGreaterThan(0);
  const after = (await arrivalTimes(fleet, id)).filter((at) => at > returned);
  note(`${after.length} after the pause returned`, JSON.stringify(stopped));
  expect(after.length).toBeLessThanOrEqual(fleet.claimWindow * workersOf(fleet));

  await operator('POST', `/broadcasts/${id}/resume`, {});
  expect(await endsWhole(fleet, id, 180)).toMatchObject({ unknown: 0, cancelled: 0 });
}

/** Cancels at full speed: finally, and with every copy accounted for. */
export async function cancelWhole(fleet: Fleet, copies: number): Promise<void> {
  const author = await fleet.as('penulis');
  const id = await fleet.broadcast();
  await fleet.until(id, ({ accepted }) => accepted > copies, 60);
  await author('POST', `/broadcasts/${id}/cancel`, { reason: 'uji' });
  const returned = Date.now();
  const done = await fleet.until(id, (now) => over(now) && now.pending + now.claimed === 0, 60);
  const after = (await arrivalTimes(fleet, id)).filter((at) => at > returned);
  note(`${after.length} after the cancel returned`, JSON.stringify(done));
  expect(after.length).toBeLessThanOrEqual(fleet.claimWindow * workersOf(fleet));
  expect(done.cancelled).toBeGreaterThan(0);
  expect(done.unknown).toBe(0);
  expect(sums(done)).toBe(true);
  expect(await fleet.reconcile(id)).toEqual(WHOLE);
  expect(fleet.fallen()).toEqual([]);
}

/**
 * Cancels one province at full speed: its remaining copies are not sent, and every recipient elsewhere gets one copy.
 */
export async function cancelRegion(fleet: Fleet, copies: number): Promise<void> {
  // In the last zone that is sent to, so that some of its copies are left.
  const region = '32';
  const author = await fleet.as('penulis');
  const id = await fleet.broadcast();
  await fleet.until(id, ({ accepted }) => accepted > copies, 60);
  await author('POST', `/broadcasts/${id}/cancel`, { region, reason: 'uji' });
  expect(await endsWhole(fleet, id, 180)).toMatchObject({ unknown: 0 });
  const { regions } = await fleet.progress(id);
  note(region, JSON.stringify(regions[region]));
  const cancelled = await rows<{ region: string }>(
    fleet.database.manager,
    `SELECT DISTINCT region_code AS region FROM waves WHERE broadcast_id = $1 AND state = 'cancelled'`,
    [id],
  );
  expect(cancelled).toEqual([{ region }]);
  expect(Object.keys(regions)).toHaveLength(PROVINCES.length);
  expect(
    Object.keys(regions).filter((code) => (regions[code]?.cancelled ?? 0) > 0 && code !== region),
  ).toEqual([]);
}

/**
 * The emergency stop at full speed: it also holds back broadcasts approved during it; after it is lifted, every
 * recipient gets one copy.
 */
export async function emergencyStop(fleet: Fleet, copies: number): Promise<void> {
  const operator = await fleet.as('operator');
  const running = await fleet.broadcast();
  await fleet.until(running, ({ accepted }) => accepted > copies, 60);
  await operator('POST', '/emergency-stop', { reason: 'uji' });
  const returned = Date.now();
  const later = await fleet.broadcast({ channels: ['email'] });
  const stopped = await fleet.until(running, ({ claimed }) => claimed === 0, 30);
  const after = (await arrivalTimes(fleet, running)).filter((at) => at > returned);
  note(`${after.length} after the emergency stop returned`, JSON.stringify(stopped));
  expect(after.length).toBeLessThanOrEqual(fleet.claimWindow * workersOf(fleet));
  expect(stopped.targeted).toBeGreaterThan(stopped.accepted + stopped.delivered + stopped.failed);
  expect(await arrivalTimes(fleet, later)).toEqual([]);

  await operator('POST', '/emergency-stop/lift', { note: 'uji' });
  for (const id of [running, later])
    expect(await endsWhole(fleet, id, 180)).toMatchObject({ unknown: 0, cancelled: 0 });
}
