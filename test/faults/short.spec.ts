import {
  endWhole,
  startTwoAccounts,
  strike,
  type Struck,
  type Trouble,
  type TwoAccounts,
} from './scenarios/accounts.js';
import { BACKENDS, type Fleet, note, type Settle, startFleet } from './harness.js';
import { tamperWithTrail } from './scenarios/audit-tampered.js';
import { expireInFlight, hostsClocksOff, newYearsNight } from './scenarios/clocks.js';
import { correctTwice } from './scenarios/corrections.js';
import {
  cutOff,
  fillDisk,
  freezePublisher,
  freezeServer,
  freezeWhileResent,
  freezeWorker,
  slowMailServer,
} from './scenarios/hanging.js';
import { refuseEverything, storm, strayReceipts } from './scenarios/providers-misbehave.js';
import { killAfterApproval, killBeforeEnqueueing } from './scenarios/publishers-killed.js';
import { emptyQueue } from './scenarios/queue-emptied.js';
import { killServer } from './scenarios/servers-killed.js';
import { cancelRegion, cancelWhole, emergencyStop, pauseAndResume } from './scenarios/stopping.js';
import { killWorkers } from './scenarios/workers-killed.js';

// Every scenario of the long runs, in short: few people, on one fleet for each backend. Most of a fault's time is spent
// waiting until a process counts as dead, so the faults overlap: the next broadcast is struck while the last recovers.
// Several publishers and workers at once are in test/integration/pipeline.spec.ts.
describe.each(BACKENDS)('each fault in short, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({
      backend,
      contacts: 430,
      more: {
        CLAIM_WINDOW: '20',
        LEASE_SECONDS: '6',
        PROVIDER_TIMEOUT_SECONDS: '2',
        EMAIL_RATE: '120',
        TELEGRAM_RATE: '120',
        SMS_RATE: '120',
        // A recipient whose copy bounces late has the copy and no longer gets the correction: the test would have to
        // wait for it.
        SANDBOX_LATE_BOUNCE_SHARE: '0',
      },
    });
  }, 120_000);
  afterAll(() => fleet?.stop());

  describe('overlapping faults', () => {
    // In this order: faults that leave copies unknown come before those that may not.
    const strikes: [what: string, strike: () => Promise<Settle>][] = [
      ['providers that lose, delay and refuse', () => storm(fleet, 1, 2)],
      ['a correction of what is running, a worker dead, and its correction', () => correctTwice(fleet, 60)],
      ['a worker killed', () => killWorkers(fleet, 1, 200)],
      ['providers that refuse everything', () => refuseEverything(fleet, 3)],
      ['the queue emptied', () => emptyQueue(fleet, 1, 40)],
      ['a server killed', () => killServer(fleet, backend, 2_000, 20)],
      ['a publisher killed after the approval', () => killAfterApproval(fleet)],
      ['a publisher killed before it could enqueue', () => killBeforeEnqueueing(fleet)],
    ];
    const struck = new Map<string, Settle>();
    beforeAll(async () => {
      for (const [what, strike] of strikes) {
        const began = performance.now();
        struck.set(what, await strike().catch((error: unknown) => () => Promise.reject(error as Error)));
        note(`${what}: struck within ${Math.round(performance.now() - began)} ms`);
      }
    }, 200_000);
    it.each(strikes.map(([what]) => what))('%s: loses and doubles nothing', (what) => struck.get(what)?.());
  });

  it('a pause at full speed', () => pauseAndResume(fleet, 60));
  it('a cancel at full speed', () => cancelWhole(fleet, 60));
  it('a cancel of one region', () => cancelRegion(fleet, 20));
  it('an emergency stop at full speed', () => emergencyStop(fleet, 60));

  // Scenarios that do not involve the queue run once; the long runs repeat them on both backends.
  if (backend === 'postgres') {
    it('receipts that are repeated, out of order and for copies never sent', () => strayReceipts(fleet));
    it('an expiry that passes while a batch is in flight', () => expireInFlight(fleet));
    it('publishers and a worker whose clocks are off', async () => (await hostsClocksOff(fleet))());
    it('a tampered row of the audit trail', () => tamperWithTrail(fleet));
    it('New Year’s night in three zones', () => newYearsNight(fleet));
  }
});

// Each kind of hang once: time-outs of seconds, and a rate at which a broadcast outlasts them. Redis only where it is
// installed.
const [hanging] = BACKENDS.toReversed();
describe(`hangs in short, queues on ${hanging}`, () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({
      backend: hanging ?? 'postgres',
      contacts: 700,
      diskMb: 900,
      restarts: true,
      more: {
        CLAIM_WINDOW: '20',
        LEASE_SECONDS: '6',
        PROVIDER_TIMEOUT_SECONDS: '2',
        DATABASE_TIMEOUT_SECONDS: '2',
        STALL_SECONDS: '5',
        EMAIL_RATE: '30',
        TELEGRAM_RATE: '60',
        SMS_RATE: '60',
      },
    });
  }, 120_000);
  afterAll(() => fleet?.stop());

  const skipped: Settle = () => Promise.resolve();
  const hangs: [what: string, hang: () => Promise<Settle>][] = [
    ['a worker in a transaction', () => freezeWorker(fleet, true, 0)],
    ['a worker in its hand-overs, and its copies resent during the hang', () => freezeWhileResent(fleet)],
    ['a publisher', () => freezePublisher(fleet, 0)],
    ['PostgreSQL', () => freezeServer(fleet, 'postgres', 0)],
    ['the providers', () => freezeServer(fleet, 'sandbox', 0)],
    ['flows that are dropped and never resumed', () => cutOff(fleet, false, 0)],
    ['a mail server that is slow at each command', () => slowMailServer(fleet, 0)],
    ['a full disk', () => (fleet.disk ? fillDisk(fleet, fleet.disk, 0) : Promise.resolve(skipped))],
  ];
  if (hanging === 'redis') hangs.push(['Redis', () => freezeServer(fleet, 'redis', 0)]);
  it.each(hangs)(
    '%s: sends again in time, reports what hangs, loses and doubles nothing',
    async (_what, hang) => (await hang())(),
    // Promises about time have limits of their own; everything else takes as long as the machine needs.
    300_000,
  );
});

// Each trouble once, in turn and at last on both accounts; the long run strikes every account with each. What both refuse
// waits a minute, as long as a person may take to put it right.
describe('two accounts for each channel in short', () => {
  let accounts: TwoAccounts;
  beforeAll(async () => {
    accounts = await startTwoAccounts({
      contacts: 500,
      rates: { email: 40, sms: 60 },
      more: { CLAIM_WINDOW: '20', LEASE_SECONDS: '6', PROVIDER_TIMEOUT_SECONDS: '2' },
    });
  }, 120_000);
  afterAll(() => accounts?.stop());

  const rounds: [Trouble, Struck][] = [
    ['throttling', 'first'],
    ['refusing', 'second'],
    ['hung', 'first'],
    ['slowed', 'second'],
    ['killed', 'both'],
  ];
  it.each(rounds)(
    '%s: %s; what is whole goes on, and the struck ones are used again',
    (trouble, struck) => strike(accounts, trouble, struck, 1),
    300_000,
  );
  it('lost and doubled nothing', () => endWhole(accounts, { seconds: 200, limits: false }), 300_000);
});
