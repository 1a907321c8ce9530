import { BACKENDS, type Fleet, startFleet } from './harness.js';
import { tamperWithTrail } from './scenarios/audit-tampered.js';
import { correctTwice } from './scenarios/corrections.js';

describe.each(BACKENDS)('corrections at full speed, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({
      backend,
      contacts: 6_000,
      // A recipient whose copy bounces late has the copy and no longer gets the correction: the test would have to wait
      // for it.
      more: { SANDBOX_LATE_BOUNCE_SHARE: '0' },
    });
  }, 120_000);
  afterAll(() => fleet?.stop());

  it('reach exactly the recipients of what they correct, with a worker killed in between', async () => {
    await (
      await correctTwice(fleet, 1_500)
    )();
  }, 400_000);

  it('leave a trail in which a changed row is found and named', () => tamperWithTrail(fleet), 60_000);
});
