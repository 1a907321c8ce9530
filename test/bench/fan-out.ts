import pg from 'pg';
import { CHANNELS } from '#channels';
import { atLeast, atMost, type Bench, type Figures, median, worst } from './bench.js';
import { dueIn, Fleet } from './fleet.js';
import type { Ground } from './ground.js';

/** They have 1.6 addresses each. */
const CONTACTS = 1_000_000;
/** Seconds until the waves are due: they are fanned out a quarter of an hour before, and nothing is sent. */
const DUE_IN_S = 14 * 60;
const EVERY = 'every channel';
const PREFERRED = 'preferred channel';
/** Least ratio of each reach. With "preferred" each channel reads everybody to find its own people (docs/adr/0051). */
const LEAST = [
  [EVERY, 0.5],
  [PREFERRED, 0.25],
] as const;
const bare = (reach: string): string => `${reach}: bare INSERT … SELECT`;

/** A broadcast's ledger rows as the workers write them, against the same rows inserted into a table like it. */
export const fanOut: Bench = {
  name: 'fanout',
  about: `ledger rows a second from a million contacts on 3 channels, by consent, topic, language and suppression; a worker a channel`,
  variants: [EVERY, bare(EVERY), PREFERRED, bare(PREFERRED)],
  needsRedis: () => false,
  rounds: 3,
  prepare: async (ground, scale) => {
    const contacts = Math.round(CONTACTS * scale);
    await ground.database(contacts);
    /** The last broadcast of each reach. */
    const written: Record<string, string> = {};
    return async (variant) => {
      const reach = variant.startsWith(EVERY) ? EVERY : PREFERRED;
      if (variant === reach) {
        if (written[reach]) await ground.drop(written[reach]);
        const databaseUrl = (written[reach] = await ground.database(contacts));
        return fannedOut(ground, databaseUrl, reach === EVERY ? 'every' : 'preferred');
      }
      if (!written[reach]) throw new Error(`${bare(reach)} copies what ${reach} wrote: run both`);
      return copied(written[reach]);
    };
  },
  judge: (runs) => [
    ...LEAST.map(([reach, least]) =>
      atLeast(
        `${reach}: fan-out / bare INSERT … SELECT`,
        median(runs, reach, 'perSecond') / median(runs, bare(reach), 'perSecond'),
        least,
      ),
    ),
    atMost('rows missing or too many, worst run', worst(runs, 'wrong'), 0),
  ],
};

async function fannedOut(ground: Ground, databaseUrl: string, reach: string): Promise<Figures> {
  const fleet = await Fleet.start(ground, CHANNELS, { DATABASE_URL: databaseUrl }, 1);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const provinces = await fleet.provinces();
    const { id, approve } = await fleet.compose({
      reach,
      audience: {
        regions: provinces.map(({ code }) => code),
        languages: ['id'],
        topics: ['jadwal', 'hoaks'],
      },
      schedule: { ...dueIn(provinces, () => DUE_IN_S), leaveWindow: true },
    });
    await client.query(SOURCES);
    const start = performance.now();
    await approve();
    await fleet.fannedOut(id);
    const seconds = (performance.now() - start) / 1000;
    const { rows } = await client.query<{ rows: number; suppressed: number; wrong: number }>(ACCOUNT, [
      id,
      reach === 'every',
    ]);
    const [account] = rows;
    if (!account) throw new Error('the ledger gave no account of itself');
    return { rows: account.rows, seconds, perSecond: account.rows / seconds, wrong: account.wrong };
  } finally {
    await client.end();
    await fleet.stop();
  }
}

// Warms the cache, as the bare statement's source is warm: copying the database bypasses PostgreSQL's shared buffers.
const SOURCES = `
SELECT count(name), (SELECT count(ciphertext) FROM addresses), (SELECT count(wording) FROM consents) FROM contacts`;

// The expected rows, computed differently from the fan-out: by set and not by chunk. With reach "preferred" each person
// has at most one row, and exactly those with an address have one.
const ACCOUNT = `
WITH wanted AS (
  SELECT a.id, a.contact_id FROM contacts c JOIN addresses a ON a.contact_id = c.id
  WHERE c.language = 'id' AND c.topics && '{jadwal,hoaks}' AND a.state IN ('active', 'invalid')
    AND a.id IN (SELECT address_id FROM consents WHERE withdrawn_at IS NULL)
), written AS (SELECT address_id, contact_id FROM deliveries WHERE broadcast_id = $1)
SELECT (SELECT count(*) FROM written)::int AS rows, CASE WHEN $2
  THEN (SELECT count(*) FROM wanted w FULL JOIN written d ON d.address_id = w.id WHERE d.address_id IS NULL OR w.id IS NULL)::int
  ELSE (SELECT count(*) FROM (SELECT DISTINCT contact_id FROM wanted) w FULL JOIN written d USING (contact_id)
    LEFT JOIN wanted a ON a.id = d.address_id WHERE d.address_id IS NULL OR a.id IS NULL)::int END AS wrong`;

/**
 * The same rows, in the order in which the ledger was written, by one statement into an empty table with the same
 * constraints, and an index of addresses.
 */
async function copied(databaseUrl: string): Promise<Figures> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`DROP TABLE IF EXISTS bare`);
    const { rows } = await client.query<{ partition: string; storage: string; columns: string }>(
      `SELECT d.tableoid::regclass::text AS partition,
         (SELECT array_to_string(reloptions, ', ') FROM pg_class WHERE oid = d.tableoid) AS storage, (SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute
         WHERE attrelid = 'deliveries'::regclass AND attnum > 0 AND attgenerated = '' AND NOT attisdropped) AS columns
       FROM (SELECT tableoid FROM deliveries LIMIT 1) d`,
    );
    const { partition = '', storage = '', columns = '' } = rows[0] ?? {};
    await client.query(`CREATE TABLE bare (LIKE ${partition} INCLUDING ALL) WITH (${storage})`);
    // The index that the ledger did without later (docs/adr/0052): ratios stay comparable with those of earlier runs.
    await client.query('CREATE INDEX ON bare (address_id)');
    await client.query('CHECKPOINT');
    // Warms the cache, as the fan-out's sources are warm.
    await client.query('SELECT count(*) FROM deliveries');
    const start = performance.now();
    const { rowCount } = await client.query(
      `INSERT INTO bare (${columns}) SELECT ${columns} FROM deliveries`,
    );
    const seconds = (performance.now() - start) / 1000;
    return { rows: rowCount ?? 0, seconds, perSecond: (rowCount ?? 0) / seconds, wrong: 0 };
  } finally {
    await client.end();
  }
}
