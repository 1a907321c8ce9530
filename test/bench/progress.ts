import pg from 'pg';
import { sealAddress } from '#audience';
import { CHANNELS, type ChannelName } from '#channels';
import { addressHash, Keys, loadConfig } from '#platform';
import { atMost, type Bench, type Figures, median, worst } from './bench.js';
import { dueIn, Fleet } from './fleet.js';
import type { Ground } from './ground.js';

const LARGE_ROWS = 10_000_000;
const SMALL_ROWS = 100_000;
/** Requests of each kind. */
const REQUESTS = 60;
/** Nothing of the broadcast is released while it is read. */
const DUE_IN_S = 6 * 3600;
const BATCH = 1_000;

const large = (scale: number): number => Math.round(LARGE_ROWS * scale);
const SMALL = `${SMALL_ROWS} rows`;
const LARGE = `${LARGE_ROWS} rows`;

/**
 * What staff read of a broadcast, requested from a publisher as the console does, on a small ledger and on a large one.
 */
export const progress: Bench = {
  name: 'progress',
  about: `ms from request to answer; one broadcast nearly through, 114 waves; pages of 100 with addresses opened and masked`,
  variants: [SMALL, LARGE],
  needsRedis: () => false,
  rounds: 2,
  prepare: async (ground, scale) => {
    await ground.database(100);
    const ledgers = new Map<string, Filled>();
    return async (variant) => {
      const filled =
        ledgers.get(variant) ?? (await fill(ground, variant === LARGE ? large(scale) : SMALL_ROWS));
      ledgers.set(variant, filled);
      return run(ground, filled);
    };
  },
  judge: (runs) => [
    ...KINDS.map(({ name }) =>
      atMost(
        `${name}: p95 on the large ledger, median of the runs, ms`,
        median(runs, LARGE, `${name} p95`),
        20,
      ),
    ),
    ...KINDS.map(({ name }) =>
      atMost(
        `${name}: median on the large ledger / on the small one`,
        median(runs, LARGE, name) / median(runs, SMALL, name),
        2,
      ),
    ),
    atMost('pages not as they should be, worst run', worst(runs, 'wrong'), 0),
  ],
};

const CSV = 'CSV, first byte';
/** A few more of its rows than are sent before the reader goes away. */
const CSV_ROWS = 4_000;

/** A kind of request: its path under the broadcast, and how full one of its pages is. */
interface Kind {
  name: string;
  path: string;
  rows: number | null;
}

const page = (name: string, query: string, rows = 100): Kind => ({
  name,
  path: `deliveries?limit=100&${query}`,
  rows,
});

const KINDS: readonly Kind[] = [
  { name: 'progress', path: 'progress', rows: null },
  page('first page', ''),
  page('deep page', 'after=DEEP'),
  page('last page', 'after=LAST', 50),
  page('one channel', 'channel=sms'),
  page('small province', 'region=95'),
  page('small province, deep', 'region=95&after=PROVINCE'),
  page('accepted', 'state=accepted'),
  page('accepted, deep', 'state=accepted&after=DEEP'),
  page('pending', 'state=pending'),
  page('claimed', 'state=claimed', 40),
  page('failed', 'state=failed'),
  page('failed by SMS, deep', 'state=failed&channel=sms&after=SMS'),
  page('unknown', 'state=unknown', 38),
  page('no expired', 'state=expired', 0),
  { name: CSV, path: 'deliveries.csv?region=95', rows: null },
];

/** A ledger to read. */
interface Filled {
  databaseUrl: string;
  id: string;
  /** The values of DEEP and the other placeholders. */
  places: Record<string, string>;
}

async function run(ground: Ground, { databaseUrl, id, places }: Filled): Promise<Figures> {
  const fleet = await Fleet.start(ground, CHANNELS, { DATABASE_URL: databaseUrl }, 0);
  try {
    const read = await fleet.reader('operator');
    const times: Record<string, number[]> = Object.fromEntries(KINDS.map(({ name }) => [name, []]));
    let wrong = 0;
    const paths = KINDS.map(({ path }) => at(`/broadcasts/${id}/${path}`, places));
    await giveAddresses(ground, databaseUrl, await Promise.all(paths.map(read)));
    for (let request = 0; request < REQUESTS; request++) {
      for (const [n, { name, rows }] of KINDS.entries()) {
        const start = performance.now();
        const response = await read(paths[n] ?? '');
        if (name === CSV) {
          const reader = response.body?.getReader();
          await reader?.read();
          times[name]?.push(performance.now() - start);
          await reader?.cancel();
          // Ends the connection and the export: the next request pays for both and is not counted.
          await (await read(paths[0] ?? '')).json();
          if (!response.ok) wrong += 1;
          continue;
        }
        const { deliveries } = (await response.json()) as Page;
        times[name]?.push(performance.now() - start);
        const readable = deliveries?.filter(({ address }) => address !== null).length ?? null;
        if (!response.ok || readable !== rows) wrong += 1;
      }
    }
    const quantile = (all: number[], share: number): number =>
      all.toSorted((a, b) => a - b)[Math.ceil(share * all.length) - 1] ?? Number.NaN;
    return {
      ...Object.fromEntries(
        Object.entries(times).flatMap(([name, all]) => [
          [name, quantile(all, 0.5)],
          [`${name} p95`, quantile(all, 0.95)],
        ]),
      ),
      wrong,
    };
  } finally {
    await fleet.stop();
  }
}

interface Page {
  deliveries?: { addressId: string; channel: ChannelName; address: string | null }[];
}

const at = (path: string, places: Record<string, string>): string =>
  path.replace(/(?<=after=)[A-Z]+/, (name) => places[name] ?? name);

/**
 * Sealed addresses on a few pages only: sealing ten million would take an hour, and only the pages that are read
 * matter.
 */
async function giveAddresses(ground: Ground, databaseUrl: string, pages: readonly Response[]): Promise<void> {
  const keys = new Keys(
    loadConfig({ ...ground.secrets, DATABASE_URL: databaseUrl, PUBLIC_URL: 'https://siar.go.id' }),
  );
  const listed = new Map<string, ChannelName>();
  for (const response of pages) {
    if (response.headers.get('content-type')?.startsWith('text/csv')) {
      for (const line of (await response.text()).trimEnd().split('\n', CSV_ROWS).slice(1)) {
        const [id = '', channel = ''] = line.split(',');
        listed.set(id, channel as ChannelName);
      }
      continue;
    }
    const { deliveries = [] } = (await response.json()) as Page;
    for (const { addressId, channel, address } of deliveries)
      if (address === null) listed.set(addressId, channel);
  }
  const to = (id: string): string => `warga.${id}@example.org`;
  const sealed = [...listed].map(([id, channel]) => sealAddress(keys, id, channel, to(id)));
  await withClient(databaseUrl, (client) =>
    client.query(
      `WITH listed AS (
         SELECT * FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::text[], $5::bytea[]) AS l(id, channel, ciphertext, key_id, hash)
         WHERE NOT EXISTS (SELECT FROM addresses a WHERE a.id = l.id)
       ), people AS (
         INSERT INTO contacts (id, province_code, region_code, preferred_channel) SELECT id, '32', '32', channel FROM listed
       )
       INSERT INTO addresses (id, contact_id, channel, state, ciphertext, key_id, hash)
       SELECT id, id, channel, 'active', ciphertext, key_id, hash FROM listed`,
      [
        [...listed.keys()],
        [...listed.values()],
        sealed.map(({ ciphertext }) => ciphertext),
        sealed.map(({ keyId }) => keyId),
        [...listed].map(([id, channel]) => addressHash(keys, channel, to(id))),
      ],
    ),
  );
}

/** A broadcast in the ledger as it is shortly before the end of sending, written by SQL. */
async function fill(ground: Ground, rows: number): Promise<Filled> {
  const databaseUrl = await ground.database(100);
  const fleet = await Fleet.start(ground, CHANNELS, { DATABASE_URL: databaseUrl }, 0);
  const { id, approve } = await fleet.compose({
    schedule: { ...dueIn(await fleet.provinces(), () => DUE_IN_S), leaveWindow: true },
  });
  await approve();
  await fleet.stop();
  return withClient(databaseUrl, async (client) => {
    await client.query(
      `CREATE TABLE plan AS
       SELECT w.id AS wave_id, w.channel, w.region_code, row_number() OVER (ORDER BY w.id) - 1 AS k,
         greatest(1, round($2::float8 * r.registered_voters / sum(r.registered_voters) OVER (PARTITION BY w.channel)
           * CASE w.channel WHEN 'email' THEN 0.5 WHEN 'sms' THEN 0.3 ELSE 0.2 END))::bigint AS size
       FROM waves w JOIN regions r ON r.code = w.region_code WHERE w.broadcast_id = $1`,
      [id, rows],
    );
    const { rows: waves } = await client.query<{ wave: string }>(
      'SELECT wave_id AS wave FROM plan ORDER BY k',
    );
    for (const { wave } of waves) await client.query(ROWS, [id, wave]);
    await client.query(OPEN, [id]);
    await client.query(COUNT, [id]);
    const { rows: found } = await client.query<{ name: string; address: string }>(PLACES);
    await client.query('VACUUM (ANALYZE) deliveries, batches, waves');
    await client.query('CHECKPOINT');
    return { databaseUrl, id, places: Object.fromEntries(found.map(({ name, address }) => [name, address])) };
  });
}

// Addresses of all waves are interleaved, as those of people who signed up are. The last fiftieth of each wave is
// pending.
const ROWS = `
INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state, attempts, handed_at, reason)
SELECT $1, 1000000 + j * 114 + k, $2, 1000000 + j * 114 + k, j / ${BATCH}, state,
  CASE WHEN state IN ('pending', 'suppressed') THEN 0 ELSE 1 END, CASE WHEN state IN ('pending', 'suppressed') THEN NULL ELSE now() END,
  CASE WHEN state IN ('failed', 'unknown', 'suppressed') THEN state END
FROM plan p CROSS JOIN LATERAL generate_series(0, p.size - 1) AS j CROSS JOIN LATERAL (SELECT CASE
  WHEN j >= p.size * 49 / 50 THEN 'pending' WHEN j = 3 AND p.channel = 'email' THEN 'unknown' WHEN j % 200 = 7 THEN 'failed'
  WHEN j % 200 = 11 THEN 'suppressed' WHEN p.channel = 'sms' THEN 'delivered' ELSE 'accepted' END AS state) s
WHERE p.wave_id = $2::bigint ORDER BY j`;
const OPEN = `
WITH cut AS (
  INSERT INTO batches (wave_id, no, size, state)
  SELECT wave_id, no, ${BATCH}, CASE WHEN (no + 1) * ${BATCH} > size * 49 / 50 THEN 'waiting' ELSE 'done' END
  FROM plan CROSS JOIN LATERAL generate_series(0, (size - 1) / ${BATCH}) AS no
), taken AS (
  SELECT d.address_id, d.batch_no, d.wave_id FROM deliveries d
  WHERE d.broadcast_id = $1 AND d.wave_id = (SELECT wave_id FROM plan ORDER BY size DESC LIMIT 1) AND d.state = 'pending'
  ORDER BY d.address_id LIMIT 40
), claim AS (
  INSERT INTO claims (broadcast_id, wave_id, batch_no, account, worker, leased_until)
  SELECT DISTINCT $1::bigint, wave_id, batch_no, 'email', 'bench', siar_now() + interval '1 day' FROM taken
)
UPDATE deliveries d SET state = 'claimed' FROM taken t WHERE d.broadcast_id = $1 AND d.address_id = t.address_id`;
const STATES = ['pending', 'claimed', 'accepted', 'delivered', 'failed', 'suppressed', 'unknown'];
const COUNT = `
UPDATE waves w SET targeted = c.n, fanned_out_at = siar_now(), ${STATES.map((state) => `${state} = c.${state}`).join(', ')}
FROM (SELECT wave_id, count(*) AS n, ${STATES.map((state) => `count(*) FILTER (WHERE state = '${state}') AS ${state}`).join(', ')}
  FROM deliveries WHERE broadcast_id = $1 GROUP BY wave_id) c WHERE w.id = c.wave_id`;
const PLACES = `
SELECT name, (1000000 + j * 114 + k)::text AS address FROM (
  SELECT 'DEEP' AS name, size / 2 AS j, k FROM plan WHERE k = 57
  UNION ALL SELECT 'LAST', size - 51, k FROM plan WHERE k = 113
  UNION ALL (SELECT 'PROVINCE', size / 2, k FROM plan WHERE region_code = '95' ORDER BY k LIMIT 1)
  UNION ALL (SELECT 'SMS', size / 2, k FROM plan WHERE channel = 'sms' ORDER BY k OFFSET 3 LIMIT 1)
) p`;

async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
