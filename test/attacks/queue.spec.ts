import { setTimeout as sleep } from 'node:timers/promises';
import { getQueueToken } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { writeNotice } from '#notices';
import { FanOut } from '#dispatch/fan-out';
import { type Job, queued, Queues } from '#queue';
import { row, rows } from '#platform/database';
import { queueBackends } from '../factories/database.js';
import { testSystem, type TestSystem } from '../factories/system.js';

/** A job inserted by hand, in the form in which Siar itself would have written it. */
const asWritten = (job: Job): { data: unknown; jobId: string } => ({
  data: job,
  jobId: queued(job, 1, 1).id,
});

describe.each(queueBackends())('an attacker who writes to the queue, on $name', ({ url }) => {
  let system: TestSystem;
  /** SMS: released and pending. */
  let running: string;
  /** Due in some hours: its deliveries are not written yet. */
  let planned: string;
  beforeAll(async () => {
    system = await testSystem({
      queueUrl: url(),
      contacts: 60,
      provinces: 'every',
      workers: 0,
    });
    await system.addWorker(['email']);
    running = await system.broadcast({ channels: ['sms'] });
    // No worker serves SMS: its ledger is written here, and none of it changes by itself.
    const fanOut = system.publishers[0]?.app.get(FanOut, { strict: false });
    for (const { waveId } of await waves(running)) {
      await untilNone(`w.id = ${waveId} AND w.fan_out_enqueued_at IS NULL`);
      await fanOut?.run(waveId, 'sms', new AbortController().signal, () => Promise.resolve());
    }
    await untilNone(
      `w.pending = 0 AND w.ended_at IS NULL OR EXISTS (SELECT FROM batches b WHERE b.wave_id = w.id AND b.state = 'waiting')`,
    );
    const later = `${new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)}T10:00`;
    planned = await system.broadcast({ channels: ['email'], schedule: { at: later, leaveWindow: true } });
  }, 40_000);
  afterAll(() => system?.stop());

  /** Waits until no wave of the running broadcast is in this state. */
  const untilNone = async (so: string): Promise<void> => {
    const sql = `SELECT FROM waves w WHERE w.broadcast_id = $1 AND (${so})`;
    while (await row(system.db.source.manager, sql, [running])) await sleep(50);
  };
  const queue = (name: string): Queue => {
    const [publisher] = system.publishers;
    if (!publisher) throw new Error('There is no publisher');
    return publisher.app.get<Queue>(getQueueToken(name), { strict: false });
  };
  /** Puts jobs on a queue by hand and waits until the worker has taken them all. */
  const put = async (name: string, jobs: { data: unknown; jobId: string }[]): Promise<void> => {
    await queue(name).addBulk(
      jobs.map(({ data, jobId }) => ({ name: 'send', data, opts: { jobId, priority: 1, attempts: 1 } })),
    );
    const deadline = performance.now() + 20_000;
    const left = (): Promise<Record<string, number>> =>
      queue(name).getJobCounts('prioritized', 'waiting', 'active', 'delayed', 'failed');
    for (let counts = await left(); Object.values(counts).some((n) => n > 0); counts = await left()) {
      if ((counts['failed'] ?? 0) > 0) throw new Error('a job failed: it should have done nothing');
      if (performance.now() > deadline) throw new Error('the worker did not take the jobs');
      await sleep(20);
    }
  };
  const waves = (id: string): Promise<{ waveId: string; batches: number }[]> =>
    rows(
      system.db.source.manager,
      'SELECT id AS "waveId", batches FROM waves WHERE broadcast_id = $1 ORDER BY id',
      [id],
    );
  const everything = (): Promise<unknown> =>
    Promise.all([
      rows(system.db.source.manager, 'SELECT * FROM deliveries ORDER BY broadcast_id, address_id'),
      rows(
        system.db.source.manager,
        `SELECT id, state, targeted, pending, claimed, accepted, suppressed, batches, fanned_out_at FROM waves ORDER BY id`,
      ),
      rows(system.db.source.manager, 'SELECT * FROM batches ORDER BY wave_id, no'),
      rows(system.db.source.manager, 'SELECT id, state, attempts FROM notices ORDER BY id'),
      Promise.resolve(system.sandbox.inbox.stats()),
    ]);
  const sendsOf = async (id: string): Promise<{ data: unknown; jobId: string }[]> =>
    (await waves(id)).flatMap(({ waveId, batches }) =>
      Array.from({ length: batches }, (_, batchNo) => asWritten({ name: 'send', waveId, batchNo })),
    );
  const fanOutsOf = async (id: string): Promise<{ data: unknown; jobId: string }[]> =>
    (await waves(id)).map(({ waveId }) => asWritten({ name: 'fan-out', waveId }));

  it('gives up no copy by putting a job on the wrong channel', async () => {
    const before = await everything();
    const sends = await sendsOf(running);
    expect(sends.length).toBeGreaterThan(0);
    await put('email', sends);
    await put('email-fan-out', sends);
    await put('email-notices', sends);
    await put('email-fan-out', await fanOutsOf(running));
    expect(await everything()).toEqual(before);
  });

  it('writes no ledger hours before its time, for people who may join or leave until then', async () => {
    const before = await everything();
    await put('email-fan-out', await fanOutsOf(planned));
    await put('email', [...(await fanOutsOf(planned)), ...(await waves(planned)).map(firstBatch)]);
    expect(await everything()).toEqual(before);
  });

  it('has no effect by malformed jobs, with invalid ids, or with altered data', async () => {
    const before = await everything();
    const [wave] = await waves(planned);
    const strange: unknown[] = [
      null,
      [],
      'send',
      7,
      {},
      { name: 'obliterate' },
      { name: 'send', waveId: '0', batchNo: 0 },
      { name: 'send', waveId: '9'.repeat(19), batchNo: 0 },
      { name: 'send', waveId: '-1', batchNo: 2 ** 40 },
      { name: 'send', waveId: "1' OR true --", batchNo: '0' },
      { name: 'notice', noticeId: { $gt: '' } },
      { name: 'fan-out', waveId: ['1'] },
      { name: 'send', waveId: '999999', batchNo: 999_999 },
      { name: 'notice', noticeId: '999999' },
      // As Siar writes it, but under another job's id.
      { name: 'fan-out', waveId: wave?.waveId },
    ];
    for (const name of ['email', 'email-fan-out', 'email-notices'])
      await put(
        name,
        strange.map((data, n) => ({ data, jobId: `send-999999-${n}-1` })),
      );
    expect(await everything()).toEqual(before);
  });

  it('sends nothing twice by repeating jobs', async () => {
    const id = await system.broadcast({ channels: ['email'] });
    await system.until(id, ({ state }) => state === 'completed');
    const before = await everything();
    const again = await sendsOf(id);
    await put(
      'email',
      [1, 2, 3].flatMap((n) => again.map(({ data, jobId }) => ({ data, jobId: `${jobId}${n}` }))),
    );
    await put('email-fan-out', await fanOutsOf(id));
    expect(await everything()).toEqual(before);
    // Nor where the wave still runs, with its batches queued.
    const goesOn = (state: string, more: number): Promise<unknown> =>
      system.db.source.query(
        `WITH w AS (UPDATE waves SET state = $2, targeted = targeted + $3, pending = pending + $3 WHERE broadcast_id = $1 RETURNING id),
           b AS (UPDATE batches SET state = CASE $2 WHEN 'released' THEN 'queued' ELSE 'done' END FROM w WHERE wave_id = w.id)
         UPDATE broadcasts SET state = CASE $2 WHEN 'released' THEN 'running' ELSE $2 END WHERE id = $1`,
        [id, state, more],
      );
    await goesOn('released', 1);
    await put(
      'email',
      again.map(({ data, jobId }) => ({ data, jobId: `${jobId}4` })),
    );
    await goesOn('completed', -1);
    expect(await everything()).toEqual(before);
    expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
  });

  it('stops no channel by pausing its queues, or by limits of number or rate', async () => {
    for (const name of ['email', 'email-fan-out', 'email-notices']) {
      await queue(name).pause();
      await queue(name).setGlobalConcurrency(0);
      await queue(name).setGlobalRateLimit(1, 10 * 365 * 86_400_000);
      await queue(name).rateLimit(10 * 365 * 86_400_000);
    }
    const id = await system.broadcast({ channels: ['email'] });
    await system.until(id, ({ state }) => state === 'completed');
    expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
  });

  it('stops no channel by keys of another type, counters at their limit, or an endless check for stalled jobs', async () => {
    const [publisher] = system.publishers;
    if (publisher?.app.get(Queues, { strict: false }).backend !== 'redis') return;
    const redis = new Redis(system.config.QUEUE_URL ?? '');
    try {
      for (const name of ['email', 'email-fan-out', 'email-notices']) {
        const key = (one: string): string => queue(name).toKey(one);
        const kinds = ['prioritized', 'delayed', 'active', 'wait', 'marker', 'meta', 'stalled'];
        await redis.del(...kinds.map(key), key('events'));
        for (const kind of kinds) await redis.set(key(kind), 'x');
        await redis.set(key('pc'), '9223372036854775807');
        await redis.set(key('id'), 'x');
        await redis.xadd(key('events'), '18446744073709551615-18446744073709551615', 'event', 'x');
        await redis.set(key('stalled-check'), 'x');
      }
      const id = await system.broadcast({ channels: ['email'] });
      await system.until(id, ({ state }) => state === 'completed');
      expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
      for (const name of ['email', 'email-fan-out', 'email-notices'])
        expect(await redis.pttl(queue(name).toKey('stalled-check'))).not.toBe(-1);
    } finally {
      redis.disconnect();
    }
  });

  it('stops no batch by delaying its job for years, and hastens none that failed a minute ago', async () => {
    const jobs = (kind: 'prioritized' | 'delayed'): Promise<string[]> =>
      queue('sms')
        .getJobs([kind])
        .then((found) => found.map(({ id = '' }) => id));
    const [wave] = await waves(running);
    await untilNone(
      `w.id = ${wave?.waveId} AND NOT EXISTS (SELECT FROM batches b WHERE b.wave_id = w.id AND b.state = 'queued')`,
    );
    while ((await jobs('prioritized')).length === 0) await sleep(50);
    const [job] = await queue('sms').getJobs(['prioritized']);
    const jobId = job?.id ?? '';
    const data: unknown = job?.data;
    const again = `${jobId}1`;
    await job?.remove();
    await queue('sms').addBulk([
      { name: 'send', data, opts: { jobId, priority: 1, delay: 10 * 365 * 86_400_000 } },
      { name: 'send', data, opts: { jobId: again, priority: 1, delay: 60_000 } },
    ]);
    while (!(await jobs('prioritized')).includes(jobId)) await sleep(50);
    expect(await jobs('delayed')).toEqual([again]);
    await queue('sms').remove(again);
  });

  it('stops no batch by a lock on its job that never expires', async () => {
    const [publisher] = system.publishers;
    if (publisher?.app.get(Queues, { strict: false }).backend !== 'redis') return;
    const name = 'telegram';
    const redis = new Redis(system.config.QUEUE_URL ?? '');
    try {
      const lock = queue(name).toKey('send-1-0-1:lock');
      await redis.lpush(queue(name).toKey('active'), 'send-1-0-1');
      await redis.set(lock, 'siapa');
      while ((await redis.pttl(lock)) < 0) await sleep(50);
      await redis.del(queue(name).toKey('active'), lock);
    } finally {
      redis.disconnect();
    }
  });

  it('sends no notice on another channel, nor one that was already sent', async () => {
    const write = (channel: 'sms' | 'email', to: string): Promise<string> =>
      system.db.source.transaction((tx) =>
        writeNotice(tx, system.keys, {
          kind: 'alert',
          channel,
          to,
          message: { text: 'Uji' },
          expiresAt: new Date(Date.now() + 3_600_000),
        }),
      );
    const waits = await write('sms', '+6281200000001');
    const sent = await write('email', 'siaga@contoh.id');
    const stateOf = async (notice: string): Promise<string | undefined> =>
      (
        await row<{ state: string }>(system.db.source.manager, 'SELECT state FROM notices WHERE id = $1', [
          notice,
        ])
      )?.state;
    while ((await stateOf(sent)) !== 'accepted') await sleep(50);
    const before = await everything();
    const jobs = [waits, sent].map((noticeId) => asWritten({ name: 'notice', noticeId }));
    for (const name of ['email', 'email-fan-out', 'email-notices']) await put(name, jobs);
    expect(await everything()).toEqual(before);
    expect(await stateOf(waits)).toBe('pending');
  });
});

const firstBatch = ({ waveId }: { waveId: string }): { data: unknown; jobId: string } =>
  asWritten({ name: 'send', waveId, batchNo: 0 });
