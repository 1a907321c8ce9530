import { BACKENDS, type Fleet, startFleet } from './harness.js';
import { cancelRegion, cancelWhole, emergencyStop, pauseAndResume } from './scenarios/stopping.js';

describe.each(BACKENDS)('stopping at full speed, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    // No limit on any channel: only what was claimed bounds what goes out.
    fleet = await startFleet({
      backend,
      contacts: 12_000,
      // Nothing is killed here: on a busy machine a slow answer must not become unknown.
      more: {
        EMAIL_RATE: '0',
        TELEGRAM_RATE: '0',
        SMS_RATE: '0',
        PROVIDER_TIMEOUT_SECONDS: '30',
        LEASE_SECONDS: '60',
      },
    });
    await Promise.all(
      ['worker-email-2', 'worker-telegram-2', 'worker-sms-2'].map((name) => fleet.start(name)),
    );
  }, 180_000);
  afterAll(() => fleet?.stop());

  it(
    'a pause sends only what was claimed; after the resume every recipient gets one copy',
    () => pauseAndResume(fleet, 1000),
    300_000,
  );

  it('a cancel is final, and accounts for every copy', () => cancelWhole(fleet, 1000), 300_000);

  it('a cancel of one region leaves the others unchanged', () => cancelRegion(fleet, 1000), 300_000);

  it(
    'an emergency stop holds back everything, also what is approved during it, until it is lifted',
    () => emergencyStop(fleet, 1000),
    300_000,
  );
});
