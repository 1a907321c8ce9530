import { BACKENDS, CLAIM_WINDOW, type Fleet, note, over, startFleet, sums } from './harness.js';

const WORKERS = 6;

describe.each(BACKENDS)('stopping at full speed, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    // No limit on any channel: what goes out is bounded by what was claimed, and by nothing else.
    fleet = await startFleet({
      backend,
      contacts: 12_000,
      more: { EMAIL_RATE: '0', TELEGRAM_RATE: '0', SMS_RATE: '0' },
    });
    await Promise.all(
      ['worker-email-2', 'worker-telegram-2', 'worker-sms-2'].map((name) => fleet.start(name)),
    );
  }, 180_000);
  afterAll(() => fleet?.stop());

  /** When each copy of a broadcast arrived, in ms since 1970. */
  const arrivals = async (id: string): Promise<number[]> => {
    const found = await fetch(`${fleet.system.sandboxUrl}/sandbox/messages?broadcast=${id}&brief=true`);
    return ((await found.json()) as { at: string }[]).map(({ at }) => Date.parse(at));
  };
  const settled = { lost: 0, doubled: 0, strangers: 0 };

  it('a pause lets out only what was claimed; resumed, everyone gets it once', async () => {
    const author = await fleet.as('penulis');
    const operator = await fleet.as('operator');
    const id = await fleet.broadcast();
    await fleet.until(id, ({ accepted }) => accepted > 1000, 60);
    await author('POST', `/broadcasts/${id}/pause`, { reason: 'uji' });
    const returned = Date.now();
    const stopped = await fleet.until(id, ({ claimed }) => claimed === 0, 30);
    expect(stopped.pending).toBeGreaterThan(0);
    const after = (await arrivals(id)).filter((at) => at > returned);
    note(`${after.length} after the pause returned`, JSON.stringify(stopped));
    expect(after.length).toBeLessThanOrEqual(CLAIM_WINDOW * WORKERS);

    await operator('POST', `/broadcasts/${id}/resume`, {});
    const done = await fleet.until(id, over, 180);
    expect(done).toMatchObject({ state: 'completed', unknown: 0, cancelled: 0 });
    expect(sums(done)).toBe(true);
    expect(await fleet.reconcile(id)).toEqual(settled);
  }, 300_000);

  it('a cancel is final, and leaves nobody unaccounted for', async () => {
    const author = await fleet.as('penulis');
    const id = await fleet.broadcast();
    await fleet.until(id, ({ accepted }) => accepted > 1000, 60);
    await author('POST', `/broadcasts/${id}/cancel`, { reason: 'uji' });
    const returned = Date.now();
    const done = await fleet.until(id, (now) => over(now) && now.pending + now.claimed === 0, 60);
    const after = (await arrivals(id)).filter((at) => at > returned);
    note(`${after.length} after the cancel returned`, JSON.stringify(done));
    expect(after.length).toBeLessThanOrEqual(CLAIM_WINDOW * WORKERS);
    expect(done.cancelled).toBeGreaterThan(0);
    expect(done.unknown).toBe(0);
    expect(sums(done)).toBe(true);
    expect(await fleet.reconcile(id)).toEqual(settled);
    expect(fleet.fallen).toEqual([]);
  }, 300_000);
});
