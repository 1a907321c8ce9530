import { addressClass, sealAddress } from '#audience/addresses';
import type { FrozenDocument } from '#broadcasts/document';
import type { ChannelName } from '#channels';
import { addressHash, type Keys, newCode, sha256 } from '#platform/crypto';
import { type Database, row, rows, type Tx } from '#platform/database';
import { DELIVERY_STATES, type DeliveryState } from '#contract';

/** A person of a crowd; defaults: Aceh, Indonesian, every channel named, consent given. */
export interface Citizen {
  regionCode?: string;
  language?: string;
  topics?: string[];
  preferred?: ChannelName;
  /** The channels on which the person has an address, with the address's state. */
  on: Partial<Record<ChannelName, 'active' | 'pending' | 'unsubscribed' | 'invalid'>>;
}

/** The inserted people, in the order requested. */
export interface Crowd {
  contacts: string[];
  addresses: Partial<Record<ChannelName, string>>[];
}

const REGIONS: [code: string, parent: string | null, kind: string, zone: string][] = [
  ['11', null, 'province', 'Asia/Jakarta'],
  ['11.01', '11', 'regency', 'Asia/Jakarta'],
  ['11.02', '11', 'regency', 'Asia/Jakarta'],
  ['51', null, 'province', 'Asia/Makassar'],
  ['91', null, 'province', 'Asia/Jayapura'],
  ['LN', null, 'overseas', 'Asia/Jakarta'],
  ['LN.KUL', 'LN', 'overseas', 'Asia/Kuala_Lumpur'],
];

/** Inserts people with sealed addresses and active consents (except those who left), in a few statements. */
export async function crowd(database: Database, keys: Keys, citizens: readonly Citizen[]): Promise<Crowd> {
  await makeRegions(database);
  return database.transaction(async (tx) => {
    const contacts = await rows<{ id: string }>(
      tx,
      `INSERT INTO contacts (province_code, region_code, language, topics, preferred_channel, name)
       SELECT left(region, 2), region, language, coalesce(string_to_array(nullif(topics, ''), ','), '{}'), preferred, 'Warga ' || place
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS c(region, language, topics, preferred, place)
       ORDER BY place RETURNING id`,
      [
        citizens.map(({ regionCode }) => regionCode ?? '11'),
        citizens.map(({ language }) => language ?? 'id'),
        citizens.map(({ topics }) => (topics ?? []).join(',')),
        citizens.map(({ preferred, on }) => preferred ?? Object.keys(on)[0] ?? 'email'),
      ],
    );
    const ids = contacts.map(({ id }) => id).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    const wanted = citizens.flatMap(({ on }, n) =>
      Object.entries(on).map(([channel, state]) => ({ n, channel: channel as ChannelName, state })),
    );
    const numbers = await rows<{ id: string }>(
      tx,
      `SELECT nextval(pg_get_serial_sequence('addresses', 'id')) AS id FROM generate_series(1, $1)`,
      [wanted.length],
    );
    const made = wanted.map((one, i) => {
      const id = numbers[i]?.id ?? '';
      const at = endpoint(one.channel, id);
      return {
        ...one,
        id,
        ...sealAddress(keys, id, one.channel, at),
        hash: addressHash(keys, one.channel, at),
        class: addressClass(keys, one.channel, at),
      };
    });
    await tx.query(
      `INSERT INTO addresses (id, contact_id, channel, state, ciphertext, key_id, hash, class)
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::bytea[], $8::text[])`,
      [
        made.map(({ id }) => id),
        made.map(({ n }) => ids[n]),
        made.map(({ channel }) => channel),
        made.map(({ state }) => state),
        made.map(({ ciphertext }) => ciphertext),
        made.map(({ keyId }) => keyId),
        made.map(({ hash }) => hash),
        made.map((one) => one.class),
      ],
    );
    await tx.query(
      `INSERT INTO consents (address_id, source, wording, given_at)
       SELECT id, 'test', 'v1', siar_now() FROM unnest($1::bigint[]) AS a(id)`,
      [made.filter(({ state }) => state === 'active' || state === 'invalid').map(({ id }) => id)],
    );
    const addresses: Crowd['addresses'] = citizens.map(() => ({}));
    for (const { n, channel, id } of made) {
      const own = addresses[n];
      if (own) own[channel] = id;
    }
    return { contacts: ids, addresses };
  });
}

/** The waves of a broadcast for a test; offsets in minutes from now by the fleet's clock. */
export interface CrowdWave {
  channel?: ChannelName;
  regionCode?: string;
  state?: 'planned' | 'released';
  priority?: number;
  due?: number;
  expires?: number;
  /** Copies estimated at the approval. */
  expected?: number;
}

/** Inserts an approved broadcast with a document that renders on every channel, and its waves, not fanned out yet. */
export async function approvedFor(
  database: Database,
  waves: readonly CrowdWave[],
  document: Partial<FrozenDocument> = {},
): Promise<{ id: string; waves: string[] }> {
  await makeRegions(database);
  return database.transaction(async (tx) => {
    const one = async (sql: string, parameters: unknown[]): Promise<string> => {
      const found = await row<{ id: string }>(tx, sql, parameters);
      if (!found) throw new Error(`nothing came back of ${sql}`);
      return found.id;
    };
    const office = (kind: string): Promise<string> =>
      one(
        `INSERT INTO organisations (kind, name) VALUES ($1, 'Kantor ' || $1)
         ON CONFLICT (name) DO UPDATE SET kind = excluded.kind RETURNING id`,
        [kind],
      );
    const person = async (organisation: string, username: string): Promise<string> =>
      one(
        `INSERT INTO people (organisation_id, username, name, password_hash) VALUES ($1, $2, $2, '-')
         ON CONFLICT (username) DO UPDATE SET name = excluded.name RETURNING id`,
        [organisation, username],
      );
    const ministry = await office('ministry');
    const author = await person(ministry, 'penulis-massa');
    const reviewer = await person(await office('kpu'), 'peninjau-massa');
    await tx.query(
      `INSERT INTO person_roles (person_id, role) VALUES ($1, 'reviewer') ON CONFLICT DO NOTHING`,
      [reviewer],
    );
    const id = await one(
      `INSERT INTO broadcasts (kind, title, draft, organisation_id, author_id, public_code)
       VALUES ('ordinary', 'Uji', '{}', $1, $2, $3) RETURNING id`,
      [ministry, author, newCode()],
    );
    const text = JSON.stringify(documentOf(id, document));
    await tx.query(
      `INSERT INTO submissions (broadcast_id, no, digest, document, submitted_by, decision, decided_by, decided_at)
       VALUES ($1, 1, $2, $3, $4, 'approved', $5, siar_now())`,
      [id, sha256(text), text, author, reviewer],
    );
    await tx.query(
      `UPDATE broadcasts SET state = 'approved', submission_no = 1, approved_at = siar_now() WHERE id = $1`,
      [id],
    );
    const ids: string[] = [];
    for (const {
      channel = 'email',
      regionCode = '11',
      state = 'released',
      priority = 10,
      due = 0,
      expires = 1440,
      expected = 0,
    } of waves) {
      ids.push(
        await one(
          `INSERT INTO waves (broadcast_id, channel, region_code, time_zone, state, priority, due_at, expires_at, fan_out_enqueued_at, released_at, expected)
           SELECT $1, $2, code, time_zone, $4, $5, siar_now() + $6::float8 * interval '1 minute', siar_now() + $7::float8 * interval '1 minute',
             siar_now(), CASE WHEN $4 = 'released' THEN siar_now() END, $8
           FROM regions WHERE code = $3 RETURNING id`,
          [id, channel, regionCode, state, priority, due, expires, expected],
        ),
      );
    }
    return { id, waves: ids };
  });
}

/** Deletes all broadcasts and people, for the next test; jobs in the queues stay, and refer to nothing. */
export async function forget(database: Database): Promise<void> {
  await database.query(
    'TRUNCATE broadcasts, deliveries, claims, contacts, suppressions, brake_signs CASCADE',
  );
}

/** Where a wave's counters and the ledger disagree at one instant, in words; empty when they agree. */
export function disagreements(database: Database, broadcastId: string): Promise<string[]> {
  return database.transaction('REPEATABLE READ', (tx) => disagreementsAt(tx, broadcastId));
}

async function disagreementsAt(tx: Tx, broadcastId: string): Promise<string[]> {
  const waves = await rows<{ id: string } & Record<DeliveryState, number>>(
    tx,
    `SELECT id, ${DELIVERY_STATES.join(', ')} FROM waves WHERE broadcast_id = $1 ORDER BY id`,
    [broadcastId],
  );
  const held = await rows<{ waveId: string; state: DeliveryState; n: number }>(
    tx,
    `SELECT wave_id AS "waveId", state, count(*)::int AS n FROM deliveries WHERE broadcast_id = $1 GROUP BY 1, 2`,
    [broadcastId],
  );
  const stranded = await rows<{ waveId: string; no: number }>(
    tx,
    `SELECT DISTINCT d.wave_id AS "waveId", d.batch_no AS no FROM deliveries d
     LEFT JOIN batches b ON b.wave_id = d.wave_id AND b.no = d.batch_no
     WHERE d.broadcast_id = $1 AND d.state = 'pending' AND coalesce(b.state, 'done') = 'done'`,
    [broadcastId],
  );
  const unclaimed = await rows<{ addressId: string }>(
    tx,
    `SELECT address_id AS "addressId" FROM deliveries d
     WHERE broadcast_id = $1 AND state = 'claimed' AND NOT EXISTS (SELECT FROM claims c WHERE c.id = d.claim_id)`,
    [broadcastId],
  );
  return [
    ...waves.flatMap((wave) =>
      DELIVERY_STATES.flatMap((state) => {
        const rowsHeld = held.find((one) => one.waveId === wave.id && one.state === state)?.n ?? 0;
        return rowsHeld === wave[state]
          ? []
          : [`wave ${wave.id}: ${wave[state]} ${state}, but ${rowsHeld} rows`];
      }),
    ),
    ...stranded.map(({ waveId, no }) => `batch ${no} of wave ${waveId} is done with pending rows`),
    ...unclaimed.map(({ addressId }) => `address ${addressId} is claimed by nobody`),
  ];
}

function documentOf(broadcastId: string, more: Partial<FrozenDocument>): FrozenDocument {
  const text = 'Halo {{name}} di {{region}}: {{verify_link}} {{unsubscribe_link}}';
  return {
    format: 1,
    renderer: 1,
    broadcastId,
    originalId: null,
    remainderOfId: null,
    correction: null,
    kind: 'ordinary',
    reach: 'every',
    title: 'Uji',
    channels: ['email', 'telegram', 'sms'],
    contents: {
      email: { id: { subject: 'Uji', text } },
      telegram: { id: { text } },
      sms: { id: { text } },
    },
    nameless: { id: 'Warga' },
    audience: { regions: ['11'], languages: [], topics: [] },
    regions: [],
    schedule: { at: 'now', window: { from: '08:00', to: '20:00' } },
    election: null,
    neutral: false,
    smsOverride: { segments: 1, unicode: false },
    sender: {
      name: 'Siar',
      from: 'info@siar.go.id',
      ministry: 'Kementerian Komunikasi dan Digital',
      commission: 'Komisi Pemilihan Umum',
      organisation: { id: '1', name: 'Kementerian' },
    },
    accountKinds: { email: ['smtp'], telegram: ['telegram'], sms: ['twilio'] },
    links: { domains: [], hosts: ['127.0.0.1:4100', 'siar.go.id'] },
    ...more,
  };
}

async function makeRegions(database: Database): Promise<void> {
  await database.query(
    `INSERT INTO regions (code, parent_code, kind, name, time_zone)
     SELECT code, parent, kind, 'Wilayah ' || code, zone FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS r(code, parent, kind, zone)
     ON CONFLICT DO NOTHING`,
    [0, 1, 2, 3].map((column) => REGIONS.map((region) => region[column])),
  );
}

function endpoint(channel: ChannelName, id: string): string {
  switch (channel) {
    case 'email':
      return `warga-${id}@contoh.id`;
    case 'telegram':
      return String(700_000_000 + Number(id));
    case 'sms':
      return `+62812${id.padStart(8, '0')}`;
  }
}

/**
 * How often ledger rows have been updated so far, and how many of the updates touched no index (HOT). A transaction's
 * updates are included after it has called `pg_stat_force_next_flush()`.
 */
export async function changesOfLedger(source: Database): Promise<{ hot: number; all: number }> {
  const found = await row<{ hot: number; all: number }>(
    source.manager,
    `SELECT sum(n_tup_hot_upd)::int AS hot, sum(n_tup_upd)::int AS "all" FROM pg_stat_user_tables WHERE relname LIKE 'deliveries\\_%'`,
  );
  return found ?? { hot: 0, all: 0 };
}
