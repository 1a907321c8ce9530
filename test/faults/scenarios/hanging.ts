import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { row, rows } from '#platform/database';
import { type Proxy, silentProxy } from '../../factories/proxy.js';
import { endsWhole, type Fleet, losesNone, note, type Settle } from '../harness.js';

/** Healthy programs send again within this time of a hang, at the programs' default time-outs; in ms. */
const AGAIN_MS = 20_000;
/** A hang is reported within this time, in ms. */
const SAID_MS = 15_000;
/** A busy machine is slower than the shortened time-outs. */
const LEAST_MS = 12_000;

interface Said {
  down: string[];
  away?: { channel: string }[];
  stalled?: { channel: string }[];
  silent?: { program: string }[];
}

/** The ratio of a fleet's time-outs to the defaults. */
const scale = (fleet: Fleet): number => Number(fleet.system.env['DATABASE_TIMEOUT_SECONDS'] ?? 10) / 10;
const limit = (fleet: Fleet, ms: number): number => Math.max(LEAST_MS, ms * scale(fleet));

async function eventually(what: string, ms: number, so: () => Promise<boolean>): Promise<void> {
  const began = performance.now();
  while (!(await so())) {
    if (performance.now() - began > ms) throw new Error(`${what}: not within ${Math.round(ms)} ms`);
    await sleep(100);
  }
  note(`${what} after ${Math.round(performance.now() - began)} ms`);
}

/** The publisher's readiness report, also with status 503. */
async function said(fleet: Fleet): Promise<Said> {
  const answer = await fetch(`${fleet.system.publisherUrl}/health/ready?without=providers`);
  return (await answer.json()) as Said;
}

const sentOf = async (fleet: Fleet, id: string): Promise<number> => {
  const { accepted, delivered, failed } = await fleet.counts(id);
  return accepted + delivered + failed;
};

/** Copies go out again within the promised time, during the hang. */
async function goesOn(fleet: Fleet, id: string): Promise<void> {
  const before = await sentOf(fleet, id);
  await eventually(
    'sending again',
    limit(fleet, AGAIN_MS),
    async () => (await sentOf(fleet, id)) > before + 20,
  );
}

/** Sessions of a stopped program that hold a transaction open. */
async function holdsTransaction(fleet: Fleet): Promise<boolean> {
  const found = await row(
    fleet.database.manager,
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'
       AND state_change < clock_timestamp() - interval '150 ms'`,
  );
  return found !== undefined;
}

/**
 * Freezes a worker that holds the lock on a wave's row. Updates of waves wait for our lock while the worker is stopped,
 * then complete, and their transactions stay open.
 */
async function freezeInTransaction(fleet: Fleet): Promise<() => void> {
  const { database } = fleet;
  await database.query(
    `CREATE OR REPLACE FUNCTION stop_here() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF current_user = 'siar_worker' THEN PERFORM pg_advisory_xact_lock_shared(4712); END IF;
         RETURN NULL;
       END $$;
     CREATE OR REPLACE TRIGGER stop_here AFTER UPDATE ON waves FOR EACH STATEMENT EXECUTE FUNCTION stop_here()`,
  );
  const holder = database.createQueryRunner();
  await holder.connect();
  try {
    for (let tries = 1; tries <= 10; tries++) {
      await holder.query('SELECT pg_advisory_lock(4712)');
      await sleep(500);
      const wake = fleet.freeze('worker-email');
      await holder.query('SELECT pg_advisory_unlock(4712)');
      await sleep(300);
      if (await holdsTransaction(fleet)) return wake;
      wake();
    }
    throw new Error('no transaction of the worker was hit');
  } finally {
    await holder.release();
  }
}

/**
 * Freezes one of two e-mail workers, inside a transaction or anywhere. The other continues during the hang; after it
 * resumes, the frozen one reports its outcomes and hands over nothing that it claimed before.
 * @param ms the minimum time of the hang
 */
export async function freezeWorker(fleet: Fleet, inTransaction: boolean, ms: number): Promise<Settle> {
  await fleet.start('worker-email-2');
  const id = await fleet.broadcast({ channels: ['email'] });
  await fleet.until(id, ({ accepted }) => accepted > 20, 30);
  const wake = inTransaction ? await freezeInTransaction(fleet) : fleet.freeze('worker-email');
  const frozen = performance.now();
  await goesOn(fleet, id);
  await eventually('named as silent', limit(fleet, SAID_MS), async () =>
    ((await said(fleet)).silent ?? []).some(({ program }) => program === 'worker'),
  );
  await sleep(Math.max(0, ms - (performance.now() - frozen)));
  wake();
  return async () => {
    await endsWhole(fleet, id, 240);
    await fleet.end('worker-email-2');
  };
}

/**
 * Freezes an e-mail worker in the middle of its hand-overs: the server's go-aheads reach it while it is stopped. Its
 * copies are resent during the hang; after it resumes, it sends none of them, because the time for those hand-overs is
 * over.
 */
export async function freezeWhileResent(fleet: Fleet): Promise<Settle> {
  const { SMTP_URL: smtp = '' } = fleet.system.env;
  const proxy = await silentProxy(Number(new URL(smtp).port));
  await fleet.end('worker-email');
  await fleet.start('worker-email', { SMTP_URL: `smtp://127.0.0.1:${proxy.port}` });
  const id = await fleet.broadcast({ channels: ['email'], audience: { regions: ['32', '33'] } });
  await fleet.until(id, ({ accepted }) => accepted > 20, 30);
  proxy.delay(400);
  await fleet.until(id, ({ claimed }) => claimed >= fleet.claimWindow / 2, 30);
  // Every command's answer is delayed by more than this time: some of the answers are go-aheads.
  await sleep(600);
  const wake = fleet.freeze('worker-email');
  const arrivedThen = await arrivedOf(fleet, id);
  await fleet.start('worker-email-2');
  await fleet.until(id, ({ pending, claimed }) => pending + claimed === 0, 120);
  const { unknown } = await fleet.counts(id);
  expect(unknown).toBeGreaterThan(0);
  const operator = await fleet.as('operator');
  expect(await operator('POST', `/broadcasts/${id}/resend-unknown`, { unknown, reason: 'uji' })).toEqual({
    resent: unknown,
    left: 0,
  });
  await fleet.until(id, ({ pending, claimed, unknown: left }) => pending + claimed + left === 0, 60);
  const arrived = await arrivedOf(fleet, id);
  note(`${unknown} resent; ${arrived - arrivedThen} arrived while the worker was stopped`);
  proxy.delay(0);
  wake();
  // The resumed worker stays up through another broadcast, by which time its old claims must be over.
  await fleet.end('worker-email-2');
  const next = await fleet.broadcast({ channels: ['email'], audience: { regions: ['31'] } });
  return async () => {
    await endsWhole(fleet, next, 120);
    expect(await arrivedOf(fleet, id)).toBe(arrived);
    await endsWhole(fleet, id, 10);
    await fleet.end('worker-email');
    await fleet.start('worker-email');
    await proxy.stop();
  };
}

/** How many copies of a broadcast the sandbox received, repeats included. */
const arrivedOf = async (fleet: Fleet, id: string): Promise<number> =>
  (await fleet.copies(id)).reduce((sum, { arrived }) => sum + arrived, 0);

/** Freezes one of two publishers: the other releases, feeds and reconciles. */
export async function freezePublisher(fleet: Fleet, ms: number): Promise<Settle> {
  await fleet.start('publisher-2');
  const id = await fleet.broadcast();
  await fleet.until(id, ({ accepted }) => accepted > 5, 30);
  const wake = fleet.freeze('publisher');
  const frozen = performance.now();
  await goesOn(fleet, id);
  await eventually('in the table of those silent', limit(fleet, SAID_MS), async () => {
    const silent = await rows(
      fleet.database.manager,
      `SELECT FROM heartbeats WHERE program = 'publisher' AND beat_at < siar_now() - make_interval(secs => $1)`,
      [10 * scale(fleet)],
    );
    return silent.length > 0;
  });
  await sleep(Math.max(0, ms - (performance.now() - frozen)));
  wake();
  return async () => {
    await endsWhole(fleet, id, 240);
    await fleet.end('publisher-2');
  };
}

/**
 * Freezes a server that all programs need: the hang is reported, and sending continues when the server answers again.
 */
export async function freezeServer(
  fleet: Fleet,
  server: 'postgres' | 'redis' | 'sandbox',
  ms: number,
): Promise<Settle> {
  const id = await fleet.broadcast(server === 'sandbox' ? { channels: ['email'] } : {});
  await fleet.until(id, ({ accepted }) => accepted > 20, 30);
  const wake = fleet.freeze(server);
  const frozen = performance.now();
  try {
    await eventually('said', limit(fleet, SAID_MS), async () => {
      const { down, away } = await said(fleet);
      if (server === 'sandbox') return (away ?? []).some(({ channel }) => channel === 'email');
      return down.includes(server === 'redis' ? 'queue' : 'database');
    });
    await sleep(Math.max(0, ms - (performance.now() - frozen)));
  } finally {
    wake();
  }
  await goesOn(fleet, id);
  return async () => {
    await endsWhole(fleet, id, 240);
    // Only the provider can cause unknown outcomes; for every other copy its worker had the outcome all along.
    if (server !== 'sandbox') await losesNone(fleet, id);
  };
}

/**
 * Cuts one of two e-mail workers off from PostgreSQL without a FIN: its connections go silent, new ones work. The
 * healthy worker continues and the other recovers without help: in the end it works alone.
 * @param resumes whether the silent connections carry data again after `ms`
 */
export async function cutOff(fleet: Fleet, resumes: boolean, ms: number): Promise<Settle> {
  const url = new URL(fleet.system.databaseUrl);
  const proxy: Proxy = await silentProxy(Number(url.port));
  url.port = String(proxy.port);
  await fleet.start('worker-email-2', { DATABASE_URL: url.toString() });
  const id = await fleet.broadcast({ channels: ['email'] });
  await fleet.until(id, ({ accepted }) => accepted > 20, 30);
  proxy.silence();
  const cut = performance.now();
  await goesOn(fleet, id);
  await fleet.end('worker-email');
  // Only the worker that was cut off is left.
  await goesOn(fleet, id);
  await sleep(Math.max(0, ms - (performance.now() - cut)));
  if (resumes) proxy.resume();
  return async () => {
    await endsWhole(fleet, id, 240);
    await fleet.end('worker-email-2');
    await proxy.stop();
    await fleet.start('worker-email');
  };
}

/**
 * A mail server that answers each command late, though within the time for a whole hand-over, so that no hand-over
 * completes in time. Its channel waits, nothing is lost or doubled, and sending continues when the server is fast
 * again.
 * @param ms for how long
 */
export async function slowMailServer(fleet: Fleet, ms: number): Promise<Settle> {
  const { SMTP_URL: smtp = '', PROVIDER_TIMEOUT_SECONDS: seconds = '15' } = fleet.system.env;
  const proxy = await silentProxy(Number(new URL(smtp).port));
  await fleet.end('worker-email');
  await fleet.start('worker-email', { SMTP_URL: `smtp://127.0.0.1:${proxy.port}` });
  const id = await fleet.broadcast({ channels: ['email'] });
  await fleet.until(id, ({ accepted }) => accepted > 20, 30);
  proxy.delay(Number(seconds) * 800);
  const slow = performance.now();
  await eventually('said', limit(fleet, SAID_MS) + Number(seconds) * 1000, async () => {
    const { away, stalled } = await said(fleet);
    return [...(away ?? []), ...(stalled ?? [])].some(({ channel }) => channel === 'email');
  });
  await sleep(Math.max(0, ms - (performance.now() - slow)));
  proxy.delay(0);
  await goesOn(fleet, id);
  return async () => {
    await endsWhole(fleet, id, 240);
    await fleet.end('worker-email');
    await fleet.start('worker-email');
    await proxy.stop();
  };
}

/**
 * Fills the disk that PostgreSQL writes to: readiness reports it, though reading works; with free space again sending
 * continues.
 * @param disk the folder in which a file takes all free space
 */
export async function fillDisk(fleet: Fleet, disk: string, ms: number): Promise<Settle> {
  const id = await fleet.broadcast();
  await fleet.until(id, ({ accepted }) => accepted > 20, 30);
  const ballast = join(disk, 'ballast');
  const full = performance.now();
  try {
    await eventually('said', limit(fleet, SAID_MS), async () => {
      // PostgreSQL removes old log segments, which frees space.
      fill(ballast);
      // The fill kept this process busy for seconds and the server closed the kept-alive connection: the event loop
      // must see the close first.
      await sleep(100);
      return (await said(fleet)).down.includes('database');
    });
    await sleep(Math.max(0, ms - (performance.now() - full)));
  } finally {
    rmSync(ballast);
  }
  // A server that could not write its log restarts, and ends the connections of this process too.
  await eventually('answers again', limit(fleet, AGAIN_MS), () =>
    fleet.counts(id).then(
      () => true,
      () => false,
    ),
  );
  await goesOn(fleet, id);
  return async () => {
    await endsWhole(fleet, id, 240);
    await losesNone(fleet, id);
  };
}

/** Writes zeros until the disk is full. */
function fill(file: string): void {
  const zeros = Buffer.alloc(64 * 1024);
  const handle = openSync(file, 'a');
  try {
    for (let size = zeros.length; size >= 512;) {
      try {
        writeSync(handle, zeros, 0, size);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        size /= 2;
      }
    }
  } finally {
    closeSync(handle);
  }
}
