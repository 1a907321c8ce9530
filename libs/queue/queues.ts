import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { JobType, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { within } from '#platform/waiting';
import type { Connection } from './connection.js';
import { failureOf, type JobFailure } from './failure.rules.js';
import { type Job, type JobKind, type JobOf, jobName, kindOf, type QueuedJob } from './job.js';
import type { QueueLog } from './log.js';
import { jobOf, KINDS, nameOf, namesOf, queueName } from './names.js';
import { LOCK_MS } from './processor.js';

const JOB_LIFE = {
  attempts: 10,
  backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: { count: 1000 },
} as const;
/** Longest delay of a job of Siar's after a failed try, in ms. */
const LONGEST_BACKOFF_MS = JOB_LIFE.backoff.delay * 2 ** (JOB_LIFE.attempts - 2);
/** Hosts' clocks may differ by this much, in ms, before a delay counts as set by somebody else. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
/** The states of an unfinished job. */
const UNFINISHED: JobType[] = ['active', 'prioritized', 'waiting', 'delayed'];
/**
 * Ids read at once of each state, and jobs checked or promoted in one round, so that a flooded queue does not exhaust a
 * program's memory.
 */
const PAGE = 1_000;
/** Ids read of each state in total, so that reading ends: Siar's own jobs are some hundreds, seldom some thousands. */
const MOST_READ = 100_000;
/** Jobs of each state that are searched for the oldest. */
const LOOKED_AT = 100;

/** Timeout of a connection that is being made, in ms. */
const READY_MS = 2_000;
/** Timeout of one call that a program's periodic work waits for, in ms. */
const ANSWER_MS = 10_000;

/** Depths of one channel's queues. */
export interface QueueDepth {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
}

/** The status of one channel's queues. */
export interface QueueStatus extends QueueDepth {
  /** When the oldest job in them was added; null: there is none. */
  oldestAt: Date | null;
}

/** A job that failed after all its tries. */
export interface FailedJob {
  channel: string;
  id: string;
  /** Its name with its ids, such as `send-12-3`. */
  job: string;
  attempts: number;
  failedAt: Date | null;
  /** The cause, where the error message is known. */
  failure: JobFailure | null;
  /** The error message, for whoever fixes the cause. */
  reason: string;
}

/** The queues, three for each channel: transport only, and small. All their jobs can be made again from the tables. */
export class Queues {
  private readonly queues = new Map<string, Queue>();
  /** One wait for all who need the server. */
  private connecting: Promise<void> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly log: QueueLog,
    queues: Queue[],
  ) {
    for (const queue of queues) {
      queue.on('error', (error) => this.log.error(queue.name, error));
      this.queues.set(queue.name, queue);
    }
  }

  /** The backend of the queues. */
  get backend(): 'redis' | 'postgres' {
    return this.connection.backend;
  }

  /** Whether the server can be asked at once. With the queues in PostgreSQL it can: a query there has its own end. */
  get reachable(): boolean {
    return !this.connection.redis || this.connection.redis.status === 'ready';
  }

  /**
   * Waits for a connection that is being made. Call it before tables say that jobs are queued.
   * @throws Error when there is none soon
   */
  async ready(): Promise<void> {
    if (this.reachable) return;
    await (this.connecting ??= this.connected().finally(() => (this.connecting = undefined)));
    if (!this.reachable) throw unanswered(READY_MS);
  }

  /** Resolves when Redis is connected, and after READY_MS at the latest. */
  private connected(): Promise<void> {
    const { redis } = this.connection;
    return new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        redis?.off('ready', end);
        resolve();
      };
      const timer = setTimeout(end, READY_MS);
      redis?.on('ready', end);
    });
  }

  /**
   * Adds jobs to a channel's queues, with a round trip for each. Adding a job that is there has no relevant effect.
   * @throws Error when the server does not answer; jobs may have been added, or be added once it is back
   */
  async enqueue(channel: string, jobs: QueuedJob[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.answered(async () => {
      for (const kind of KINDS)
        await add(
          this.queue(queueName(channel, kind)),
          jobs.filter(({ job }) => kindOf(job) === kind),
        );
    });
  }

  /**
   * Finds those of these jobs that are waiting, running or to be retried on a channel, for the reconciler. A job that
   * Siar did not write counts as missing. So does one that is not found in a flood of others: it is then added twice,
   * and the tables let only one of them take effect.
   * @returns their names
   * @throws Error when the server does not answer
   */
  live(channel: string, jobs: readonly Job[]): Promise<Set<string>> {
    return this.answered(() => this.liveOf(channel, jobs));
  }

  private async liveOf(channel: string, jobs: readonly Job[]): Promise<Set<string>> {
    const live = new Set<string>();
    for (const kind of KINDS) {
      const missing = new Set(jobs.filter((job) => kindOf(job) === kind).map(jobName));
      if (missing.size === 0) continue;
      const queue = this.queue(queueName(channel, kind));
      for await (const ids of pagesOf(queue, UNFINISHED)) {
        for (const id of ids) {
          // Only the first id of each name is checked, so that a flood of names like Siar's does not cost a query each.
          const name = id.replace(/-\d+$/, '');
          if (!missing.delete(name)) continue;
          const job = await queue.getJob(id);
          if (job && jobOf(job)) live.add(name);
        }
        if (missing.size === 0) break;
      }
    }
    return live;
  }

  async depth(channel: string): Promise<QueueDepth> {
    const counts = await Promise.all(
      this.of(channel).map((queue) =>
        queue.getJobCounts('prioritized', 'waiting', 'active', 'delayed', 'failed'),
      ),
    );
    const all = (name: string): number => counts.reduce((sum, each) => sum + (each[name] ?? 0), 0);
    return {
      waiting: all('prioritized') + all('waiting'),
      active: all('active'),
      delayed: all('delayed'),
      failed: all('failed'),
    };
  }

  /** Returns a channel's depths, and its oldest job among those that are next in each state. */
  async status(channel: string): Promise<QueueStatus> {
    const [depth, jobs] = await Promise.all([
      this.depth(channel),
      Promise.all(this.of(channel).map((queue) => queue.getJobs(UNFINISHED, 0, LOOKED_AT - 1, true))),
    ]);
    const added = jobs.flat().map(({ timestamp }) => timestamp);
    return { ...depth, oldestAt: added.length > 0 ? new Date(Math.min(...added)) : null };
  }

  /** Returns a channel's failed jobs, the newest first. */
  async failedJobs(channel: string, most: number): Promise<FailedJob[]> {
    const jobs = await Promise.all(this.of(channel).map((queue) => queue.getJobs(['failed'], 0, most - 1)));
    return jobs
      .flat()
      .flatMap((job) =>
        job?.id
          ? [
              {
                channel,
                id: job.id,
                job: nameOf(job),
                attempts: job.attemptsMade,
                failedAt: job.finishedOn === undefined ? null : new Date(job.finishedOn),
                failure: failureOf(job.failedReason ?? ''),
                reason: job.failedReason ?? '',
              },
            ]
          : [],
      )
      .sort((one, other) => Number(other.failedAt) - Number(one.failedAt))
      .slice(0, most);
  }

  /**
   * Removes the failed jobs whose work is over, such as that of another job for the same batch after an outage. Looks at
   * the oldest hundred.
   * @param openOf receives the jobs, and returns the names of those whose work is not over
   */
  async forgetFailed<Kind extends JobKind>(
    channel: string,
    kind: Kind,
    openOf: (jobs: JobOf<Kind>[]) => Promise<string[]>,
  ): Promise<void> {
    const failed = await this.queue(queueName(channel, kind)).getJobs(['failed'], 0, LOOKED_AT - 1, true);
    const known = failed.flatMap((job) => {
      const of = jobOf(job);
      return of && kindOf(of) === kind ? [{ job, of: of as JobOf<Kind> }] : [];
    });
    if (known.length === 0) return;
    const open = new Set(await openOf(known.map(({ of }) => of)));
    await Promise.all(known.filter(({ of }) => !open.has(jobName(of))).map(({ job }) => job.remove()));
  }

  /** Puts a failed job back on its queue. @returns its name; null where there is no such failed job */
  async retry(channel: string, id: string): Promise<string | null> {
    for (const queue of this.of(channel)) {
      const job = await queue.getJob(id);
      if (!job || !(await job.isFailed())) continue;
      await job.retry('failed');
      return nameOf(job);
    }
    return null;
  }

  /**
   * Undoes what stops a channel's queues and Siar never does: keys that BullMQ does not write like this, BullMQ's own
   * pause (operators pause in the tables), limits of number and rate, jobs delayed for longer than after a failed try,
   * and locks that outlast any worker's. Anybody with access to the queue's server can do these. One round does a
   * bounded part of it, and the next goes on.
   */
  async repair(channel: string): Promise<void> {
    await Promise.all(this.of(channel).map((queue) => this.repairOne(queue)));
  }

  private async repairOne(queue: Queue): Promise<void> {
    const forged = this.connection.redis ? await dropForged(queue, this.connection.redis) : 0;
    const paused = await queue.isPaused();
    if (paused) await queue.resume();
    const limits = (await queue.removeGlobalConcurrency()) + (await queue.removeGlobalRateLimit());
    const promoted = await promote(queue, Date.now() + LONGEST_BACKOFF_MS + CLOCKS_DIFFER_MS);
    const unlocked = this.connection.redis ? await shortenLocks(queue, this.connection.redis) : 0;
    if (forged > 0 || paused || limits > 0 || promoted > 0 || unlocked > 0)
      this.log.repaired(queue.name, { forged, paused, limits, promoted, unlocked });
  }

  /** @throws Error when the queue's server does not answer within the time, in ms. */
  async check(timeoutMs: number): Promise<void> {
    const asked = Promise.all([...this.queues.values()].map((queue) => queue.getJobCounts('active')));
    await within(timeoutMs, asked, () => unanswered(timeoutMs));
  }

  /**
   * The settings of the queue's own server by which a crash loses what was added, such as `appendonly = no`; none where the
   * queues are in PostgreSQL. @throws Error when it does not answer
   */
  async unsafeSettings(): Promise<string[]> {
    const said = await this.connection.redis?.info('persistence');
    return said !== undefined && /^aof_enabled:0\s*$/m.test(said) ? ['appendonly = no'] : [];
  }

  /** Returns views for the queue dashboard, bull-board, which cannot change anything. */
  boards(): BullMQAdapter[] {
    return [...this.queues.values()].map((queue) => new BullMQAdapter(queue, { readOnlyMode: true }));
  }

  /**
   * Bounds work on the server, for callers that have more to do than to wait. One that is away gets no commands: ioredis
   * keeps them all until it is back.
   */
  private async answered<T>(work: () => Promise<T>): Promise<T> {
    await this.ready();
    return within(ANSWER_MS, work(), () => unanswered(ANSWER_MS));
  }

  private of(channel: string): Queue[] {
    return namesOf(channel).map((name) => this.queue(name));
  }

  private queue(name: string): Queue {
    const queue = this.queues.get(name);
    if (!queue) throw new Error(`There is no queue ${name}`);
    return queue;
  }
}

/** `awayFrom` knows its words. */
const unanswered = (ms: number): Error => new Error(`the queue did not answer within ${ms} ms`);

/**
 * Yields the ids of a queue's jobs in these states, a page at a time. The newest come first: a job that is taken off
 * the other end during this moves no later one out of the next page.
 */
async function* pagesOf(queue: Queue, states: JobType[]): AsyncGenerator<string[]> {
  for (let from = 0; from < MOST_READ; from += PAGE) {
    const ids = await queue.getRanges(states, from, from + PAGE - 1);
    if (ids.length === 0) return;
    yield ids;
  }
}

/** Promotes the first jobs that are delayed beyond an instant, in ms since 1970. @returns their number */
async function promote(queue: Queue, beyond: number): Promise<number> {
  const [all, fine] = [await queue.getDelayedCount(), await queue.getDelayedCount(beyond)];
  if (all <= fine) return 0;
  const jobs = await queue.getDelayed(fine, fine + PAGE - 1);
  // A job may have run or gone since it was listed.
  const promoted = await Promise.allSettled(jobs.map((job) => job.promote()));
  return promoted.filter(({ status }) => status === 'fulfilled').length;
}

/** The keys of a queue that all of its jobs share, by their type in Redis. */
const SHARED_KEYS = {
  list: ['wait', 'active', 'paused'],
  zset: ['prioritized', 'delayed', 'completed', 'failed', 'waiting-children', 'marker', 'repeat'],
  set: ['stalled'],
  hash: ['meta'],
  stream: ['events'],
  string: ['id', 'pc', 'stalled-check', 'limiter'],
};

/**
 * Removes keys by which one write would stop a queue for good: a key of another type, a counter or a stream at its end,
 * and a check for dead workers' jobs that never ends. Their jobs are made again from the tables.
 * @returns the number of keys
 */
async function dropForged(queue: Queue, redis: Redis): Promise<number> {
  const key = (name: string): string => queue.toKey(name);
  const looks: Promise<string | true>[] = Object.entries(SHARED_KEYS).flatMap(([kind, names]) =>
    names.map(async (name) => ['none', kind].includes(await redis.type(key(name))) || name),
  );
  const forged = new Set((await Promise.all(looks)).filter((name) => name !== true));
  for (const name of ['id', 'pc'])
    if (!forged.has(name) && !/^\d{1,15}$/.test((await redis.get(key(name))) ?? '0')) forged.add(name);
  const checkedMs = await redis.pttl(key('stalled-check'));
  if (checkedMs === FOR_EVER || checkedMs > LOCK_MS) forged.add('stalled-check');
  if (!forged.has('events')) {
    const [[last] = ['']] = await redis.xrevrange(key('events'), '+', '-', 'COUNT', 1);
    if (Number.parseInt(last, 10) > Date.now() + CLOCKS_DIFFER_MS) forged.add('events');
  }
  return forged.size === 0 ? 0 : redis.unlink(Array.from(forged, key));
}

/** Shortens locks that were set to last: a live worker renews its own long before. @returns their number */
async function shortenLocks(queue: Queue, redis: Redis): Promise<number> {
  let shortened = 0;
  for await (const ids of pagesOf(queue, ['active']))
    await Promise.all(
      ids.map(async (id) => {
        const lock = queue.toKey(`${id}:lock`);
        const leftMs = await redis.pttl(lock);
        if (leftMs === FOR_EVER || leftMs > LOCK_MS) shortened += await redis.pexpire(lock, LOCK_MS);
      }),
    );
  return shortened;
}
/** Redis' TTL of a key without an expiry. */
const FOR_EVER = -1;

async function add(queue: Queue, jobs: readonly QueuedJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await queue.addBulk(
    jobs.map(({ job, priority, id }) => ({
      name: job.name,
      data: job,
      opts: { ...JOB_LIFE, priority, jobId: id },
    })),
  );
}
