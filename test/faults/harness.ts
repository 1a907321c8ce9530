import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seedContacts } from '#audience/seeding';
import { type ChannelName, CHANNELS } from '#channels';
import type { Progress } from '#dispatch/reports';
import { loadConfig } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions, row, rows } from '#platform/database';
import { type Counts } from '#contract';
import { seeded } from '../../apps/sandbox/faults.rules.js';
import { type Child, freePort, startChild } from '../../apps/standalone/children.js';
import { DEMO_PASSWORD } from '../../apps/standalone/demo-staff.js';
import { DEMO_TEXTS } from '../../apps/standalone/demo-texts.js';
import { arrivals, ledger, type Reconciliation, reconcile } from '../../apps/standalone/reconciliation.js';
import { approve, type Ask, signIn } from '../../apps/standalone/staff-api.js';
import { forget, freePorts, startSystem, type System } from '../../apps/standalone/system.js';
import { family, postmaster, smallDisk, type Server, startRedis } from './servers.js';

/** The two queue backends; where Redis is missing it is left out with a warning (test/servers.js). */
export const BACKENDS: ('postgres' | 'redis')[] = process.env['TEST_REDIS_URL']
  ? ['postgres', 'redis']
  : ['postgres'];

/** Settings of every fleet here: no provider limits of its own, and short leases so that a kill is settled soon. */
const SETTINGS: Record<string, string> = {
  CLAIM_WINDOW: '100',
  LEASE_SECONDS: '9',
  PROVIDER_TIMEOUT_SECONDS: '4',
  PROBE_SECONDS: '1',
  EMAIL_RATE: '400',
  TELEGRAM_RATE: '400',
  SMS_RATE: '400',
  SANDBOX_TELEGRAM_RATE: '0',
  LOG_LEVEL: 'info',
};

/**
 * The audience of a broadcast: the most populous provinces, and some of each time zone. All 38 make four times as many waves
 * of a few copies each, which test/integration/pipeline.spec.ts has.
 */
export const PROVINCES = ['12', '31', '32', '33', '35', '36', '61', '73', '81', '91'];

/** The exit code of a program whose watchdog ended it (libs/platform/program/heartbeat.ts). */
const ENDED_BY_WATCHDOG = 70;

/** All of Siar as child processes that can be killed and restarted, with servers of their own. */
export interface Fleet {
  system: System;
  /** Connected as the owner of the tables, a role that no program connects as. */
  database: Database;
  keys: Keys;
  /**
   * The most copies claimed by one worker: the bound on `unknown` after a kill, and on what one worker sends after a
   * pause.
   */
  claimWindow: number;
  /** Seeded: the same kills at the same moments, as far as the machine allows. */
  random: () => number;
  /** The names of the running programs. */
  up(): string[];
  /** SIGKILL; resolves when the process is gone. `postgres` and `redis` are the servers themselves. */
  kill(name: string): Promise<void>;
  /**
   * SIGSTOP to all processes of a program or server: it hangs, and its connections stay open. @returns a function that
   * resumes it
   */
  freeze(name: string): () => void;
  /** SIGTERM; resolves when the program has finished what it had claimed and exited. */
  end(name: string): Promise<void>;
  /**
   * Restarts a killed program, or starts one more: `worker-email-2`, `publisher-2`. @param more settings for this one
   * alone
   */
  start(name: string, more?: Record<string, string>): Promise<void>;
  as(username: 'penulis' | 'kpu-nasional' | 'operator'): Promise<Ask>;
  /** Signs everybody in again, as after their sessions have expired. */
  signInAnew(): void;
  /** Composes, submits and approves; PROVINCES, every channel, now, unless `draft` says otherwise. */
  broadcast(draft?: Record<string, unknown>): Promise<string>;
  /** Counts from the tables, without any program of ours. */
  counts(broadcastId: string): Promise<Counts & { state: string }>;
  progress(broadcastId: string): Promise<Progress>;
  /** Polls until the condition holds. @throws Error with the last counts after `seconds` */
  until(
    broadcastId: string,
    wanted: (counts: Counts & { state: string }) => boolean,
    seconds: number,
  ): Promise<Counts & { state: string }>;
  /** Orders faults from the sandbox. */
  fault(order: Record<string, unknown>): Promise<void>;
  /** Ends all ordered faults. */
  clearFaults(): Promise<void>;
  reconcile(broadcastId: string): Promise<Reconciliation>;
  /** Every copy of a broadcast: its state in the ledger, and how often the sandbox received it. */
  copies(broadcastId: string): Promise<Copy[]>;
  /** What a program has logged at warn and above, as JSON lines. */
  complaints(name: string): { level: number; msg: string; time: string }[];
  /** Programs that ended without being stopped. */
  fallen(): string[];
  /** The small disk with PostgreSQL's data, if one was requested. */
  disk: string | null;
  stop(): Promise<void>;
}

/** One copy of a broadcast. */
export interface Copy {
  channel: ChannelName;
  addressId: string;
  /** The address in plain text. */
  to: string;
  state: string;
  resends: number;
  arrived: number;
}

/** Starts a fleet. @param options.more settings that differ from the defaults */
export async function startFleet(options: {
  backend: 'postgres' | 'redis';
  contacts: number;
  seed?: number;
  more?: Record<string, string>;
  /** Puts PostgreSQL's data on a disk of this size, which can be filled; requires the right to mount. */
  diskMb?: number;
  /**
   * Restarts a program that its own watchdog ends, as Compose does: with time-outs of seconds a busy machine seems to
   * hang.
   */
  restarts?: boolean;
}): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), 'siar-faults-'));
  const data = join(folder, 'postgres');
  const disk = options.diskMb ? smallDisk(data, options.diskMb) : null;
  const redisPort = await freePort();
  const fallen: { name: string; code: number | null }[] = [];
  let stopping = false;
  const expected = new Set<string>();
  const fell = (name: string, code: number | null): void => {
    if (stopping || expected.has(name)) return;
    if (options.restarts && code === ENDED_BY_WATCHDOG) {
      note(`${name} ended itself and is started again`);
      void start(name, settings.get(name)).catch((error: unknown) => {
        note(`${name} did not start again: ${String(error)}`);
        fallen.push({ name, code });
      });
    } else fallen.push({ name, code });
  };
  let redis: Server | undefined;
  let system: System | undefined;
  try {
    if (options.backend === 'redis') redis = await startRedis(join(folder, 'redis'), redisPort);
    system = await startSystem({
      folder,
      ports: await freePorts(),
      queueUrl: redis && `redis://127.0.0.1:${redisPort}`,
      more: { ...SETTINGS, ...options.more },
      say: () => undefined,
      fell,
    });
  } catch (error) {
    await redis?.kill();
    disk?.unmount();
    throw error;
  }
  const all = system;
  const database = await new Database(databaseOptions(all.databaseUrl, 4)).initialize();
  const config = loadConfig(all.env);
  const keys = new Keys(config);
  await seedContacts(database, keys, { contacts: options.contacts, seed: options.seed ?? 1 });
  const logs = join(folder, 'logs');

  const find = (name: string): Child => {
    const child = all.children.findLast((one) => one.name === name);
    if (!child) throw new Error(`there is no ${name}`);
    return child;
  };
  const settings = new Map<string, Record<string, string>>();
  const start: Fleet['start'] = async (name, more = {}) => {
    settings.set(name, more);
    if (name === 'redis') {
      redis = await startRedis(join(folder, 'redis'), redisPort);
      return;
    }
    if (name === 'postgres') {
      const args = [join(folder, 'postgres'), new URL(all.databaseUrl).port];
      // First in the list, so that it is stopped last.
      all.children[0] = await startChild('standalone/postgres', process.env, { name, args, logs, fell });
    } else {
      const channel = CHANNELS.find((one) => name.startsWith(`worker-${one}`));
      const program = channel ? 'channel-worker' : (name.split('-')[0] ?? name);
      const ports: Record<string, string | undefined> = {
        publisher: all.publisherUrl,
        gateway: all.gatewayUrl,
        registrar: all.env['REGISTRAR_URL'],
      };
      const port = new URL(ports[name] ?? 'http://127.0.0.1:0').port;
      const env = {
        PATH: process.env['PATH'],
        ...all.envOf(program),
        PORT: port,
        ...(channel && { CHANNEL: channel }),
      };
      all.children.push(await startChild(`${program}/main`, { ...env, ...more }, { name, logs, fell }));
    }
    expected.delete(name);
  };

  const signedIn = new Map<string, Promise<Ask>>();
  const as: Fleet['as'] = (username) => {
    const known = signedIn.get(username) ?? signIn(all.publisherUrl, username, DEMO_PASSWORD);
    signedIn.set(username, known);
    known.catch(() => signedIn.delete(username));
    return known;
  };
  const counts: Fleet['counts'] = async (broadcastId) => {
    const [found] = await rows<Counts & { state: string }>(database.manager, COUNTS, [broadcastId]);
    if (!found) throw new Error(`there is no broadcast ${broadcastId}`);
    return found;
  };

  return {
    system: all,
    database,
    keys,
    claimWindow: config.CLAIM_WINDOW,
    random: seeded(options.seed ?? 1),
    fallen: () =>
      fallen
        .splice(0)
        .map(({ name, code }) => `${name} ended with ${code}\n${lastWords(join(logs, `${name}.log`))}`),
    disk: disk && data,
    up: () =>
      all.children
        .filter(({ process: { exitCode, signalCode } }) => exitCode === null && signalCode === null)
        .map(({ name }) => name),
    kill: async (name) => {
      expected.add(name);
      if (name === 'redis') {
        await redis?.kill();
        redis = undefined;
        return;
      }
      const child = find(name).process;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      // Kills the server itself: killing the program around it would leave the server running.
      if (name === 'postgres') process.kill(postmaster(join(folder, 'postgres')), 'SIGKILL');
      else child.kill('SIGKILL');
      await gone;
    },
    freeze: (name) => {
      const pids =
        name === 'postgres'
          ? family(postmaster(join(folder, 'postgres')))
          : [name === 'redis' ? (redis?.pid ?? 0) : (find(name).process.pid ?? 0)];
      for (const pid of pids) signal(pid, 'SIGSTOP');
      return () => {
        for (const pid of pids) signal(pid, 'SIGCONT');
      };
    },
    end: async (name) => {
      expected.add(name);
      await find(name).stop();
    },
    start,
    as,
    signInAnew: () => signedIn.clear(),
    broadcast: async (draft = {}) => {
      const author = await as('penulis');
      const reviewer = await as('kpu-nasional');
      const { id } = await author<{ id: string }>('POST', '/broadcasts', {
        title: 'Uji gangguan',
        kind: 'urgent',
        reach: 'every',
        channels: CHANNELS,
        contents: DEMO_TEXTS,
        audience: { regions: PROVINCES },
        electionId: 'pemilu-2024',
        neutral: true,
        schedule: { at: 'now', leaveWindow: true },
        ...draft,
      });
      const { submission } = await author<{ submission: { digest: string } }>(
        'POST',
        `/broadcasts/${id}/submit`,
        { confirmLocalHours: true },
      );
      await approve(reviewer, id, submission.digest);
      return id;
    },
    counts,
    progress: async (id) => (await as('operator'))('GET', `/broadcasts/${id}/progress`),
    until: async (id, wanted, seconds) => {
      const deadline = performance.now() + seconds * 1000;
      for (;;) {
        const now = await counts(id);
        if (wanted(now)) return now;
        if (performance.now() > deadline)
          throw new Error(`not so after ${seconds} s: ${JSON.stringify(now)}; logs are in ${logs}`);
        await sleep(50);
      }
    },
    fault: async (order) => {
      const response = await fetch(`${all.sandboxUrl}/sandbox/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(order),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    clearFaults: async () => {
      const response = await fetch(`${all.sandboxUrl}/sandbox/faults`, { method: 'DELETE' });
      if (!response.ok) throw new Error(await response.text());
    },
    reconcile: (id) => reconcile(database, keys, all.sandboxUrl, id),
    copies: async (id) => {
      const found: Copy[] = [];
      for (const channel of CHANNELS) {
        const arrived = await arrivals(all.sandboxUrl, channel, id);
        for await (const copy of ledger(database, keys, id, channel))
          found.push({ ...copy, channel, arrived: arrived.get(copy.to) ?? 0 });
      }
      return found;
    },
    complaints: (name) =>
      readFileSync(join(logs, `${name}.log`), 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as { level: number; msg: string; time: string })
        .filter(({ level }) => level >= 40),
    stop: async () => {
      stopping = true;
      await database.destroy();
      await all.stop();
      await redis?.kill();
      disk?.unmount();
      if (!process.env['KEEP_FAULTS']) forget(folder);
      else process.stderr.write(`kept in ${folder}: ${readdirSync(folder).join(' ')}\n`);
    },
  };
}

/** The last lines of a program's log above the level info. */
function lastWords(log: string): string {
  const lines = readFileSync(log, 'utf8').split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('{"level":30'))
    .slice(-3)
    .join('\n');
}

/** Prints figures beside the verdict: durations and counts. */
export function note(...what: string[]): void {
  process.stderr.write(`    ${what.join(' ')}\n`);
}

/** Every copy of a broadcast is accounted for. */
export function sums({ targeted, ...counts }: Counts & { state?: string }): boolean {
  const { state: _, ...states } = counts;
  return Object.values(states).reduce((sum, n) => sum + n, 0) === targeted;
}

/** Nothing is pending or claimed any more. */
export const over = ({ state }: { state: string }): boolean =>
  ['completed', 'expired', 'cancelled'].includes(state);

/** The checks at the end of a scenario, after everything has settled. */
export type Settle = () => Promise<void>;

/** Nothing lost, doubled or sent to a wrong address. */
export const WHOLE: Reconciliation = { lost: 0, doubled: 0, strangers: 0 };

/** Waits until a broadcast is over. Checks that every copy is accounted for once and that every program runs. */
export async function endsWhole(
  fleet: Fleet,
  id: string,
  seconds: number,
): Promise<Counts & { state: string }> {
  const done = await fleet.until(id, over, seconds);
  note(JSON.stringify(done));
  expect(done.state).toBe('completed');
  expect(sums(done)).toBe(true);
  expect(await fleet.reconcile(id)).toEqual(WHOLE);
  expect(fleet.fallen()).toEqual([]);
  return done;
}

/** How long a living worker of a busy machine may take to write what it could not write during an outage, in ms. */
const WRITTEN_MS = 30_000;

/**
 * Waits until no copy is unknown because its worker reported no outcome: a worker that was only slow still does. Others are
 * unknown because a provider exceeded its time-out, as on a busy machine.
 */
export async function losesNone(fleet: Fleet, broadcastId: string): Promise<void> {
  const deadline = performance.now() + WRITTEN_MS;
  for (;;) {
    const found = await row<{ copies: number }>(
      fleet.database.manager,
      `SELECT count(*)::int AS copies FROM deliveries WHERE broadcast_id = $1 AND state = 'unknown' AND reason = 'worker lost'`,
      [broadcastId],
    );
    if (found?.copies === 0) return;
    if (performance.now() > deadline)
      throw new Error(`workers lost ${found?.copies} copies of ${broadcastId}`);
    await sleep(200);
  }
}

const COUNTS = `
SELECT b.state, sum(targeted)::int AS targeted, sum(pending)::int AS pending, sum(claimed)::int AS claimed,
  sum(accepted)::int AS accepted, sum(delivered)::int AS delivered, sum(failed)::int AS failed, sum(suppressed)::int AS suppressed,
  sum(expired)::int AS expired, sum(cancelled)::int AS cancelled, sum(unknown)::int AS unknown
FROM broadcasts b LEFT JOIN waves w ON w.broadcast_id = b.id WHERE b.id = $1 GROUP BY b.id`;

/** Signals a process, if it is still there: a backend of PostgreSQL may end at that moment, and the others must wake. */
function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
