import { BACKENDS, type Fleet, startFleet } from './harness.js';
import { killWorkers } from './scenarios/workers-killed.js';

const KILLS = 10;

describe.each(BACKENDS)('channel workers killed in a broadcast of 20,000, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ backend, contacts: 13_000 });
  }, 120_000);
  afterAll(() => fleet?.stop());

  it(`loses and doubles nothing in ${KILLS} kills, and counts the unknown copies`, async () => {
    await (
      await killWorkers(fleet, KILLS)
    )();
  }, 600_000);
});
