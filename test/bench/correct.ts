import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { atLeast, atMost, type Bench, type Figures, median, type Runs, worst } from './bench.js';
import { Fleet } from './fleet.js';
import type { Ground } from './ground.js';

/**
 * The mail server's rate in messages a second (the default of EMAIL_RATE). The rate is low enough that two cores carry
 * it with all servers running: the bench measures the share of the rate that a correction gets.
 */
const RATE = 500;
/** Recipients of the wrong message: one person in six lives in Jawa Barat. */
const REGION = '32';

/** Messages to wait on the channel; 0.8 of the contacts have an e-mail address, and some leave during the fan-out. */
interface Crowd {
  name: string;
  waiting: number;
  contacts: number;
  rounds: number;
  long: boolean;
}

/** A correction on an idle channel, and on a channel with a large backlog of ordinary messages, in turns. */
function bench({ name, waiting, contacts, rounds, long }: Crowd): Bench {
  return {
    name,
    about: `a correction, e-mail at ${RATE}/s, idle and with ${waiting} ordinary deliveries waiting`,
    variants: ['idle, redis', 'waiting, redis', 'idle, postgres', 'waiting, postgres'],
    needsRedis: (variant) => variant.endsWith('redis'),
    rounds,
    long,
    prepare: async (ground) => {
      await ground.database(contacts);
      const sink = await ground.program('../test/bench/smtp-sink', {}, { name: `sink-${name}` });
      return (variant) => run(ground, sink.ready['url'] ?? '', variant, contacts);
    },
    judge: (runs) => [
      ...['redis', 'postgres'].flatMap((backend) => judged(runs, backend)),
      atLeast('waiting when the correction was released, fewest', fewest(runs), waiting),
      atMost('copies unknown or failed, worst run', worst(runs, 'wrong'), 0),
    ],
  };
}

/** A correction to more than a hundred thousand people. */
export const correct = bench({
  name: 'correct',
  waiting: 1_000_000,
  contacts: 1_300_000,
  rounds: 1,
  long: true,
});
/** The same, small enough for every run. */
export const correctSmall = bench({
  name: 'correct-100k',
  waiting: 100_000,
  contacts: 140_000,
  rounds: 3,
  long: false,
});

function judged(runs: Runs, backend: string): ReturnType<typeof atMost>[] {
  const [idle, waiting] = [`idle, ${backend}`, `waiting, ${backend}`];
  const late = runs[waiting] ?? [];
  if (late.length === 0 || !runs[idle]?.length) return [];
  return [
    atMost(
      `${waiting}: release → first hand-over, worst run, s`,
      Math.max(...late.map(({ first = NaN }) => first)),
      2,
    ),
    atLeast(
      `${waiting}: rate / idle`,
      median(runs, waiting, 'perSecond') / median(runs, idle, 'perSecond'),
      0.9,
    ),
  ];
}

const fewest = (runs: Runs): number =>
  Math.min(
    ...Object.entries(runs)
      .filter(([variant]) => variant.startsWith('waiting'))
      .flatMap(([, all]) => all.map(({ waiting = 0 }) => waiting)),
  );

async function run(ground: Ground, smtpUrl: string, variant: string, contacts: number): Promise<Figures> {
  const queueUrl = await ground.queueUrl(variant.endsWith('redis') ? 'redis' : 'postgres');
  const databaseUrl = await ground.database(contacts);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await atTenInTheMorning(client, databaseUrl);
  const settings = {
    DATABASE_URL: databaseUrl,
    ...(queueUrl ? { QUEUE_URL: queueUrl } : {}),
    SMTP_URL: smtpUrl,
    EMAIL_RATE: String(RATE),
  };
  const fleet = await Fleet.start(ground, ['email'], settings, 1);
  try {
    const original = await fleet.compose({
      kind: 'ordinary',
      audience: { regions: [REGION] },
      schedule: { at: 'now' },
    });
    await original.approve();
    await fleet.settled(original.id);
    let waiting = 0;
    if (variant.startsWith('waiting')) {
      const crowd = await fleet.compose({ kind: 'ordinary', schedule: { at: 'now' } });
      await crowd.approve();
      waiting = await fleet.fannedOut(crowd.id);
    }
    const correction = await fleet.correct(original.id);
    await correction.approve();
    const { accepted, unknown, failed } = await fleet.settled(correction.id);
    return { waiting, people: accepted, ...(await measured(client, correction.id)), wrong: unknown + failed };
  } finally {
    await fleet.stop();
    await client.end();
  }
}

/**
 * Ordinary messages are sent by day only: the fleet's clock, which is the database's, moves to ten o'clock in Jakarta.
 */
async function atTenInTheMorning(client: pg.Client, databaseUrl: string): Promise<void> {
  const { rows } = await client.query<{ ahead: string }>(
    `SELECT (interval '34 hours' - (now() AT TIME ZONE 'Asia/Jakarta')::time)::text AS ahead`,
  );
  await client.query(
    `ALTER DATABASE ${new URL(databaseUrl).pathname.slice(1)} SET siar.clock_offset = '${rows[0]?.ahead}'`,
  );
  await client.query(`SELECT set_config('siar.clock_offset', $1, false)`, [rows[0]?.ahead]);
  // The moved clock may be in another month.
  await client.query('SELECT tend_ledger()');
}

/**
 * `first`: seconds from the release to the first hand-over; `perSecond`: the rate from then to the last recorded
 * answer.
 */
async function measured(client: pg.Client, id: string): Promise<Figures> {
  // Answers are written in groups: the last group commits a moment after the counters show it.
  await sleep(500);
  const { rows } = await client.query<{ first: number; perSecond: number }>(
    `SELECT extract(epoch FROM min(w.first_handover_at) - b.approved_at)::float8 AS first,
       d.n / extract(epoch FROM d.last - min(w.first_handover_at))::float8 AS "perSecond"
     FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id
     CROSS JOIN (SELECT count(*)::float8 AS n, max(handed_at) AS last FROM deliveries WHERE broadcast_id = $1 AND state = 'accepted') d
     WHERE b.id = $1 GROUP BY b.approved_at, d.n, d.last`,
    [id],
  );
  const [figures] = rows;
  if (!figures) throw new Error('the correction gave no account of itself');
  return figures;
}
