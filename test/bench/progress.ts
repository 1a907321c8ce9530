import { sealAddress } from '#audience/addresses';
import { CHANNELS, type ChannelName } from '#channels';
import { loadConfig } from '#platform/config';
import { addressHash, Keys } from '#platform/crypto';
import { atMost, type Bench, type Figures, median, worst } from './bench.js';
import { type Filled, fillLedger, withClient } from './filled-ledger.js';
import { Fleet } from './fleet.js';
import type { Ground } from './ground.js';

const LARGE_ROWS = 10_000_000;
const SMALL_ROWS = 100_000;
/** Requests of each kind. */
const REQUESTS = 60;

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
        ledgers.get(variant) ??
        (await fillLedger(ground, await ground.database(100), variant === LARGE ? large(scale) : SMALL_ROWS));
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
  page('got nothing', 'gotNothing=yes'),
  { name: CSV, path: 'deliveries.csv?region=95', rows: null },
];

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
