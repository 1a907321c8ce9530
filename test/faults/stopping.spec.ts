import { BACKENDS, type Fleet, startFleet } from './harness.js';
import { cancelRegion, cancelWhole, emergencyStop, pauseAndResume } from './scenarios/stopping.js';

describe.each(BACKENDS)('stopping at full speed, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    // No limit on any channel: what goes out is bounded by what was claimed, and by nothing else.
    fleet = await startFleet({
      backend,
      contacts: 12_000,
      // Nobody dies here: on a busy machine an answer may take its time without becoming unknown.
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
    'a pause lets out only what was claimed; resumed, everyone gets it once',
    () => pauseAndResume(fleet, 1000),
    300_000,
  );

  it('a cancel is final, and leaves nobody unaccounted for', () => cancelWhole(fleet, 1000), 300_000);

  it('a cancel of one region leaves the others as they were', () => cancelRegion(fleet, 1000), 300_000);

  it(
    'an emergency stop holds back everything, also what is approved meanwhile, until it is lifted',
    () => emergencyStop(fleet, 1000),
    300_000,
  );
});
