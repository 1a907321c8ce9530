import { BACKENDS, type Fleet, startFleet } from './harness.js';
import { brokenMailServer, refuseEverything, storm, strayReceipts } from './scenarios/providers-misbehave.js';

describe.each(BACKENDS)('providers misbehaving, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ backend, contacts: 1_000 });
  }, 120_000);
  afterAll(() => fleet?.stop());

  it('a provider that refuses everything for 20 s costs no copy', async () => {
    await (
      await refuseEverything(fleet, 20)
    )();
  }, 250_000);

  it('permanent refusals of a broken mail server are failures, and invalidate no address', async () => {
    await (
      await brokenMailServer(fleet, 40)
    )();
  }, 100_000);

  it('storms of 429, resets in mid-message and answers after the time-out lose and double nothing', async () => {
    await (
      await storm(fleet, 10, 15)
    )();
  }, 400_000);

  it(
    'receipts that are repeated, out of order or for copies never sent change nothing else',
    () => strayReceipts(fleet),
    200_000,
  );
});
