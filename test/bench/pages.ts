import type pg from 'pg';
import { sealAddress } from '#audience/addresses';
import { loadConfig } from '#platform/config';
import { addressHash, Keys } from '#platform/crypto';
import { DEMO_TEXTS } from '../../apps/standalone/demo-texts.js';
import { CHANNELS, type ChannelName } from '#channels';
import { ask } from './asking.js';
import { atMost, type Bench, type Figures, median, type Runs, type Verdict, worst } from './bench.js';
import { fillLedger, withClient } from './filled-ledger.js';
import { Fleet } from './fleet.js';
import type { Ground } from './ground.js';

const LARGE_PEOPLE = 10_000_000;
const SMALL_PEOPLE = 100_000;
const SMALL = `${SMALL_PEOPLE} people`;
const LARGE = `${LARGE_PEOPLE} people`;
/** Most that an answer may take, in ms, at p95. */
const SOON_MS = 300;
/** Requests of each kind. */
const REQUESTS = 20;
/** People with an address that can be opened: those to whom the broadcast under way is sent. */
const REAL_PEOPLE = 60_000;
/** Messages a second of the broadcast under way: it lasts longer than the reading. */
const RATE = 150;
/** Broadcasts of earlier years, each with the waves of a nation. */
const EARLIER = 300;
/** People of each wave that a statement inserts. */
const AT_ONCE = 4_000;
/** The topic of those who are written to; nobody else has chosen it. */
const TOPIC = 'hasil';

/** One answer that a screen asks for. */
interface Kind {
  name: string;
  who: 'penulis' | 'kpu-nasional' | 'operator' | 'admin' | 'auditor' | 'bantuan';
  path: string;
  body?: unknown;
}

const WRITTEN = {
  kind: 'ordinary',
  channels: CHANNELS,
  schedule: { at: 'now', leaveWindow: true },
  electionId: 'pemilu-2024',
  neutral: true,
};
const NATION = { ...WRITTEN, reach: 'every' };
const outlook = (name: string, audience: object): Kind => ({
  name: `outlook: ${name}`,
  who: 'penulis',
  path: '/composing/outlook',
  body: { ...NATION, audience },
});

/** What the console's screens ask for. FULL, RUNNING, WAITING and RIGHT stand for broadcasts. */
const kindsOf = (provinces: string[]): Kind[] => [
  { name: 'home, author', who: 'penulis', path: '/home' },
  { name: 'home, reviewer', who: 'kpu-nasional', path: '/home' },
  { name: 'home, operator', who: 'operator', path: '/home' },
  { name: 'list', who: 'penulis', path: '/broadcasts?limit=30' },
  { name: 'list, a state', who: 'penulis', path: '/broadcasts?limit=30&state=completed' },
  { name: 'list, sought', who: 'penulis', path: '/broadcasts?limit=30&q=bench' },
  { name: 'broadcast', who: 'penulis', path: '/broadcasts/FULL' },
  { name: 'broadcast under way', who: 'penulis', path: '/broadcasts/RUNNING' },
  { name: 'progress', who: 'operator', path: '/broadcasts/FULL/progress' },
  { name: 'progress under way', who: 'operator', path: '/broadcasts/RUNNING/progress' },
  { name: 'forecast', who: 'operator', path: '/broadcasts/RUNNING/forecast' },
  { name: 'waves', who: 'operator', path: '/broadcasts/FULL/waves' },
  { name: 'failures', who: 'operator', path: '/broadcasts/FULL/failures' },
  { name: 'unknown', who: 'operator', path: '/broadcasts/FULL/unknown' },
  { name: 'report', who: 'operator', path: '/broadcasts/FULL/report' },
  { name: 'deliveries', who: 'operator', path: '/broadcasts/FULL/deliveries?limit=100' },
  { name: 'deliveries, failed', who: 'operator', path: '/broadcasts/FULL/deliveries?limit=100&state=failed' },
  { name: 'review', who: 'kpu-nasional', path: '/broadcasts/WAITING/review' },
  { name: 'plan', who: 'kpu-nasional', path: '/broadcasts/WAITING/plan' },
  { name: 'correction', who: 'penulis', path: '/broadcasts/RIGHT' },
  { name: 'review of a correction', who: 'kpu-nasional', path: '/broadcasts/RIGHT/review' },
  { name: 'plan of a correction', who: 'kpu-nasional', path: '/broadcasts/RIGHT/plan' },
  { name: 'reviews', who: 'kpu-nasional', path: '/reviews' },
  { name: 'templates', who: 'penulis', path: '/templates' },
  { name: 'elections', who: 'penulis', path: '/elections' },
  { name: 'regions', who: 'penulis', path: '/regions' },
  outlook('nation', { regions: provinces }),
  outlook('one province', { regions: ['32'] }),
  outlook('small province', { regions: ['95'] }),
  outlook('a topic', { regions: provinces, topics: ['hoaks'] }),
  outlook('a language', { regions: provinces, languages: ['en'] }),
  {
    name: 'checks',
    who: 'penulis',
    path: '/composing/checks',
    body: { ...WRITTEN, title: 'Bench', contents: contents(), audience: { regions: provinces } },
  },
  { name: 'people counted', who: 'penulis', path: '/contacts/overview' },
  { name: 'people by region', who: 'penulis', path: '/contacts/counts' },
  { name: 'imports', who: 'penulis', path: '/contacts/imports' },
  { name: 'operations', who: 'operator', path: '/operations' },
  { name: 'failed jobs', who: 'operator', path: '/operations/failed-jobs' },
  { name: 'what is held', who: 'operator', path: '/emergency-stop/held' },
  {
    name: 'suppressed?',
    who: 'operator',
    path: '/suppressions/search',
    body: { channel: 'email', to: 'a@example.org' },
  },
  { name: 'people', who: 'admin', path: '/people' },
  { name: 'on call', who: 'admin', path: '/on-call' },
  { name: 'audit', who: 'auditor', path: '/audit?limit=50' },
  {
    name: 'helpdesk, an address',
    who: 'bantuan',
    path: '/helpdesk/address',
    body: { channel: 'email', to: 'b@example.org' },
  },
  { name: 'news', who: 'penulis', path: '/news' },
];

const contents = (): object => Object.fromEntries(CHANNELS.map((channel) => [channel, DEMO_TEXTS[channel]]));

/** What staff read while a broadcast is sent, with few people in the tables and with many. */
export const pages: Bench = {
  name: 'pages',
  about: `ms at p95 from request to answer, for what the console's screens ask for, while ${RATE} e-mails a second are sent; ${EARLIER} earlier broadcasts, one with a copy for each person`,
  variants: [SMALL, LARGE],
  needsRedis: () => true,
  rounds: 1,
  long: true,
  prepare: async (ground, scale) => {
    const sink = await ground.program('../test/bench/smtp-sink', {}, { name: 'sink-pages' });
    return async (variant) => {
      await ask(sink);
      const people = variant === LARGE ? Math.round(LARGE_PEOPLE * scale) : SMALL_PEOPLE;
      const databaseUrl = await ground.database(REAL_PEOPLE);
      const { id } = await fillLedger(ground, databaseUrl, people);
      await withClient(databaseUrl, (client) => fillPeople(ground, client, id));
      try {
        return await run(ground, databaseUrl, `${sink.ready['url']}`, id);
      } finally {
        await ground.drop(databaseUrl);
      }
    };
  },
  judge: (runs) => [
    ...kindsOf([]).map(({ name }) => atMost(`${name}: p95, ms`, median(runs, LARGE, name), SOON_MS)),
    lastsAsLong(runs),
    atMost('answers that are none, worst run', worst(runs, 'wrong'), 0),
  ],
};

/** The answers belong to a broadcast under way only as long as it is. */
const lastsAsLong = (runs: Runs): Verdict =>
  atMost('runs in which sending ended before the reading', worst(runs, 'endedEarly'), 0);

async function run(ground: Ground, databaseUrl: string, smtpUrl: string, full: string): Promise<Figures> {
  const queueUrl = await ground.queueUrl('redis');
  const settings = {
    DATABASE_URL: databaseUrl,
    SMTP_URL: smtpUrl,
    EMAIL_RATE: String(RATE),
    ...(queueUrl ? { QUEUE_URL: queueUrl } : {}),
  };
  const fleet = await Fleet.start(ground, ['email'], settings, 1);
  try {
    const provinces = (await fleet.provinces()).map(({ code }) => code);
    const waiting = await fleet.compose({ channels: CHANNELS, contents: contents() });
    const right = await fleet.correct(full);
    const running = await fleet.compose({ audience: { regions: provinces, topics: [TOPIC] } });
    await running.approve();
    await fleet.accepted(running.id, 1);
    const ids: Record<string, string> = {
      FULL: full,
      RUNNING: running.id,
      WAITING: waiting.id,
      RIGHT: right.id,
    };
    const kinds = kindsOf(provinces).map((kind) => ({
      ...kind,
      path: kind.path.replace(/FULL|RUNNING|WAITING|RIGHT/, (name) => ids[name] ?? name),
    }));
    const askers = new Map(
      await Promise.all(
        [...new Set(kinds.map(({ who }) => who))].map(async (who) => [who, await fleet.asker(who)] as const),
      ),
    );
    const times: Record<string, number[]> = Object.fromEntries(kinds.map(({ name }) => [name, []]));
    let wrong = 0;
    for (let request = 0; request < REQUESTS; request++) {
      for (const { name, who, path, body } of kinds) {
        const start = performance.now();
        const response = await askers.get(who)?.(path, body);
        await response?.arrayBuffer();
        times[name]?.push(performance.now() - start);
        if (!response?.ok) {
          wrong += 1;
          if (request === 0) process.stderr.write(`pages: ${name} was answered with ${response?.status}\n`);
        }
      }
    }
    const endedEarly = (await fleet.left(running.id)) === 0 ? 1 : 0;
    return {
      ...Object.fromEntries(Object.entries(times).map(([name, all]) => [name, p95(all)])),
      wrong,
      endedEarly,
    };
  } finally {
    await fleet.stop();
  }
}

const p95 = (all: number[]): number =>
  all.toSorted((a, b) => a - b)[Math.ceil(0.95 * all.length) - 1] ?? Number.NaN;

/**
 * Gives each copy of the ledger its person, with an address that no key opens: sealing ten million takes an hour. Those
 * seeded before get the topic of the broadcast under way. The last addresses are sealed: a program looks at the newest.
 */
async function fillPeople(ground: Ground, client: pg.Client, full: string): Promise<void> {
  await client.query(`UPDATE contacts SET topics = '{${TOPIC}}'`);
  // Without triggers and foreign keys, which cost more than the rows.
  await client.query(`SET session_replication_role = replica`);
  await withoutIndexes(client, ['contacts', 'addresses', 'consents'], async () => {
    const { rows } = await client.query<{ most: string }>('SELECT max(size) AS most FROM plan');
    for (let from = 0; from < Number(rows[0]?.most); from += AT_ONCE)
      for (const sql of PEOPLE) await client.query(sql, [from, from + AT_ONCE - 1]);
  });
  await sealSome(ground, client);
  const ended = `'state', 'completed'`;
  await copy(
    client,
    'broadcasts',
    `'id', 1000000 + n, ${ended}, 'public_code', 'B' || lpad(n::text, 7, '0')`,
    `t.id = ${full}`,
  );
  await copy(client, 'submissions', `'broadcast_id', 1000000 + n`, `t.broadcast_id = ${full}`);
  await copy(
    client,
    'waves',
    `'id', 1000000 + t.id * 1000 + n, 'broadcast_id', 1000000 + n, ${ended}, 'pending', 0, 'claimed', 0, 'accepted', t.accepted + t.pending + t.claimed`,
    `t.broadcast_id = ${full}`,
  );
  await client.query(`SET session_replication_role = origin`);
  await client.query('VACUUM (ANALYZE) contacts, addresses, consents, broadcasts, submissions, waves');
  await client.query('CHECKPOINT');
}

/** Seals the addresses of the first pages of copies, and a last few. */
async function sealSome(ground: Ground, client: pg.Client): Promise<void> {
  const keys = new Keys(
    loadConfig({ ...ground.secrets, DATABASE_URL: 'postgres://-', PUBLIC_URL: 'https://siar.go.id' }),
  );
  await client.query(
    `WITH last AS (
       INSERT INTO contacts (id, province_code, region_code, preferred_channel)
       SELECT 2000000000 + n, '32', '32', 'email' FROM generate_series(1, 10) AS n RETURNING id)
     INSERT INTO addresses (id, contact_id, channel, state, ciphertext, key_id, hash)
     SELECT id, id, 'email', 'active', '', 'k1', sha256(int8send(id)) FROM last`,
  );
  const { rows } = await client.query<{ id: string; channel: ChannelName }>(
    `WITH first AS (SELECT d.* FROM deliveries d JOIN plan p USING (wave_id) WHERE p.k < 20),
       listed AS (
         (SELECT address_id FROM first ORDER BY wave_id, batch_no, address_id LIMIT 120)
         UNION (SELECT address_id FROM first WHERE state = 'failed' ORDER BY wave_id, batch_no, address_id LIMIT 120))
     SELECT id, channel FROM addresses WHERE id IN (SELECT address_id FROM listed) OR id > 2000000000`,
  );
  for (const { id, channel } of rows) {
    const to = `warga.${id}@example.org`;
    const { ciphertext, keyId } = sealAddress(keys, id, channel, to);
    await client.query('UPDATE addresses SET ciphertext = $2, key_id = $3, hash = $4 WHERE id = $1', [
      id,
      ciphertext,
      keyId,
      addressHash(keys, channel, to),
    ]);
  }
}

/** Drops all but the primary keys of tables, runs work, and makes them again: sorted, which takes a fraction of the time. */
async function withoutIndexes(
  client: pg.Client,
  tables: string[],
  work: () => Promise<unknown>,
): Promise<void> {
  const { rows } = await client.query<{ drop: string; make: string }>(
    `SELECT CASE WHEN c.conname IS NULL THEN format('DROP INDEX %s', i.indexrelid::regclass)
         ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', i.indrelid::regclass, c.conname) END AS drop,
       CASE WHEN c.conname IS NULL THEN pg_get_indexdef(i.indexrelid)
         ELSE format('ALTER TABLE %s ADD CONSTRAINT %I %s', i.indrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) END AS make
     FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'u'
     WHERE NOT i.indisprimary AND i.indrelid = ANY ($1::regclass[])`,
    [tables],
  );
  for (const { drop } of rows) await client.query(drop);
  await work();
  await client.query(`SET maintenance_work_mem = '1GB'`);
  for (const { make } of rows) await client.query(make);
}

// Most are known by regency, one of thirty reads English, one of fifty has left. $1 and $2: the first and the last of each
// wave.
const PLACES = `plan p CROSS JOIN LATERAL generate_series($1::bigint, least($2, p.size - 1)) AS j
  CROSS JOIN LATERAL (SELECT 1000000 + j * 114 + p.k AS id) AS one`;
const PEOPLE = [
  `INSERT INTO contacts (id, province_code, region_code, language, topics, preferred_channel, created_at)
   SELECT id, p.region_code, coalesce(r.regencies[1 + j % (cardinality(r.regencies) + 1)], p.region_code),
     CASE WHEN j % 30 = 0 THEN 'en' ELSE 'id' END,
     (ARRAY['{}', '{jadwal}', '{lokasi-tps}', '{hoaks}', '{jadwal,hoaks}', '{jadwal,lokasi-tps,hoaks}'])[1 + j % 6]::text[],
     p.channel, siar_now() - j % 900 * interval '1 day'
   FROM ${PLACES} JOIN (
     SELECT p.code, ARRAY(SELECT r.code FROM regions r WHERE r.parent_code = p.code ORDER BY r.code) AS regencies FROM regions p) r
     ON r.code = p.region_code
   ORDER BY id`,
  `INSERT INTO addresses (id, contact_id, channel, state, ciphertext, key_id, hash)
   SELECT id, id, p.channel, CASE WHEN j % 50 = 0 THEN 'unsubscribed' ELSE 'active' END,
     sha256(int8send(j)) || sha256(int8send(id)), 'k1', sha256(int8send(id))
   FROM ${PLACES} ORDER BY id`,
  `INSERT INTO consents (address_id, source, wording, given_at, withdrawn_at)
   SELECT id, 'bench', 'bench', siar_now() - j % 900 * interval '1 day' - interval '1 day',
     CASE WHEN j % 50 = 0 THEN siar_now() - j % 900 / 2 * interval '1 day' END
   FROM ${PLACES} ORDER BY id`,
];

/** Copies rows of a table for each earlier broadcast `n`, with some columns changed. */
async function copy(client: pg.Client, table: string, changes: string, of: string): Promise<void> {
  const { rows } = await client.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(attname), ', ') AS columns FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [table],
  );
  const columns = rows[0]?.columns ?? '';
  await client.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM (
       SELECT made.* FROM ${table} t CROSS JOIN generate_series(1, ${EARLIER}) AS n
       CROSS JOIN LATERAL jsonb_populate_record(NULL::${table}, to_jsonb(t) || jsonb_build_object(${changes})) AS made
       WHERE ${of}) copies`,
  );
}
