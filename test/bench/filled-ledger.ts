import pg from 'pg';
import { CHANNELS } from '#channels';
import { dueIn, Fleet } from './fleet.js';
import type { Ground } from './ground.js';

/** Nothing of the broadcast is released while it is read. */
const DUE_IN_S = 6 * 3600;
const BATCH = 1_000;

/** A ledger to read. */
export interface Filled {
  databaseUrl: string;
  /** The broadcast's id. */
  id: string;
  /** Addresses in the middle and at the end, by name: DEEP, LAST, PROVINCE, SMS. */
  places: Record<string, string>;
}

/**
 * Writes a national broadcast into a database's ledger by SQL, as it is shortly before the end of sending. The table
 * `plan` tells its waves and their sizes; addresses and contacts of its rows have equal ids, from 1,000,000 on, and do not
 * exist.
 * @param rows copies
 */
export async function fillLedger(ground: Ground, databaseUrl: string, rows: number): Promise<Filled> {
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

/** Runs work on a connection of its own. */
export async function withClient<T>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
