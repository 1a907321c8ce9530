import { BACKENDS, type Fleet, startFleet } from './harness.js';
import { tamperWithTrail } from './scenarios/audit-tampered.js';
import { correctTwice } from './scenarios/corrections.js';

describe.each(BACKENDS)('corrections at full speed, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({
      backend,
      contacts: 6_000,
      // Who bounces late has got the copy, and is no longer to get the correction: that would have to be waited for.
      more: { SANDBOX_LATE_BOUNCE_SHARE: '0' },
    });
  }, 120_000);
  afterAll(() => fleet?.stop());

  it('reach exactly those whom what they correct had reached, a worker killed in between', async () => {
    await (
      await correctTwice(fleet, 1_500)
    )();
  }, 400_000);

  it('leave a trail in which a tampered row is found and named', () => tamperWithTrail(fleet), 60_000);
});
