import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelName } from '#channels';
import type { OperationsView } from '#contract/api/operations';
import type { Ask } from '../factories/staff.js';
import { testSystem, type TestSystem } from '../factories/system.js';

describe('a channel without a worker', () => {
  let system: TestSystem;
  let operator: Ask;
  beforeAll(async () => {
    system = await testSystem({ contacts: 60, workers: 0 });
    await system.addWorker(['email', 'telegram']);
    operator = await system.as('operator');
  });
  afterAll(() => system.stop());

  const view = async (): Promise<OperationsView> =>
    (await operator<OperationsView>('GET', '/api/v1/operations')).body;
  const hindranceOf = async (name: ChannelName) =>
    (await view()).channels.find(({ channel }) => channel === name)?.hindrance ?? null;
  /** Waits until the operations page reports this of SMS; well before copies have waited for STALL_SECONDS. */
  const becomes = async (cause: 'unserved' | null): Promise<void> => {
    for (const end = performance.now() + 20_000; performance.now() < end; await sleep(100))
      if (((await hindranceOf('sms'))?.cause ?? null) === cause) return;
    throw new Error(`SMS never became ${cause}: ${JSON.stringify(await hindranceOf('sms'))}`);
  };

  it('is reported within seconds, with the broadcasts that wait for it, until a worker serves it', async () => {
    const id = await system.broadcast({ channels: ['sms', 'email'], title: 'Menunggu SMS' });
    await becomes('unserved');
    expect(await hindranceOf('sms')).toEqual({
      kind: 'slowed',
      cause: 'unserved',
      since: expect.any(String) as string,
      reason: null,
      brake: null,
      by: null,
      inPart: false,
    });
    expect(await hindranceOf('email')).toBeNull();
    const { hindrances } = await view();
    expect(hindrances).toEqual([
      expect.objectContaining({ broadcastId: id, title: 'Menunggu SMS', channel: 'sms', cause: 'unserved' }),
    ]);
    expect(hindrances[0]?.waiting).toBeGreaterThan(0);
    const progress = await system.progress(id);
    expect(progress.hindrances).toMatchObject([{ channel: 'sms', kind: 'slowed', cause: 'unserved' }]);

    const worker = await system.addWorker(['sms']);
    await system.until(id, ({ state }) => state === 'completed');
    await becomes(null);
    await worker.stop();
    await becomes('unserved');
  }, 90_000);
});
