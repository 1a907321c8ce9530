import { once } from 'node:events';
import pg from 'pg';
import { freePort } from '../../apps/standalone/children.js';
import { atLeast, atMost, type Bench, type Figures, median, type Runs, worst } from './bench.js';
import { Fleet } from './fleet.js';
import type { Ground } from './ground.js';

/** Readers of a page a second that two cores must answer while a broadcast is being sent (docs/adr/0009). */
const READERS = 2_000;
const SECONDS = 8;
/** E-mails a second beside it: the default rate. */
const RATE = 500;
/** 0.8 of them have an e-mail address: one minute of messages. */
const CONTACTS = 40_000;

const SIAR = 'siar';
const ATTACKED = 'siar, 60 hostile pastes at once';
/** Readers a second during the attack. */
const READERS_THEN = 200;
const HOSTILE = 60;
const BARE = 'bare express, constant page';

/** The public page of a broadcast that is being sent, against Express answering a constant of the same size. */
export const verify: Bench = {
  name: 'verify',
  about: `${READERS} readers/s of /verify/CODE for ${SECONDS} s once warm, then as many as are answered; e-mail at ${RATE}/s beside`,
  variants: [BARE, SIAR, ATTACKED],
  needsRedis: () => false,
  rounds: 3,
  prepare: async (ground) => {
    await ground.database(CONTACTS);
    const sink = await ground.program('../test/bench/smtp-sink', {}, { name: 'sink-verify' });
    return (variant) => run(ground, sink.ready['url'] ?? '', variant);
  },
  judge: (runs) => [
    atLeast('siar: answered a second at that rate', median(runs, SIAR, 'perSecond'), 0.99 * READERS),
    atMost('siar: p99 of an answer, ms', median(runs, SIAR, 'p99Ms'), 50),
    atLeast(
      'siar / bare: most answers a second',
      median(runs, SIAR, 'mostPerSecond') / median(runs, BARE, 'mostPerSecond'),
      0.5,
    ),
    atMost('attacked: p99 of an answer to others, ms', median(runs, ATTACKED, 'p99Ms'), 200),
    atMost('answers that are not the page, worst run', worst(runs, 'wrong'), 0),
    atLeast('e-mails sent at the same time, fewest', fewest(runs), 1),
  ],
};

const fewest = (runs: Runs): number =>
  Math.min(...Object.values(runs).flatMap((all) => all.map(({ sentMeanwhile = 0 }) => sentMeanwhile)));

async function run(ground: Ground, smtpUrl: string, variant: string): Promise<Figures> {
  const databaseUrl = await ground.database(CONTACTS);
  const settings = { DATABASE_URL: databaseUrl, SMTP_URL: smtpUrl, EMAIL_RATE: String(RATE) };
  const fleet = await Fleet.start(ground, ['email'], settings, 1);
  const gateway = await ground.program(
    'gateway/main',
    {
      ...settings,
      PUBLIC_URL: 'https://siar.go.id',
      PORT: String(await freePort()),
      // As in production: one log line per answer.
      LOG_LEVEL: 'info',
      // A broadcast's own page does not call the registrar, so none runs here.
      REGISTRAR_SECRET: '0'.repeat(32),
    },
    { name: 'gateway' },
  );
  const { id, approve } = await fleet.compose();
  await approve();
  const code = await codeOf(databaseUrl, id);
  const own = `${gateway.ready['url']}/verify/${code}`;
  const size = (await (await fetch(own)).arrayBuffer()).byteLength;
  const bare = await ground.program(
    '../test/bench/bare-page',
    {},
    { name: 'bare-page', args: [String(size)] },
  );
  const page = variant !== BARE ? own : `${bare.ready['url']}/verify/${code}`;
  const readers = await ground.program(
    '../test/bench/readers',
    {},
    { name: 'readers', args: [page, String(variant === ATTACKED ? READERS_THEN : READERS), String(SECONDS)] },
  );
  const over = new AbortController();
  const attack = variant === ATTACKED ? attacking(gateway.ready['url'] ?? '', code, over.signal) : null;
  try {
    const before = await fleet.fannedOut(id);
    const told = once(readers.process, 'message') as Promise<[Figures]>;
    readers.process.send({});
    const [figures] = await told;
    return { ...figures, kB: size / 1000, sentMeanwhile: before - (await fleet.fannedOut(id)) };
  } finally {
    over.abort();
    await attack;
    await readers.stop();
    await bare.stop();
    await gateway.stop();
    await fleet.stop();
  }
}

/**
 * Sends the pastes that are most expensive to compare, each from its own network, at this concurrency until it is
 * stopped.
 */
async function attacking(url: string, code: string, over: AbortSignal): Promise<void> {
  const text = `${code} ${'Datang, ke! TPS, bawa. '.repeat(420)}`.slice(0, 10_000);
  let networks = 0;
  const one = async (): Promise<void> => {
    while (!over.aborted) {
      networks += 1;
      const from = `10.${(networks >> 16) & 255}.${(networks >> 8) & 255}.${networks & 255}`;
      await fetch(`${url}/verify`, {
        method: 'POST',
        body: new URLSearchParams({ teks: text, kode: '' }),
        headers: { 'x-forwarded-for': from },
      }).then((answer) => answer.arrayBuffer());
    }
  };
  await Promise.all(Array.from({ length: HOSTILE }, one));
}

async function codeOf(databaseUrl: string, id: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ code: string }>(
      'SELECT public_code AS code FROM broadcasts WHERE id = $1',
      [id],
    );
    return rows[0]?.code ?? '';
  } finally {
    await client.end();
  }
}
