import { BACKENDS, type Fleet, startFleet } from './harness.js';
import { expireInFlight, newYearsNight } from './scenarios/clocks.js';

describe.each(BACKENDS)('clocks, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ backend, contacts: 2_000 });
  }, 120_000);
  afterAll(() => fleet?.stop());

  it(
    'an expiry that passes while a batch is in flight stops every later hand-over',
    () => expireInFlight(fleet),
    120_000,
  );

  it(
    'midnight on 31 December in three zones: each zone gets its copies at its own instant, none before',
    () => newYearsNight(fleet),
    200_000,
  );
});
