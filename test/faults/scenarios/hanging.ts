import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { row, rows } from '#platform';
import { type Proxy, silentProxy } from '../../factories/proxy.js';
import { endsWhole, type Fleet, lostByWorkers, note, type Settle } from '../harness.js';

/** Within this time of a hang, at the programs' default time-outs, healthy programs send again; in ms. */
const AGAIN_MS = 20_000;
/** Within this time it is said what hangs. */
const SAID_MS = 15_000;
/** A busy machine is slower than the time-outs that were shortened for it. */
const LEAST_MS = 12_000;

interface Said {
  down: string[];
  away?: { channel: string }[];
  stalled?: { channel: string }[];
  silent?: { program: string }[];
}

/** How the time-outs of a fleet compare with the defaults. */
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

/** What readiness of the publisher says, also while it says 503. */
async function said(fleet: Fleet): Promise<Said> {
  const answer = await fetch(`${fleet.system.publisherUrl}/health/ready?without=providers`);
  return (await answer.json()) as Said;
}

const sentOf = async (fleet: Fleet, id: string): Promise<number> => {
  const { accepted, delivered, failed } = await fleet.counts(id);
  return accepted + delivered + failed;
};

/** Copies go out again within the time promised, while what hangs still hangs. */
async function goesOn(fleet: Fleet, id: string): Promise<void> {
  const before = await sentOf(fleet, id);
  await eventually(
    'sending again',
    limit(fleet, AGAIN_MS),
    async () => (await sentOf(fleet, id)) > before + 20,
  );
}

/** A program's sessions that hold a transaction open though it is stopped. */
async function holdsTransaction(fleet: Fleet): Promise<boolean> {
  const found = await row(
    fleet.database.manager,
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'
       AND state_change < clock_timestamp() - interval '150 ms'`,
  );
  return found !== undefined;
}

/**
 * Freezes a worker that holds a wave's row: updates of waves wait for us while it is stopped, then end, and their
 * transactions have nobody who goes on with them.
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
 * Freezes one of two e-mail workers, in a transaction or anywhere. The other goes on while it hangs; woken, it says what
 * it knows and hands over nothing of what was claimed before.
 * @param ms how long it hangs at least
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
 * Freezes an e-mail worker in the midst of its hand-overs: the server's go-aheads reach it while it is stopped. What it had
 * is resent meanwhile; woken, it sends none of it, since the time for those hand-overs is over.
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
  // Every command's answer is on its way for longer than this: some of them are go-aheads.
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
  // It has lived through another broadcast when what it had in hand must be over.
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

/** Copies of a broadcast that the sandbox received, each as often as it came. */
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

/** Freezes a server that all need: what hangs is said, and all goes on when it answers again. */
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
    // The provider alone may have taken what nobody can tell of; for every other copy its worker knew all the time.
    if (server !== 'sandbox') expect(await lostByWorkers(fleet, id)).toBe(0);
  };
}

/**
 * Cuts one of two e-mail workers off from PostgreSQL without a FIN: its flows go silent, new ones work. The healthy one
 * goes on, and the other comes back by itself: in the end it works alone.
 * @param resumes whether the silent flows go on after `ms`
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
  // Nobody is left but the one that was cut off.
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
 * A mail server answers each command late, though within the time for a whole hand-over: none is completed in time. Its
 * channel waits, nothing is lost or doubled, and all goes on when it is quick again.
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
 * Fills the disk that PostgreSQL writes to: readiness says so, though reading works; with room again all goes on.
 * @param disk the folder in which a file takes all the room there is
 */
export async function fillDisk(fleet: Fleet, disk: string, ms: number): Promise<Settle> {
  const id = await fleet.broadcast();
  await fleet.until(id, ({ accepted }) => accepted > 20, 30);
  const ballast = join(disk, 'ballast');
  const full = performance.now();
  try {
    await eventually('said', limit(fleet, SAID_MS), async () => {
      // PostgreSQL throws old log segments away, and has room again.
      fill(ballast);
      // That kept this process busy for seconds: the kept connection was closed meanwhile, which is to be heard of first.
      await sleep(100);
      return (await said(fleet)).down.includes('database');
    });
    await sleep(Math.max(0, ms - (performance.now() - full)));
  } finally {
    rmSync(ballast);
  }
  await goesOn(fleet, id);
  return async () => {
    await endsWhole(fleet, id, 240);
    expect(await lostByWorkers(fleet, id)).toBe(0);
  };
}

/** Writes zeros until nothing more fits. */
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
