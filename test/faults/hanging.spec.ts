import { BACKENDS, type Fleet, startFleet } from './harness.js';
import {
  cutOff,
  fillDisk,
  freezePublisher,
  freezeServer,
  freezeWhileResent,
  freezeWorker,
  slowMailServer,
} from './scenarios/hanging.js';

/** How long a stopped process hangs, in ms: longer than every lease. */
const HANGS_MS = 90_000;
/** How long connections stay silent, in ms. */
const SILENT_MS = 60_000;

describe.each(BACKENDS)('hanging processes and connections, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({
      backend,
      contacts: 12_000,
      diskMb: 1_500,
      more: {
        CLAIM_WINDOW: '100',
        LEASE_SECONDS: '60',
        PROVIDER_TIMEOUT_SECONDS: '15',
        EMAIL_RATE: '60',
        TELEGRAM_RATE: '60',
        SMS_RATE: '60',
      },
    });
  }, 120_000);
  afterAll(() => fleet?.stop());

  const skipped = (): Promise<void> => Promise.resolve();
  const scenarios: [what: string, run: () => Promise<() => Promise<void>>][] = [
    ['a worker stopped in a transaction', () => freezeWorker(fleet, true, HANGS_MS)],
    ['a worker stopped anywhere', () => freezeWorker(fleet, false, HANGS_MS)],
    [
      'a worker stopped in its hand-overs, and its copies resent during the hang',
      () => freezeWhileResent(fleet),
    ],
    ['a publisher stopped', () => freezePublisher(fleet, HANGS_MS)],
    ['PostgreSQL stopped', () => freezeServer(fleet, 'postgres', HANGS_MS)],
    ['the providers stopped', () => freezeServer(fleet, 'sandbox', HANGS_MS)],
    ['flows dropped, and resumed', () => cutOff(fleet, true, SILENT_MS)],
    ['flows dropped, and never resumed', () => cutOff(fleet, false, SILENT_MS)],
    ['a mail server that takes 12 s for each command', () => slowMailServer(fleet, SILENT_MS)],
    ['a full disk', () => (fleet.disk ? fillDisk(fleet, fleet.disk, 25_000) : Promise.resolve(skipped))],
  ];
  if (backend === 'redis') scenarios.push(['Redis stopped', () => freezeServer(fleet, 'redis', HANGS_MS)]);
  it.each(scenarios)(
    '%s: loses and doubles nothing, sends again in time, reports what hangs',
    async (_what, run) => (await run())(),
    600_000,
  );
});
