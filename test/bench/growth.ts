import type { Child } from '../../apps/standalone/children.js';
import { ask } from './asking.js';
import { atMost, type Bench, type Figures, median, worst } from './bench.js';
import { emailSettings, reconciled } from './email.js';
import { Fleet } from './fleet.js';
import type { Ground } from './ground.js';
import { cpuSeconds } from './processor.js';

const MANY = 1_000_000;
/** Sent before the measurement, so that code is compiled, caches are filled and statistics are collected. */
const WARM_UP = 20_000;
/** 0.8 of the contacts have an e-mail address, and some of those have left. */
const contactsFor = (recipients: number): number => Math.ceil(recipients / 0.79);

/** The recipients of a variant. */
interface Size {
  /** Contacts in the database, at scale 1. */
  recipients: number;
  /** Only recipients in these provinces; undefined: all. */
  regions?: string[];
}

const FEW_OF_MANY = '100000 of a million';
const ALL = '1000000';
const FEW_ALONE = '100000, no more in the tables';
const SIZES: Readonly<Record<string, Size>> = {
  // North Sumatra and Banten: 97,700 of a million.
  [FEW_OF_MANY]: { recipients: MANY, regions: ['12', '36'] },
  [ALL]: { recipients: MANY },
  // Shows the cost of larger tables, which no longer fit a processor's caches.
  [FEW_ALONE]: { recipients: MANY / 10 },
};

/** Whether a message costs more in a larger broadcast. */
export const growth: Bench = {
  name: 'growth',
  about: `processor time of a message, its ledger written, after the first ${WARM_UP}, one e-mail worker, limit lifted, queues on Redis`,
  variants: Object.keys(SIZES),
  needsRedis: () => true,
  rounds: 1,
  long: true,
  prepare: async (ground, scale) => {
    const sink = await ground.program('../test/bench/smtp-sink', {}, { name: 'sink-growth' });
    return async (variant) => {
      await ask(sink);
      const size = SIZES[variant];
      if (!size) throw new Error(`growth knows no ${variant}`);
      const { recipients, regions } = size;
      return run(ground, sink, Math.round(recipients * scale), regions);
    };
  },
  judge: (runs) => [
    ...['workerUs', 'databaseUs'].map((figure) =>
      atMost(
        `${figure} of a message: ${ALL} / ${FEW_OF_MANY}`,
        median(runs, ALL, figure) / median(runs, FEW_OF_MANY, figure),
        1.1,
      ),
    ),
    atMost('lost or doubled, worst run', worst(runs, 'wrong'), 0),
  ],
};

/** Sends one broadcast to this many, and measures what a copy costs after the first. */
async function run(
  ground: Ground,
  sink: Child,
  recipients: number,
  regions: string[] | undefined,
): Promise<Figures> {
  const settings = await emailSettings(ground, sink, contactsFor(recipients), 'redis');
  return afterWarmUp(ground, sink, await Fleet.start(ground, ['email'], settings, 1), regions);
}

/**
 * Sends one broadcast and measures what a copy costs once its first are sent; stops the fleet.
 * @param regions only recipients there; undefined: everywhere
 * @returns processor µs a copy: `workerUs` of all workers, `databaseUs` of PostgreSQL, `systemUs` of both, the publisher and
 *   the queue's server
 */
export async function afterWarmUp(
  ground: Ground,
  sink: Child,
  fleet: Fleet,
  regions?: string[],
): Promise<Figures> {
  const spent = (): Record<string, number> => {
    const [publisher = 0, ...workers] = fleet.pids.map(cpuSeconds);
    const workerUs = workers.reduce((sum, seconds) => sum + seconds, 0);
    const databaseUs = cpuSeconds(ground.databasePid);
    const queueUs = ground.redisPid === null ? 0 : cpuSeconds(ground.redisPid);
    return { workerUs, databaseUs, systemUs: publisher + workerUs + databaseUs + queueUs };
  };
  try {
    const { id, approve } = await fleet.compose(regions && { audience: { regions } });
    await approve();
    // Otherwise the cost of writing the ledger would count in the large variant and be over with the warm-up in the
    // small one.
    await fleet.fannedOut(id);
    const before = await fleet.accepted(id, WARM_UP);
    const start = performance.now();
    const from = spent();
    const { accepted } = await fleet.settled(id);
    const seconds = (performance.now() - start) / 1000;
    const costs = Object.entries(spent()).map(
      ([name, until]) => [name, ((until - (from[name] ?? 0)) * 1e6) / (accepted - before)] as const,
    );
    return {
      accepted,
      perSecond: (accepted - before) / seconds,
      ...(Object.fromEntries(costs) as Record<string, number>),
      ...(await reconciled(fleet, sink, id)),
    };
  } finally {
    await fleet.stop();
  }
}
