import { BACKENDS, type Fleet, startFleet } from './harness.js';
import { hostsClocksOff } from './scenarios/clocks.js';
import { killAfterApproval, killBeforeEnqueueing, manyAtOnce } from './scenarios/publishers-killed.js';

describe.each(BACKENDS)('publishers, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ backend, contacts: 1_500 });
  }, 120_000);
  afterAll(() => fleet?.stop());

  it('killed between an approval and anything else: the broadcast goes out, once', async () => {
    await (
      await killAfterApproval(fleet)
    )();
  }, 200_000);

  it('killed between claiming waves and enqueueing them: they go out, once', async () => {
    await (
      await killBeforeEnqueueing(fleet)
    )();
  }, 250_000);

  it('whose clocks are two minutes off change nothing', async () => {
    await (
      await hostsClocksOff(fleet)
    )();
  }, 200_000);

  it('three of them and six workers at once: everyone once', async () => {
    await (
      await manyAtOnce(fleet)
    )();
  }, 200_000);
});
