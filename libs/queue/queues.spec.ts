import { setTimeout as sleep } from 'node:timers/promises';
import { getQueueToken } from '@nestjs/bullmq';
import type { INestApplicationContext } from '@nestjs/common';
import { type ConnectionOptions, Queue } from 'bullmq';
import { pino } from 'pino';
import { consume, type Consumer, giveUp } from '../../test/factories/consumer.js';
import { queueBackends, type TestDatabase, testConfig, testDatabase } from '../../test/factories/database.js';
import { deliveryProgram } from '../../test/factories/program.js';
import type { Config } from '#platform/config';
import { connector } from './connection.js';
import { type Job, jobName, queued } from './job.js';
import { QueueLog } from './log.js';
import { namesOf } from './names.js';
import { Queues } from './queues.js';

describe.each(queueBackends())('the queues of a channel, on $name', ({ url }) => {
  let db: TestDatabase;
  let app: INestApplicationContext;
  let config: Config;
  let queues: Queues;

  beforeAll(async () => {
    db = await testDatabase();
    const queue = url();
    config = testConfig(db.url, queue ? { QUEUE_URL: queue } : {});
    app = await deliveryProgram(config);
    queues = app.get(Queues);
  });
  afterAll(async () => {
    await app.close();
    await db.drop();
  });

  it('send copies while fan-outs and notices occupy all their lanes, and report as one queue', async () => {
    const jobs: Job[] = [
      { name: 'fan-out', waveId: '1' },
      { name: 'fan-out', waveId: '2' },
      { name: 'notice', noticeId: '1' },
      { name: 'notice', noticeId: '2' },
      { name: 'send', waveId: '1', batchNo: 0 },
    ];
    await queues.enqueue(
      'email',
      jobs.map((job) => queued(job, 10, 1)),
    );
    const names = jobs.map(jobName).toSorted();
    expect([...(await queues.live('email', jobs))].toSorted()).toEqual(names);
    expect(await queues.depth('email')).toMatchObject({ waiting: 5, active: 0 });
    expect((await queues.status('email')).oldestAt).toBeInstanceOf(Date);

    const done: string[] = [];
    let sent: () => void = () => undefined;
    const sending = new Promise<void>((resolve) => (sent = resolve));
    let all: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (all = resolve));
    const consumer = consume(queues, 'email', 1, async (job) => {
      // Each of the others waits for a copy to be sent: behind it in one queue, it never would be.
      if (job.name === 'send') sent();
      else await sending;
      if (done.push(jobName(job)) === jobs.length) all();
    });
    await ended;
    await consumer.close();
    expect(done.toSorted()).toEqual(names);
    expect(await queues.live('email', jobs)).toEqual(new Set());
  });

  it('forget failed jobs once their work is over, and no others', async () => {
    const jobs = [0, 1].map((batchNo) => ({ name: 'send' as const, waveId: '7', batchNo }));
    await giveUp(app, 'sms', jobs);
    await queues.forgetFailed('sms', 'sends', (all) => {
      expect(all).toEqual(expect.arrayContaining(jobs));
      return Promise.resolve(['send-7-1', 'send-9-9']);
    });
    expect((await queues.failedJobs('sms', 10)).map(({ job }) => job)).toEqual(['send-7-1']);
  });

  it('are read in pages under a flood of foreign jobs, and Siar’s own are found and done among them', async () => {
    const [own, gone]: [Job, Job] = [
      { name: 'send', waveId: '1', batchNo: 0 },
      { name: 'send', waveId: '1', batchNo: 1 },
    ];
    const queue = app.get<Queue>(getQueueToken('telegram'), { strict: false });
    const atOnce: number[] = [];
    for (const read of ['getJobs', 'getRanges', 'getDelayed'] as const) {
      const through = queue[read].bind(queue) as (...asked: unknown[]) => Promise<never[]>;
      queue[read] = async (...asked: unknown[]) => {
        const found = await through(...asked);
        atOnce.push(found.length);
        return found;
      };
    }
    const flood = async (jobs: number, opts: { priority: number; delay?: number }): Promise<void> => {
      for (let put = 0; put < jobs; put += 500)
        await queue.addBulk(Array.from({ length: 500 }, () => ({ name: 'x', data: { x: 'x' }, opts })));
    };
    await flood(2_000, { priority: 1 });
    await queues.enqueue('telegram', [queued(own, 10, 1)]);
    // As an attacker would put it there: with the right name, and with data that Siar did not write.
    await queue.add('send', { name: 'obliterate' }, { jobId: queued(gone, 10, 1).id, priority: 10 });
    await flood(25_500, { priority: 1_000 });
    await flood(2_500, { priority: 1_000, delay: 10 * 365 * 86_400_000 });

    expect(await queues.live('telegram', [own, gone])).toEqual(new Set([jobName(own)]));
    expect((await queues.status('telegram')).oldestAt).toBeInstanceOf(Date);
    // One page for each of four states.
    expect(Math.max(...atOnce)).toBeLessThanOrEqual(4_000);
    for (let left = 2_500; left > 0;) {
      await queues.repair('telegram');
      const { delayed } = await queues.depth('telegram');
      expect(left - delayed).toBeGreaterThan(0);
      expect(left - delayed).toBeLessThanOrEqual(1_000);
      left = delayed;
    }
    expect(Math.max(...atOnce)).toBeLessThanOrEqual(4_000);

    const done = new Promise<Job>((resolve) => {
      consumer = consume(queues, 'telegram', 8, async (job) => resolve(job));
    });
    expect(await done).toEqual(own);
    await consumer?.close();
    await queue.obliterate({ force: true });
  }, 120_000);
  let consumer: Consumer | undefined;

  it('take several jobs at once from a worker in its own role', async () => {
    const connection = connector(config, 'siar_worker')();
    const its = namesOf('telegram').map(
      (name) => new Queue(name, { connection: connection.options as ConnectionOptions }),
    );
    const own = new Queues(connection, new QueueLog(pino({ level: 'silent' })), its);
    const jobs = [0, 1].map((batchNo): Job => ({ name: 'send', waveId: '7', batchNo }));
    await own.enqueue(
      'telegram',
      jobs.map((job) => queued(job, 10, 1)),
    );
    expect((await own.live('telegram', jobs)).size).toBe(2);
    for (const queue of its) {
      await queue.drain();
      await queue.close();
    }
    await connection.close();
  });

  it('are not reported as unavailable when only a job is gone, as after they were emptied', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
    const connection = connector(config, 'siar_app')();
    const own = new Queues(connection, new QueueLog(logger), []);
    await queues.enqueue('sms', [queued({ name: 'send', waveId: '1', batchNo: 0 }, 10, 1)]);
    const consumer = consume(own, 'sms', 1, () =>
      app.get<Queue>(getQueueToken('sms'), { strict: false }).obliterate({ force: true }),
    );
    while (lines.length === 0) await sleep(20);
    await consumer.close();
    await connection.close();
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({
        level: 40,
        msg: expect.stringMatching(/^a job or its lock is gone/) as unknown,
      }),
    ]);
  });
});
