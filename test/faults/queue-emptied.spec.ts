import { BACKENDS, type Fleet, startFleet } from './harness.js';
import { emptyQueue } from './scenarios/queue-emptied.js';

const TIMES = 3;

describe.each(BACKENDS)('the whole queue lost in mid-broadcast, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({
      backend,
      contacts: 4_000,
      more: { EMAIL_RATE: '200', TELEGRAM_RATE: '200', SMS_RATE: '200' },
    });
  }, 120_000);
  afterAll(() => fleet?.stop());

  it(`loses and doubles nothing, ${TIMES} times over`, async () => {
    await (
      await emptyQueue(fleet, TIMES, 700)
    )();
  }, 400_000);
});
