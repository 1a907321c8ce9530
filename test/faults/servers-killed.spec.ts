import { BACKENDS, type Fleet, startFleet } from './harness.js';
import { killServer } from './scenarios/servers-killed.js';

/** How long a server stays down, in ms: longer than a lease, so that the reconciler runs before the workers recover. */
const AWAY_MS = 10_000;

describe.each(
  BACKENDS.flatMap((backend) =>
    (backend === 'redis' ? (['postgres', 'redis'] as const) : (['postgres'] as const)).map((server) => ({
      backend,
      server,
    })),
  ),
)('$server killed in mid-broadcast for 10 s, queues on $backend', ({ backend, server }) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({
      backend,
      contacts: 3_000,
      more: { EMAIL_RATE: '150', TELEGRAM_RATE: '150', SMS_RATE: '150' },
    });
  }, 120_000);
  afterAll(() => fleet?.stop());

  it('recovers without help, loses and doubles nothing, and reports what is down during the outage', async () => {
    await (
      await killServer(fleet, server, AWAY_MS, 200)
    )();
  }, 400_000);
});
