import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import pg from 'pg';
import { loadReferenceData } from '#audience';
import { SignUps } from '#audience/joining';
import { OPERATIONS, type Operation } from '#audience/citizens';
import { GATEWAY_SETTINGS, loadGatewaySettings, settingNames } from '#platform/config';
import { addressHash, Keys, newCode } from '#platform/crypto';
import { Database, databaseOptions, programLimits, row, rows } from '#platform/database';
import { grantRights } from '#platform/database/upkeep';
import { endStrays, forgetSilent, silentPrograms } from '#platform/program';
import { SECRETS, testGateway, type TestGateway } from '../factories/gateway.js';
import { type RunningBroadcast, runningBroadcast } from '../factories/ledger.js';
import { sentTo } from '../factories/notices.js';
import { snapshot } from '../factories/snapshot.js';

// The thief controls the gateway: its environment, its login to the database, and its network.

/** The answer where nobody is sent a code: the same for every address. */
const NOBODY_ASKED = {
  kind: 'open',
  at: expect.any(String) as string,
  smsToken: null,
  telegramToken: null,
  interrupted: [],
};

let site: TestGateway;
let sent: RunningBroadcast;
let victim: { addressId: string; contactId: string; to: string };
/** A login that is a member of siar_gateway and of nothing else, as deploy/logins.sql creates it. */
let login: string;
let thief: Database;
let loginUrl: string;

beforeAll(async () => {
  site = await testGateway({ TELEGRAM_BOT_NAME: 'siar_uji_bot' });
  await site.db.source.transaction((tx) => loadReferenceData(tx));
  sent = await runningBroadcast(site.db.source, site.keys, { channel: 'email', states: ['accepted'] });
  const addressId = sent.addressIds[0] ?? '';
  const owner = await row<{ id: string }>(
    site.db.source.manager,
    'SELECT contact_id AS id FROM addresses WHERE id = $1',
    [addressId],
  );
  victim = { addressId, contactId: owner?.id ?? '', to: sent.addresses[0] ?? '' };
  // Rights that a copy of a database does not include: to connect, and to create temporary tables.
  await grantRights(site.db.source);
  login = `siar_maling_${randomBytes(4).toString('hex')}`;
  await site.db.source.query(`CREATE ROLE ${login} LOGIN PASSWORD 'rahasia' IN ROLE siar_gateway`);
  const url = new URL(site.db.url);
  url.username = login;
  url.password = 'rahasia';
  loginUrl = url.toString();
  thief = await new Database(databaseOptions(loginUrl, 2, 'siar_gateway')).initialize();
});
afterAll(async () => {
  await thief.destroy();
  await site.db.source.query(`DROP ROLE ${login}`);
  await site.stop();
});
beforeEach(() => site.db.source.query('DELETE FROM rate_limits'));

const ask = async (
  operation: string,
  asked: unknown,
): Promise<{ status: number; answer: Record<string, unknown> }> => {
  const response = await fetch(`${site.registrar.url}/citizens/${operation}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRETS.REGISTRAR_SECRET}`, 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
};
const wish = { regionCode: '32.73', language: 'id', topics: [], preferredChannel: 'email' };
const signUp = (to: string, network = '192.0.2.1', more: Record<string, unknown> = {}) =>
  ask('sign-up', { wish, to: { email: to }, telegram: false, language: 'id', network, ...more });

describe('in the environment', () => {
  it('there is no key, no credential of a provider and no queue', () => {
    const given = GATEWAY_SETTINGS as readonly string[];
    for (const name of settingNames)
      if (/_KEY$|TWILIO|BOT_TOKEN|SMTP|DKIM|QUEUE|REDIS|MIGRATE/.test(name))
        expect(given).not.toContain(name);
    expect(
      Object.keys(loadGatewaySettings({ ...environment(), DATA_KEY: 'x', SMTP_URL: 'x' })).sort(),
    ).toEqual(expect.not.arrayContaining(['DATA_KEY', 'SMTP_URL']));
    expect(() => site.gateway.app.get(Keys, { strict: false })).toThrow(/could not find Keys/);
  });

  it('there is all that a gateway needs to start', () => {
    expect(loadGatewaySettings(environment())).toMatchObject({ REGISTRAR_SECRET: SECRETS.REGISTRAR_SECRET });
    const { REGISTRAR_SECRET: _, ...without } = environment();
    expect(() => loadGatewaySettings(without)).toThrow(/^REGISTRAR_SECRET is missing/);
  });

  const environment = (): Record<string, string> => ({
    DATABASE_URL: site.db.url,
    PUBLIC_URL: site.config.PUBLIC_URL,
    REGISTRAR_SECRET: SECRETS.REGISTRAR_SECRET,
  });
});

describe('with the login to the database', () => {
  it('nothing can be read but what is public', async () => {
    const readable = await rows<{ name: string }>(
      thief.manager,
      `SELECT relname AS name FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT relispartition
         AND has_any_column_privilege(oid, 'SELECT') ORDER BY 1`,
    );
    expect(readable.map(({ name }) => name)).toEqual([
      'approved_recordings',
      'approved_shingles',
      'approved_submissions',
      'broadcasts',
      'callback_intake',
      'channel_pauses',
      'emergency_stops',
      'endings',
      'languages',
      'organisations',
      'people',
      'regions',
      'schema_releases',
      'waves',
    ]);
    const partitions = await rows(
      thief.manager,
      `SELECT FROM pg_class WHERE relispartition AND has_any_column_privilege(oid, 'SELECT, INSERT, UPDATE')`,
    );
    expect(partitions).toEqual([]);
  });

  it('nothing can be written except by functions: callbacks, counters of networks, and its heartbeat', async () => {
    const writable = await rows<{ name: string }>(
      thief.manager,
      `SELECT relname AS name FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')
         AND (has_any_column_privilege(oid, 'INSERT, UPDATE') OR has_table_privilege(oid, 'DELETE, TRUNCATE, TRIGGER'))
       ORDER BY 1`,
    );
    expect(writable).toEqual([]);
    const functions = await rows<{ name: string }>(
      thief.manager,
      `SELECT proname AS name FROM pg_proc
       WHERE pronamespace = 'public'::regnamespace AND prosecdef AND prorettype <> 'trigger'::regtype
         AND has_function_privilege(oid, 'EXECUTE') ORDER BY 1`,
    );
    expect(functions.map(({ name }) => name)).toEqual([
      'beat',
      'hold_networks',
      'note_untrusted_proxy',
      'pay_networks',
      'store_callback',
    ]);
  });

  it('no table can be locked, except by a reader’s lock', async () => {
    const tables = await rows<{ name: string }>(
      site.db.source.manager,
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1`,
    );
    expect(tables.length).toBeGreaterThan(40);
    for (const { name } of tables) {
      for (const mode of ['ROW SHARE', 'ROW EXCLUSIVE', 'SHARE', 'ACCESS EXCLUSIVE'])
        await expect(
          thief.transaction((tx) => tx.query(`LOCK TABLE ${name} IN ${mode} MODE NOWAIT`)),
        ).rejects.toThrow(/permission denied/);
      for (const strength of ['UPDATE', 'KEY SHARE'])
        await expect(thief.query(`SELECT FROM ${name} FOR ${strength}`)).rejects.toThrow(/permission denied/);
    }
  });

  it('a transaction that it keeps open, which locks nothing and keeps every dead row, is ended', async () => {
    const publisher = await new Database(databaseOptions(site.db.url, 2, 'siar_app')).initialize();
    const held = new pg.Client({ connectionString: loginUrl });
    held.on('error', () => undefined);
    try {
      await held.connect();
      await held.query('SET idle_in_transaction_session_timeout = 0; BEGIN ISOLATION LEVEL REPEATABLE READ');
      await held.query('SELECT FROM regions LIMIT 1');
      expect(await endStrays(publisher.manager)).toBe(0);
      expect(await endStrays(publisher.manager, 0)).toBeGreaterThanOrEqual(1);
      await expect(held.query('SELECT 1')).rejects.toThrow();
    } finally {
      await held.end().catch(() => undefined);
      await publisher.destroy();
    }
  });

  it('what it wrote under a false clock does not stay', async () => {
    const key = Buffer.alloc(32, 8);
    const held = thief.createQueryRunner();
    try {
      await held.query(`SET siar.clock_offset = '1000 years'`);
      await held.query(`SELECT beat('gateway', 'kelak', false)`);
      await held.query('SELECT FROM hold_networks($1)', [[key]]);
      await held.query(`SELECT pay_networks($1, ARRAY['294000-01-01'::timestamptz])`, [[key]]);
    } finally {
      await held.query('RESET siar.clock_offset');
      await held.release();
    }
    await forgetSilent(site.db.source.manager);
    await new SignUps(site.db.source, site.keys, site.config).forget();
    expect(await site.db.source.query(`SELECT name FROM heartbeats WHERE name = 'kelak'`)).toEqual([]);
    expect(await site.db.source.query('SELECT FROM network_limits WHERE key = $1', [key])).toEqual([]);
  });

  it('the table of networks, filled with buckets that owe for a day, is emptied before it is too full for others', async () => {
    await thief.query(
      `WITH keys AS (SELECT array_agg(sha256(n::text::bytea)) AS eight FROM generate_series(1, 40000) AS n GROUP BY n / 8)
       SELECT count(*) FROM keys, hold_networks(eight) AS held,
         LATERAL (SELECT pay_networks(ARRAY[held.key], ARRAY[now() + interval '23 hours'])) AS paid`,
    );
    await new SignUps(site.db.source, site.keys, site.config).forget();
    const left = (): Promise<{ n: number }[]> =>
      site.db.source.query('SELECT count(*)::int AS n FROM network_limits');
    expect((await left())[0]?.n).toBeGreaterThanOrEqual(40_000);
    const publisher = await new Database(databaseOptions(site.db.url, 1, 'siar_app')).initialize();
    try {
      expect(await publisher.query('SELECT trim_networks(1024 * 1024) AS emptied')).toEqual([
        { emptied: true },
      ]);
    } finally {
      await publisher.destroy();
    }
    expect(await left()).toEqual([{ n: 0 }]);
    await expect(thief.query('SELECT trim_networks(0)')).rejects.toThrow(/permission denied/);
  });

  it('its rights, held in an open transaction, block no other program', async () => {
    const key = Buffer.alloc(32, 9);
    const over = `INSERT INTO network_limits (key, paid_until) VALUES ($1, '2025-01-01')`;
    await site.db.source.query(over, [key]);
    await site.db.source.query(
      `INSERT INTO heartbeats (program, name, beat_at) VALUES ('gateway', 'lama', siar_now() - interval '6 minutes')`,
    );
    const publisher = await new Database(
      databaseOptions(site.db.url, 2, 'siar_app', { ...programLimits(1), lockMs: 100 }),
    ).initialize();
    const held = thief.createQueryRunner();
    try {
      await held.startTransaction();
      await held.query(`SELECT beat('gateway', 'lama', false), note_untrusted_proxy('gateway')`);
      await held.query('SELECT FROM hold_networks($1)', [[key]]);
      await held.query(`SELECT store_callback('email', '\\x00', 1)`);
      for (const table of ['broadcasts', 'waves', 'callback_intake'])
        await held.query(`SELECT FROM ${table}`).catch(() => undefined);

      await forgetSilent(publisher.manager);
      await new SignUps(publisher, site.keys, site.config).forget();
      expect(await silentPrograms(publisher.manager, 10)).toMatchObject([{ name: 'lama' }]);
      await publisher.query(`SELECT beat('publisher', 'uji', false), note_untrusted_proxy('publisher')`);
      for (const { url } of [site.gateway, site.registrar])
        expect((await fetch(`${url}/health/ready`)).status).toBe(200);
      expect(await pasted()).toBe(200);
    } finally {
      await held.rollbackTransaction();
      await held.release();
      await forgetSilent(publisher.manager);
      await publisher.query(`SELECT beat('publisher', 'uji', true)`);
      await publisher.destroy();
    }
    expect(
      await rows(site.db.source.manager, `SELECT FROM heartbeats WHERE name IN ('lama', 'uji')`),
    ).toEqual([]);
  });
  const pasted = async (): Promise<number> =>
    (await fetch(`${site.url}/verify`, { method: 'POST', body: new URLSearchParams({ teks: 'Uji' }) }))
      .status;

  it('it writes no heartbeat of another program, and no more than a hundred of its own', async () => {
    for (const program of ['publisher', 'worker', 'registrar'])
      for (const ends of [true, false])
        await expect(thief.query('SELECT beat($1, $2, $3)', [program, 'x', ends])).rejects.toThrow(
          /permission denied/,
        );
    await expect(thief.query(`SELECT note_untrusted_proxy('publisher')`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(thief.query(`SELECT beat('gateway', repeat('x', 1000), false)`)).rejects.toThrow(
      /check constraint/,
    );
    const begins = ['-infinity', '-1000 years'].map((clock) =>
      thief.transaction(async (tx) => {
        await tx.query(`SELECT set_config('siar.clock_offset', $1, true)`, [clock]);
        await tx.query(`SELECT beat('gateway', 'dulu', false)`);
      }),
    );
    for (const begun of begins) await expect(begun).rejects.toThrow(/check constraint/);
    await thief.query(`SELECT beat('gateway', 'palsu-' || n, false) FROM generate_series(1, 300) AS n`);
    const mine = await rows(site.db.source.manager, `SELECT FROM heartbeats WHERE program = 'gateway'`);
    expect(mine).toHaveLength(100);
    const others = await rows(site.db.source.manager, `SELECT FROM heartbeats WHERE program = 'registrar'`);
    expect(others).toHaveLength(1);
    await site.db.source.query(`DELETE FROM heartbeats WHERE name LIKE 'palsu-%'`);
  });

  it.each([
    'SELECT ciphertext, hash FROM addresses',
    'SELECT name FROM contacts',
    'SELECT held_about(1)',
    `SELECT erase_contact(1, '{}')`,
    'SELECT code FROM deliveries',
    'SELECT token_hash FROM preference_links',
    'SELECT code_hash FROM confirmations',
    'SELECT reconfirm_code_hash FROM consents',
    'SELECT content FROM callbacks',
    'SELECT message_ciphertext FROM notices',
    'SELECT document FROM submissions',
    `INSERT INTO notices (kind, channel) VALUES ('answer', 'email')`,
    `INSERT INTO receipts (channel, verdict) VALUES ('email', 'failed')`,
    `INSERT INTO preference_links (contact_id) VALUES (1)`,
    `UPDATE addresses SET state = 'unsubscribed'`,
    'DELETE FROM suppressions',
    'DELETE FROM contacts',
    'UPDATE rate_limits SET paid_until = now()',
    `INSERT INTO audit_entries (act, subject) VALUES ('x', 'x')`,
    'SET ROLE siar_registrar',
    'SET ROLE siar_app',
    'RESET ROLE; SELECT name FROM contacts',
    'CREATE TEMPORARY TABLE mine AS SELECT repeat(md5(n::text), 1000) FROM generate_series(1, 1000) AS n',
    'CREATE TABLE mine (id int)',
    'SELECT lo_create(0)',
    'SELECT lo_creat(-1)',
    `SELECT lo_from_bytea(0, '\\x00')`,
    `SELECT lo_put(1, 0, '\\x00')`,
    `SELECT lo_import('/etc/passwd')`,
    `SELECT lowrite(lo_open(1, 131072), '\\x00')`,
  ])('%s is refused', async (sql) => {
    await expect(thief.query(sql)).rejects.toThrow(/permission denied/);
  });

  it('a text that KPU has not approved stays unread', async () => {
    const open = { channel: 'email' as const, states: ['pending'], state: 'in_review', decision: null };
    const { id } = await runningBroadcast(site.db.source, site.keys, open);
    const documents = (of: string): Promise<unknown[]> =>
      thief.query('SELECT document FROM approved_submissions WHERE broadcast_id = $1', [of]);
    expect(await documents(id)).toEqual([]);
    expect(await documents(sent.id)).toHaveLength(1);
  });
});

describe('at the registrar, with its secret,', () => {
  /** A confirmation and a consent renewal, both open: what the operations could find. */
  let open: string[];
  beforeAll(async () => {
    await signUp('menunggu@contoh.id');
    const asked = await runningBroadcast(site.db.source, site.keys, { channel: 'sms', states: ['accepted'] });
    const consents = await rows<{ id: string }>(
      site.db.source.manager,
      `UPDATE consents SET reconfirm_asked_at = siar_now(), reconfirm_code_hash = sha256('x') WHERE address_id = $1 RETURNING id`,
      asked.addressIds,
    );
    const found = await rows<{ id: string }>(site.db.source.manager, 'SELECT id FROM confirmations');
    open = [...found.map(({ id }) => id), ...asked.addressIds, ...consents.map(({ id }) => id)];
  });
  /** Every identifier by which the thief can try to address somebody: ids, and tokens made with the stolen secret. */
  function names(): string[] {
    const { addressId, contactId, to } = victim;
    const body = `${sent.id}-${addressId}`;
    const mac = createHmac('sha256', SECRETS.REGISTRAR_SECRET).update(`delivery\0${body}`).digest('hex');
    const guessed = new Keys({
      ...site.config,
      HASH_KEY: new Map([
        [
          'a',
          { key: createSecretKey(Buffer.from(SECRETS.REGISTRAR_SECRET.slice(0, 32))), looksUpOnly: false },
        ],
      ]),
    });
    return [
      addressId,
      contactId,
      ...open,
      `contact:${contactId}`,
      to,
      addressHash(guessed, 'email', to).toString('base64url'),
      `${body}-a${mac.slice(0, 32)}`,
      guessed.deliveryToken('unsubscribe', { broadcastId: sent.id, addressId }),
      // Genuine, for another purpose: it is in the envelope of every mail.
      site.keys.deliveryToken('receipt', { broadcastId: sent.id, addressId }),
      randomBytes(16).toString('base64url'),
      // Of the right form: another form is refused before anything is looked up.
      newCode(),
      "' OR true --",
      '%',
      '\u0000',
      '',
    ];
  }
  const shapes = (operation: Operation, name: string): unknown[] => {
    const rest: Partial<Record<Operation, object>> = {
      'take-back': { only: null, language: 'id' },
      confirm: { code: '000000' },
      'change-preferences': { wish, leave: ['email'], add: null, language: 'id', network: '192.0.2.1' },
      rename: { name: 'Maling' },
      'answer-reconfirmation': { stop: true, language: 'id' },
    };
    const more = rest[operation] ?? {};
    return [
      { token: name, ...more },
      { code: name, ...more },
      { contactId: victim.contactId, token: name, ...more },
      { addressId: victim.addressId, ...more },
      { token: [name], ...more },
      { token: { contact: victim.contactId }, ...more },
    ];
  };

  it.each(
    (Object.keys(OPERATIONS) as Operation[]).filter(
      (operation) => operation !== 'sign-up' && operation !== 'send-preferences-link',
    ),
  )('%s does nothing to anybody without their link or code', async (operation) => {
    const before = await snapshot(site.db.source);
    for (const name of names())
      for (const asked of shapes(operation, name)) {
        const { status, answer } = await ask(operation, asked);
        if (status === 200) expect(answer).toEqual({ kind: 'unknown' });
        else expect(status).toBe(400);
      }
    expect(await snapshot(site.db.source)).toEqual(before);
  });

  it('these operations are the only ones', async () => {
    const headers = { authorization: `Bearer ${SECRETS.REGISTRAR_SECRET}` };
    for (const path of ['/citizens', '/citizens/contacts', '/citizens/look-copy', '/api/v1/contacts', '/'])
      expect((await fetch(site.registrar.url + path, { headers })).status).toBe(404);
    expect((await fetch(`${site.registrar.url}/metrics`, { headers })).status).toBe(403);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a text', { text: 'PEMILU DITUNDA' }],
    ['a message', { message: { subject: 'PEMILU DITUNDA', text: 'x' } }],
    ['a name', { name: 'PEMILU DITUNDA' }],
    ['words in a topic', { wish: { ...wish, topics: ['PEMILU DITUNDA'] } }],
    ['words in a region', { wish: { ...wish, regionCode: 'PEMILU DITUNDA' } }],
    ['words in a language', { wish: { ...wish, language: 'PEMILU DITUNDA' } }],
    ['words before an address', { to: { email: '"PEMILU DITUNDA" <korban@contoh.id>' } }],
    ['a header after an address', { to: { email: 'korban@contoh.id\r\nSubject: PEMILU DITUNDA' } }],
    ['two addresses', { to: { email: 'korban@contoh.id,lain@contoh.id' } }],
    ['a person’s id', { contactId: '1' }],
  ])('signing up takes %s from nobody', async (_, more) => {
    const before = await snapshot(site.db.source);
    expect((await signUp('korban@contoh.id', '192.0.2.1', more)).status).toBe(400);
    expect(await snapshot(site.db.source)).toEqual(before);
  });

  it('what is sent to an address is a question in fixed words, and at most three times', async () => {
    const to = `korban-${randomBytes(4).toString('hex')}@contoh.id`;
    const kinds: unknown[] = [];
    for (let n = 1; n <= 6; n++) kinds.push((await signUp(to, `192.0.2.${n}`)).answer['kind']);
    for (let n = 1; n <= 3; n++)
      kinds.push(
        (
          await ask('send-preferences-link', {
            channel: 'email',
            to,
            language: 'id',
            network: `198.51.100.${n}`,
          })
        ).answer['kind'],
      );
    expect(kinds).toEqual([...Array<string>(3).fill('open'), ...Array<string>(6).fill('later')]);
    const notices = await sentTo(site.db.source, site.keys, to);
    expect(notices).toHaveLength(3);
    for (const { text } of notices) expect(text).toMatch(/^Seseorang, semoga Anda sendiri, mendaftarkan/);
  });

  it('a complainant is not asked, and stays unchanged', async () => {
    const to = `keluhan-${randomBytes(4).toString('hex')}@contoh.id`;
    await site.db.source.query(
      `INSERT INTO suppressions (channel, hash, reason) VALUES ('email', $1, 'complaint')`,
      [addressHash(site.keys, 'email', to)],
    );
    // The answer discloses nothing: it is the same as for any address.
    expect((await signUp(to)).answer).toEqual(NOBODY_ASKED);
    expect(await sentTo(site.db.source, site.keys, to)).toMatchObject([{ dead: true }]);
    const barred = await rows(
      site.db.source.manager,
      'SELECT reason FROM suppressions WHERE channel = $1 AND hash = $2',
      ['email', addressHash(site.keys, 'email', to)],
    );
    expect(barred).toEqual([{ reason: 'complaint' }]);
  });

  it('nobody learns whether somebody is signed up, or obtains their token', async () => {
    const { answer } = await signUp(victim.to);
    expect(answer).toEqual(NOBODY_ASKED);
    const asked = { channel: 'email', to: victim.to, language: 'id', network: '192.0.2.1' };
    expect((await ask('send-preferences-link', asked)).answer).toEqual({ kind: 'sent', interrupted: false });
    const stranger = { ...asked, to: 'tidak-ada@contoh.id' };
    expect((await ask('send-preferences-link', stranger)).answer).toEqual({
      kind: 'sent',
      interrupted: false,
    });
  });

  it('a number is confirmed by its owner alone: five guesses at the code, from any source', async () => {
    const to = '+6281234567890';
    const asked = { wish: { ...wish, preferredChannel: 'sms' }, to: { sms: to }, telegram: false };
    const { answer } = await ask('sign-up', { ...asked, language: 'id', network: '192.0.2.1' });
    const [notice] = await sentTo(site.db.source, site.keys, to);
    const code = /\d{6}/.exec(notice?.text ?? '')?.[0] ?? '';
    const token = answer['smsToken'];
    for (let n = 0; n < 5; n++) {
      const wrong = String((Number(code) + 1 + n) % 1_000_000).padStart(6, '0');
      expect((await ask('confirm', { token, code: wrong })).answer['kind']).toBe('wrong-code');
    }
    expect((await ask('confirm', { token, code })).answer['kind']).toBe('wrong-code');
  });

  it('a link that passes through the stolen gateway opens its owner’s data, and only a limited number of times', async () => {
    await ask('send-preferences-link', { channel: 'email', to: victim.to, language: 'id', network: 'x' });
    const [notice] = await sentTo(site.db.source, site.keys, victim.to);
    const token = /preferences\/([\w-]{22})/.exec(notice?.text ?? '')?.[1] ?? '';
    const opened = await ask('open-preferences', { token });
    expect(opened.answer['kind']).toBe('open');
    expect(JSON.stringify(opened.answer)).not.toContain(victim.to);
    let read = 0;
    while ((await ask('read-held', { token })).answer['kind'] === 'held') read++;
    expect(read).toBeGreaterThanOrEqual(30);
    expect(read).toBeLessThanOrEqual(32);
  });
});
