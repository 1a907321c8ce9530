import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { type Arrived, ask } from './asking.js';
import { atMost, type Bench, type Figures, median, middle, worst } from './bench.js';
import { Fleet } from './fleet.js';
import type { Ground } from './ground.js';
import { cpuSeconds } from './processor.js';

const MANY = 2_000_000;
const FEW = 10_000;
/** 0.8 of the contacts have an e-mail address. */
const contactsFor = (recipients: number): number => Math.ceil(recipients / 0.79);
const SAMPLE_MS = 200;
const FEW_NAME = `${FEW} recipients`;
const MANY_NAME = `${MANY} recipients`;

/** Whether memory grows with the audience: a worker's own, and the queue's. */
export const memory: Bench = {
  name: 'memory',
  about: `one e-mail worker, limit lifted, queues on Redis: what its process takes, and the most the queue adds to Redis`,
  variants: [FEW_NAME, MANY_NAME],
  needsRedis: () => true,
  rounds: 1,
  long: true,
  prepare: async (ground, scale) => {
    const sink = await ground.program('../test/bench/smtp-sink', {}, { name: 'sink-memory' });
    return async (variant) => {
      const recipients = variant === FEW_NAME ? FEW : Math.round(MANY * scale);
      const figures = await run(ground, sink.ready['url'] ?? '', contactsFor(recipients));
      const { messages, recipients: reached } = await ask<Arrived>(sink);
      const wrong = Math.abs((figures['accepted'] ?? 0) - messages) + (messages - reached);
      return { ...figures, wrong };
    };
  },
  judge: (runs) => [
    atMost('Redis: the queue at its largest, worst run, MB', worst(runs, 'queueMb'), 10),
    atMost('worker: resident set at its largest, worst run, MB', worst(runs, 'rssMostMb'), 300),
    // Not the maximum: a run of six minutes meets rarer peaks than a run of three seconds.
    atMost(
      `worker: resident set while sending, with ${MANY_NAME} / with ${FEW_NAME}`,
      median(runs, MANY_NAME, 'rssMb') / median(runs, FEW_NAME, 'rssMb'),
      1.1,
    ),
    atMost('lost or doubled, worst run', worst(runs, 'wrong'), 0),
  ],
};

async function run(ground: Ground, smtpUrl: string, contacts: number): Promise<Figures> {
  const queueUrl = (await ground.queueUrl('redis')) ?? '';
  const databaseUrl = await ground.database(contacts);
  const fleet = await Fleet.start(
    ground,
    ['email'],
    { DATABASE_URL: databaseUrl, QUEUE_URL: queueUrl, SMTP_URL: smtpUrl, EMAIL_RATE: '0' },
    1,
  );
  const redis = new Redis(queueUrl);
  const [pid = 0] = fleet.workerPids;
  try {
    const { id, approve } = await fleet.compose();
    const before = await usedBytes(redis);
    let queue = before;
    const rss: number[] = [];
    const sampling = setInterval(() => {
      rss.push(statusMb(pid, 'VmRSS'));
      void usedBytes(redis).then((bytes) => (queue = Math.max(queue, bytes)));
    }, SAMPLE_MS);
    const start = performance.now();
    await approve();
    await fleet.fannedOut(id);
    const fanOutSeconds = (performance.now() - start) / 1000;
    const { accepted } = await fleet.settled(id);
    const seconds = (performance.now() - start) / 1000;
    clearInterval(sampling);
    return {
      accepted,
      seconds,
      perSecond: accepted / seconds,
      fanOutSeconds,
      cpuMsEach: (cpuSeconds(pid) * 1000) / accepted,
      // Of the second half: in the first the process still grows to its working size.
      rssMb: middle(rss.slice(rss.length / 2)),
      rssMostMb: statusMb(pid, 'VmHWM'),
      queueMb: (queue - before) / 2 ** 20,
    };
  } finally {
    redis.disconnect();
    await fleet.stop();
    await ground.drop(databaseUrl);
  }
}

async function usedBytes(redis: Redis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
}

/** A line of /proc/PID/status in MB: VmHWM, the peak resident set, or VmRSS, the current one. Linux only. */
function statusMb(pid: number, line: string): number {
  const kb = new RegExp(`${line}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}
