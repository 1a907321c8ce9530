import { BACKENDS, type Fleet, startFleet } from './harness.js';
import { hostsClocksOff } from './scenarios/clocks.js';
import { killAfterApproval, killBeforeEnqueueing, manyAtOnce } from './scenarios/publishers-killed.js';

describe.each(BACKENDS)('publishers, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ backend, contacts: 1_500 });
  }, 120_000);
  afterAll(() => fleet?.stop());

  it('killed right after an approval: the broadcast goes out once', async () => {
    await (
      await killAfterApproval(fleet)
    )();
  }, 200_000);

  it('killed between claiming waves and enqueueing them: the waves go out once', async () => {
    await (
      await killBeforeEnqueueing(fleet)
    )();
  }, 250_000);

  it('with clocks two minutes off: nothing changes', async () => {
    await (
      await hostsClocksOff(fleet)
    )();
  }, 200_000);

  it('three publishers and six workers at once: every copy goes out once', async () => {
    await (
      await manyAtOnce(fleet)
    )();
  }, 200_000);
});
