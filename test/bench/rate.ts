import { loadConfig } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions } from '#platform/database';
import { freePort } from '../../apps/standalone/children.js';
import { reconcile } from '../../apps/standalone/reconciliation.js';
import { atLeast, atMost, type Bench, type Figures, worst } from './bench.js';
import { Fleet } from './fleet.js';
import type { Ground } from './ground.js';

/** The provider's limit a second. */
const RATE = 30;
/** About 1,750 of them have Telegram: one minute of messages. */
const CONTACTS = 5_850;
const WORKERS = 3;
const BUSY = ', busy machine';

/** Three workers at a provider's limit, measured at the provider. */
export const rate: Bench = {
  name: 'rate',
  about: `${WORKERS} Telegram workers at ${RATE}/s, 38 waves, short batches; the provider enforces its limit`,
  variants: ['postgres', 'redis', `postgres${BUSY}`, `redis${BUSY}`],
  needsRedis: (variant) => variant.startsWith('redis'),
  rounds: 2,
  prepare: async (ground) => {
    await ground.database(CONTACTS);
    return (variant) => run(ground, variant);
  },
  judge: (runs) => [
    atMost('most in any sliding second, worst run', worst(runs, 'perSecondMax'), RATE),
    atMost('refused with 429, worst run', worst(runs, 'refused'), 0),
    atMost('lost or doubled, worst run', worst(runs, 'wrong'), 0),
    ...Object.entries(runs).flatMap(([variant, all]) =>
      all.length === 0
        ? []
        : [
            atLeast(
              `${variant}: used of the limit, worst run`,
              Math.min(...all.map(({ used = 0 }) => used)),
              0.95,
            ),
          ],
    ),
  ],
};

async function run(ground: Ground, variant: string): Promise<Figures> {
  const busy = variant.endsWith(BUSY)
    ? await ground.program('../test/bench/busy', {}, { name: 'busy' })
    : undefined;
  const httpPort = await freePort();
  const sandboxUrl = `http://127.0.0.1:${httpPort}`;
  const sandbox = await ground.program(
    'sandbox/main',
    {
      PORT: String(httpPort),
      SANDBOX_SMTP_PORT: '0',
      SANDBOX_SMPP_PORT: '0',
      SANDBOX_DEAD_SHARE: '0',
      SANDBOX_TELEGRAM_RATE: String(RATE),
    },
    { name: 'sandbox' },
  );
  const queueUrl = await ground.queueUrl(variant.startsWith('redis') ? 'redis' : 'postgres');
  const settings = {
    DATABASE_URL: await ground.database(CONTACTS),
    ...(queueUrl ? { QUEUE_URL: queueUrl } : {}),
    TELEGRAM_API_ROOT: sandboxUrl,
    TELEGRAM_RATE: String(RATE),
  };
  const fleet = await Fleet.start(ground, ['telegram'], settings, WORKERS);
  const { id, approve } = await fleet.compose();
  await approve();
  await fleet.settled(id);
  const figures = await measured(sandboxUrl);
  const database = await new Database(databaseOptions(settings.DATABASE_URL, 2)).initialize();
  const keys = new Keys(loadConfig({ ...ground.secrets, ...settings, PUBLIC_URL: 'https://siar.go.id' }));
  const { lost, doubled, strangers } = await reconcile(database, keys, sandboxUrl, id);
  await database.destroy();
  await fleet.stop();
  await sandbox.stop();
  await busy?.stop();
  return { ...figures, wrong: lost + doubled + strangers };
}

/** What the provider saw: `used` is the share of its limit used between the first and the last arrival. */
async function measured(sandboxUrl: string): Promise<Figures> {
  const ask = async <T>(path: string): Promise<T> =>
    (await fetch(`${sandboxUrl}${path}`)).json() as Promise<T>;
  const { telegram } = await ask<{
    telegram: { arrived: number; refused: number; perSecondMax: number };
  }>('/sandbox/stats');
  const arrivals = await ask<{ at: string }[]>('/sandbox/messages?channel=telegram&brief=true');
  const instants = arrivals.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
  const seconds = ((instants.at(-1) ?? 0) - (instants[0] ?? 0)) / 1000;
  const gaps = instants.slice(1).map((at, index) => at - (instants[index] ?? at));
  return {
    arrived: telegram.arrived,
    refused: telegram.refused,
    perSecondMax: telegram.perSecondMax,
    seconds,
    used: (instants.length - 1) / seconds / RATE,
    longestGapMs: Math.max(...gaps),
  };
}
