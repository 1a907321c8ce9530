import type { OperationsView } from '../../apps/publisher/ops/operations.js';
import { CHANNELS } from '#channels';
import { testSystem, type TestSystem } from '../factories/system.js';

describe('a provider that says slow down again and again', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await testSystem({ contacts: 60 });
  });
  afterAll(() => system.stop());

  it.each(CHANNELS)(
    'is not said to run: %s',
    async (channel) => {
      system.sandbox.faults.order({ channel, kind: '429', share: 1, retryAfter: 2, seconds: 40 });
      const id = await system.broadcast({ channels: [channel] });
      const operator = await system.as('operator');
      await system.until(id, ({ hindrances }) => hindrances.some(({ kind }) => kind === 'slowed'), 35);
      const { body } = await operator<OperationsView>('GET', '/api/v1/operations');
      const found = body.channels.find((one) => one.channel === channel);
      expect(found?.hindrance).toMatchObject({ kind: 'slowed', cause: 'slow-down', inPart: false });
    },
    90_000,
  );
});
