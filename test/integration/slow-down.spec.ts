import type { OperationsView } from '#contract/api/operations';
import { CHANNELS } from '#channels';
import { testSystem, type TestSystem } from '../factories/system.js';

describe('a provider that repeatedly says slow down', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await testSystem({ contacts: 60 });
  });
  afterAll(() => system.stop());

  it('is not shown as running, on any channel', async () => {
    const operator = await system.as('operator');
    // Each wait takes the same time: all at once.
    const slowed = CHANNELS.map(async (channel) => {
      system.sandbox.faults.order({ channel, kind: '429', share: 1, retryAfter: 2, seconds: 60 });
      const id = await system.broadcast({ channels: [channel] });
      await system.until(id, ({ hindrances }) => hindrances.some(({ kind }) => kind === 'slowed'), 50);
    });
    await Promise.all(slowed);
    const { body } = await operator<OperationsView>('GET', '/api/v1/operations');
    for (const { hindrance } of body.channels)
      expect(hindrance).toMatchObject({ kind: 'slowed', cause: 'slow-down', inPart: false });
  }, 90_000);
});
