import { createHmac } from 'node:crypto';
import { pino } from 'pino';
import { Audience } from '#audience';
import { CallbackInbox, type CallbackSource, WaitingCallbacks } from '#callbacks';
import { Receipts } from '#dispatch/receipts';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { type Connection, Database, databaseOptions, row, rows } from '#platform/database';
import type { Gateway } from '../../apps/gateway/gateway.js';
import { type Registrar, startRegistrar } from '../../apps/registrar/registrar.js';
import { callbacksRead, figure } from '../factories/callbacks.js';
import { SECRETS, startPublicSide } from '../factories/gateway.js';
import { type TestDatabase, testConfig, testDatabase } from '../factories/database.js';
import { type RunningBroadcast, runningBroadcast } from '../factories/ledger.js';
import { snapshot } from '../factories/snapshot.js';

let db: TestDatabase;
let config: Config;
let keys: Keys;
let gateway: Gateway;
let registrar: Registrar;
/** What the thief of a gateway has: its login, its environment, and the means to seal what it stores. */
let thief: Database;
let inbox: CallbackInbox;
let sms: RunningBroadcast;
let mail: RunningBroadcast;
let chats: RunningBroadcast;
const log: Record<string, unknown>[] = [];
const logger = pino(
  { level: 'warn' },
  { write: (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>) },
);

beforeAll(async () => {
  db = await testDatabase();
  config = testConfig(db.url, SECRETS);
  keys = new Keys(config);
  ({ gateway, registrar } = await startPublicSide(config, logger));
  thief = await new Database(databaseOptions(db.url, 2, 'siar_gateway')).initialize();
  inbox = new CallbackInbox(thief);
  const running = (channel: 'sms' | 'email' | 'telegram', state: string): Promise<RunningBroadcast> =>
    runningBroadcast(db.source, keys, { channel, states: [state, state, state] });
  sms = await running('sms', 'claimed');
  mail = await running('email', 'accepted');
  chats = await running('telegram', 'accepted');
});
afterAll(async () => {
  await thief.destroy();
  await gateway.stop();
  await registrar.stop();
  await db.drop();
});

const insert = (
  source: CallbackSource,
  body: string | Buffer,
  more: { path?: string; signature?: string } = {},
) =>
  inbox.store(source, '192.0.2.9', {
    path: more.path ?? '',
    headers: more.signature === undefined ? {} : { 'x-twilio-signature': more.signature },
    body: Buffer.from(body),
  });
const readAs = async (source: CallbackSource, outcome: string): Promise<number> => {
  await callbacksRead(db.source);
  return figure(
    registrar.url,
    SECRETS.METRICS_TOKEN,
    `siar_callbacks_total{source="${source}",outcome="${outcome}"}`,
  );
};
const receiptToken = ({ id, addressIds }: RunningBroadcast, index: number): string =>
  keys.deliveryToken('receipt', { broadcastId: id, addressId: addressIds[index] ?? '' });

/**
 * Twilio's scheme, implemented independently: base64 of HMAC-SHA1 over the URL and each field's name and value, sorted
 * by name.
 */
const sign = (path: string, fields: Record<string, string>, secret: string): string =>
  createHmac('sha1', secret)
    .update(
      Object.keys(fields)
        .toSorted()
        .reduce((text, name) => text + name + fields[name], config.PUBLIC_URL + path),
    )
    .digest('base64');
const twilio = (token: string, status: string, secret: string): Promise<Response> => {
  const path = `/webhooks/twilio/status?d=${token}`;
  const fields = { MessageSid: `SM${'1'.repeat(32)}`, MessageStatus: status, To: '+6281200000001' };
  return fetch(gateway.url + path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { 'x-twilio-signature': sign(path, fields, secret) },
  });
};
const report = (token: string, status = '5.1.1', more: string[] = []): string =>
  [
    `To: b.${token}@${config.EMAIL_BOUNCE_DOMAIN}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    ...more,
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.contoh.id',
    '',
    'Final-Recipient: rfc822; warga@contoh.id',
    'Action: failed',
    `Status: ${status}`,
    '',
    '--b--',
    '',
  ].join('\r\n');
const bounce = (body: string | Buffer): Promise<Response> =>
  fetch(`${gateway.url}/webhooks/email/bounce`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'message/rfc822', authorization: `Bearer ${SECRETS.EMAIL_BOUNCE_SECRET}` },
  });
const receiptsOf = ({ id }: RunningBroadcast): Promise<{ addressId: string; verdict: string }[]> =>
  rows(
    db.source.manager,
    'SELECT address_id AS "addressId", verdict FROM receipts WHERE broadcast_id = $1 ORDER BY id',
    [id],
  );

describe('a thief of the gateway', () => {
  it('forges no receipt: neither with its secrets, nor with tokens of its own making', async () => {
    const before = await snapshot(db.source);
    const refused = await readAs('twilio', 'refused');
    const token = receiptToken(sms, 0);
    const path = `/webhooks/twilio/status?d=${token}`;
    const fields = { MessageSid: 'SM1', MessageStatus: 'delivered' };
    const gatewayHolds = [
      SECRETS.EMAIL_BOUNCE_SECRET,
      SECRETS.TELEGRAM_WEBHOOK_SECRET,
      SECRETS.REGISTRAR_SECRET,
    ];
    for (const secret of gatewayHolds)
      await insert('twilio', new URLSearchParams(fields).toString(), {
        path,
        signature: sign(path, fields, secret),
      });
    await insert('twilio', 'MessageStatus=failed', { path });
    expect(await readAs('twilio', 'refused')).toBe(refused + gatewayHolds.length + 1);
    for (const guess of [
      token.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      `${mail.id}-${mail.addressIds[0]}-${'0'.repeat(32)}`,
      // A link to leave does not authenticate a receipt, though its holder has it.
      keys.deliveryToken('unsubscribe', { broadcastId: mail.id, addressId: mail.addressIds[0] ?? '' }),
    ])
      await insert('email', report(guess));
    expect(await readAs('email', 'unknown-token')).toBe(3);
    expect(await snapshot(db.source)).toEqual(before);
  });

  it('acts in no foreign chat, and unsubscribes nobody', async () => {
    const before = await snapshot(db.source);
    const chat = { id: Number(chats.addresses[0]) };
    const updates = [
      { message: { chat, from: chat, text: '/berhenti' } },
      { callback_query: { id: '1', from: chat, message: { chat }, data: `leave:${chats.id}` } },
      { my_chat_member: { chat, new_chat_member: { status: 'kicked' } } },
      {
        callback_query: {
          id: '2',
          from: { id: 4_000_001 },
          message: { chat: { id: 4_000_001 } },
          data: 'j:11.01',
        },
      },
    ];
    for (const update of updates) {
      await insert('telegram', JSON.stringify({ update_id: 1, ...update }));
      // Also through the public route, with the secret that the gateway checks.
      await fetch(`${gateway.url}/webhooks/telegram`, {
        method: 'POST',
        body: JSON.stringify({ update_id: 1, ...update }),
        headers: {
          'content-type': 'application/json',
          'x-telegram-bot-api-secret-token': SECRETS.TELEGRAM_WEBHOOK_SECRET,
        },
      });
    }
    for (const guess of [
      mail.addressIds[0] ?? '',
      `${mail.id}-${mail.addressIds[0]}-${'0'.repeat(32)}`,
      receiptToken(mail, 0),
      '\0',
    ])
      await insert('unsubscribe', guess);
    expect(await readAs('telegram', 'refused')).toBe(2 * updates.length);
    expect(await readAs('unsubscribe', 'unknown-token')).toBe(4);
    expect(await snapshot(db.source)).toEqual(before);
  });

  it('reads and changes no callback', async () => {
    for (const sql of [
      'SELECT content FROM callbacks',
      'SELECT count(*) FROM callbacks',
      'UPDATE callbacks SET tries = 5',
      'DELETE FROM callbacks',
      `INSERT INTO callbacks (id, source, content, network) VALUES (-1, 'email', '', 0)`,
      `SELECT nextval('callback_units')`,
      `SELECT setval('callback_units', 1)`,
      `UPDATE callback_intake SET public_key = ''`,
      'UPDATE callback_intake SET drained = 0',
      'INSERT INTO receipts (channel) VALUES (1)',
      'INSERT INTO telegram_updates (id) VALUES (1)',
    ])
      await expect(thief.query(sql)).rejects.toThrow(/permission denied/);
  });

  it('holds no lock that claims, the emergency stop or the bot wait for', async () => {
    for (const sql of [
      'SELECT pg_advisory_lock(1)',
      'SELECT pg_try_advisory_lock(1, 1)',
      'SELECT pg_advisory_xact_lock_shared(1)',
      'LOCK TABLE callbacks',
      'LOCK TABLE waves IN SHARE MODE',
    ])
      await expect(thief.transaction((tx) => tx.query(sql))).rejects.toThrow(/permission denied/);
    const may = await rows<{ role: string }>(
      db.source.manager,
      `SELECT DISTINCT role FROM pg_proc p, unnest(ARRAY['siar_app', 'siar_worker', 'siar_registrar', 'siar_gateway']) AS role
       WHERE p.proname ~ '^pg_(try_)?advisory_(xact_)?lock' AND has_function_privilege(role, p.oid, 'EXECUTE') ORDER BY 1`,
    );
    expect(may.map(({ role }) => role)).toEqual(['siar_app', 'siar_registrar', 'siar_worker']);
  });

  it('gains nothing by storing a callback again, or as another kind', async () => {
    // As stored in the table: the thief has kept what passed through the gateway.
    const store = (source: CallbackSource, content: Buffer): Promise<unknown> =>
      thief.query('SELECT store_callback($1, $2, 1)', [source, content]);
    await db.source.query('CREATE TABLE kept AS SELECT source, content FROM callbacks LIMIT 0');
    await db.source.query(
      `CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         INSERT INTO kept VALUES (NEW.source, NEW.content); RETURN NULL; END $$;
       CREATE TRIGGER keep AFTER INSERT ON callbacks FOR EACH ROW EXECUTE FUNCTION keep()`,
    );
    expect((await bounce(report(receiptToken(mail, 1)))).status).toBe(204);
    await db.source.query('DROP TRIGGER keep ON callbacks; DROP FUNCTION keep()');
    const [kept] = await rows<{ content: Buffer }>(db.source.manager, 'SELECT content FROM kept');
    await db.source.query('DROP TABLE kept');
    const content = kept?.content ?? Buffer.alloc(0);
    await callbacksRead(db.source);
    const before = await snapshot(db.source);
    for (const source of ['email', 'email', 'unsubscribe', 'telegram', 'twilio'] as const)
      await store(source, content);
    await store('email', Buffer.from('no callback of anybody’s'));
    await callbacksRead(db.source);
    expect(await receiptsOf(mail)).toEqual([{ addressId: mail.addressIds[1], verdict: 'dead' }]);
    expect(await readAs('unsubscribe', 'refused')).toBe(1);
    expect(await snapshot(db.source)).toEqual(before);
  });
});

describe('a genuine callback', () => {
  it('is in the inbox of receipts within a second, and counts before the acceptance is recorded', async () => {
    const began = performance.now();
    expect((await twilio(receiptToken(sms, 0), 'delivered', SECRETS.TWILIO_AUTH_TOKEN)).status).toBe(204);
    await callbacksRead(db.source);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(await receiptsOf(sms)).toEqual([{ addressId: sms.addressIds[0], verdict: 'delivered' }]);
    await new Receipts(db.source, keys, new Audience(db.source), config).drain();
    expect(
      await row(
        db.source.manager,
        'SELECT state FROM deliveries WHERE broadcast_id = $1 AND address_id = $2',
        [sms.id, sms.addressIds[0]],
      ),
    ).toEqual({ state: 'delivered' });
  });

  it('waits while no registrar runs, and unsubscribes those who left by the gateway once one runs', async () => {
    await registrar.stop();
    expect((await twilio(receiptToken(sms, 1), 'delivered', SECRETS.TWILIO_AUTH_TOKEN)).status).toBe(204);
    await insert(
      'unsubscribe',
      keys.deliveryToken('unsubscribe', { broadcastId: mail.id, addressId: mail.addressIds[2] ?? '' }),
    );
    registrar = await startRegistrar({ ...config, PORT: 0 }, logger);
    await callbacksRead(db.source);
    expect(await receiptsOf(sms)).toContainEqual({ addressId: sms.addressIds[1], verdict: 'delivered' });
    expect(
      await row(db.source.manager, 'SELECT state FROM addresses WHERE id = $1', [mail.addressIds[2]]),
    ).toEqual({ state: 'unsubscribed' });
  });
});

describe('a poisonous callback', () => {
  const nested = (depth: number): string =>
    Array.from(
      { length: depth },
      (_, n) => `Content-Type: multipart/mixed; boundary="${n}"\r\n\r\n--${n}\r\n`,
    ).join('');

  it.each<[string, number, () => string | Buffer]>([
    ['of NULs', 204, () => Buffer.alloc(400_000)],
    ['of 2 MB', 413, () => Buffer.alloc(2_000_000, 'x')],
    [
      'of broken MIME',
      204,
      () => 'Content-Type: multipart/report; boundary="\r\n\r\n--\r\n\xff\xfe=?utf-8?B?////?=',
    ],
    ['of parts within parts', 204, () => nested(8_000)],
    [
      'of a hundred thousand parts',
      204,
      () => `Content-Type: multipart/mixed; boundary=b\r\n${'\r\n--b\r\n'.repeat(60_000)}`,
    ],
    ['of endless headers', 204, () => 'To: b.x@bounce.siar.go.id\r\n'.repeat(18_000)],
    ['of one endless line', 204, () => 'To: <'.repeat(100_000)],
  ])('%s ends in %i, and the next callback is accepted', async (_, status, make) => {
    expect((await bounce(make())).status).toBe(status);
    const before = await readAs('email', 'taken');
    await bounce(report(receiptToken(mail, 0), '5.1.1', [`X-No: ${status}`]));
    expect(await readAs('email', 'taken')).toBe(before + 1);
    expect(await row(db.source.manager, 'SELECT count(*)::int AS n FROM callbacks')).toEqual({ n: 0 });
  });

  it('that fails by a fault of ours is retried, holds nothing up, and its log line contains nothing of it', async () => {
    await db.source.query(
      `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         RAISE EXCEPTION 'cannot store %', NEW.reason; END $$;
       CREATE TRIGGER fail BEFORE INSERT ON receipts FOR EACH ROW WHEN (NEW.reason LIKE '%5.2.1')
         EXECUTE FUNCTION fail()`,
    );
    log.length = 0;
    await insert('email', report(receiptToken(mail, 0), '5.2.1'));
    const [before, failed] = [await figureOf('taken'), await figureOf('failed')];
    await bounce(report(receiptToken(mail, 2), '5.1.1'));
    await until(async () => (await figureOf('taken')) > before && (await figureOf('failed')) > failed);
    await db.source.query('DROP TRIGGER fail ON receipts; DROP FUNCTION fail()');
    const healed = await figureOf('taken');
    await until(async () => (await figureOf('taken')) > healed);
    expect(JSON.stringify(log)).not.toMatch(/cannot store|5\.2\.1|contoh\.id/);
  });

  it('without the secret floods no log: a hundred refusals are one line', async () => {
    log.length = 0;
    const forged = { method: 'POST', body: 'x', headers: { 'content-type': 'message/rfc822' } };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => fetch(`${gateway.url}/webhooks/email/bounce`, forged)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
    expect(log.filter(({ msg }) => msg === 'a call to a webhook was refused').length).toBeLessThanOrEqual(1);
  });
});

describe('a flood of a hundred thousand callbacks', () => {
  const MOST_BYTES = 600 * 2 ** 20;

  it('is bounded, refused with a Retry-After, and over once it is read', async () => {
    await registrar.stop();
    // As the thief, from one network, then from every network at once, and then as a stranger who finds the inbox full.
    const [alone] = await thief.query<{ stored: number }[]>(
      `SELECT count(*) FILTER (WHERE store_callback('email', $1, 1) = 'stored')::int AS stored FROM generate_series(1, 140)`,
      [Buffer.alloc(520_000)],
    );
    expect(alone?.stored).toBeLessThan(140);
    await db.source.query(
      'DELETE FROM callbacks; UPDATE callback_intake SET drained = (SELECT last_value FROM callback_units)',
    );
    const [flood] = await thief.query<{ stored: number }[]>(
      `SELECT count(*) FILTER (WHERE store_callback('email', $1, n % 65536) = 'stored')::int AS stored
       FROM generate_series(1, 100000) AS n`,
      [Buffer.alloc(240_000)],
    );
    expect(flood?.stored).toBeGreaterThan(1_000);
    expect((flood?.stored ?? 0) * 240_000).toBeLessThan(MOST_BYTES);
    await thief.query(`SELECT store_callback('email', '\\x00', n) FROM generate_series(1, 100) AS n`);
    const answer = await twilio(receiptToken(sms, 2), 'delivered', SECRETS.TWILIO_AUTH_TOKEN);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    await readMost();
    registrar = await startRegistrar({ ...config, PORT: 0 }, logger);
    await callbacksRead(db.source);
    await until(
      async () => (await twilio(receiptToken(sms, 2), 'delivered', SECRETS.TWILIO_AUTH_TOKEN)).status === 204,
    );
    await callbacksRead(db.source);
    expect(await receiptsOf(sms)).toContainEqual({ addressId: sms.addressIds[2], verdict: 'delivered' });
  });

  it('takes no more space by an open transaction, by savepoints, or by repeated rollbacks', async () => {
    const reader = new WaitingCallbacks(db.source, keys);
    const store = `SELECT count(*) FILTER (WHERE store_callback('email', $1, n % 65536) = 'stored')::int AS stored
      FROM generate_series(1, $2) AS n`;
    const fill = async (through: Connection | Database, callbacks = 1_100): Promise<number> => {
      const [answer] = (await through.query(store, [Buffer.alloc(520_000), callbacks])) as {
        stored: number;
      }[];
      return answer?.stored ?? 0;
    };
    /** A registrar that repeatedly looks for lost places, each time a minute after its last look. */
    const minutes = async (): Promise<void> => {
      for (let n = 0; n < 3; n++) {
        await db.source.query(`UPDATE callback_intake SET looked_at = siar_now() - interval '1 minute'`);
        await reader.giveBackLost();
      }
    };
    const held = thief.createQueryRunner();
    await held.startTransaction();
    const stored = await fill(held, 500);
    await held.query('SAVEPOINT more');
    expect(stored + (await fill(held))).toBeGreaterThan(1_000);
    await held.query('ROLLBACK TO more');
    await minutes();
    expect(await fill(held)).toBe(0);
    await held.rollbackTransaction();
    await until(async () => {
      await minutes();
      return (await fill(thief, 1)) === 1;
      // Transactions of other suites on the same server must end, too.
    }, 60);
    await held.startTransaction();
    expect(await fill(held)).toBeGreaterThan(1_000);
    await held.rollbackTransaction();
    await held.release();
    // A rolled-back row occupies its place until vacuum: no second share within the minute.
    for (let n = 0; n < 3; n++) await reader.giveBackLost();
    expect(await fill(thief)).toBe(0);
    await callbacksRead(db.source);
  }, 90_000);

  /** Keeps a hundred of the flood's callbacks, the newest: reading hundreds of megabytes takes too long for a test. */
  const readMost = (): Promise<unknown> =>
    db.source.query(
      `WITH gone AS (
         DELETE FROM callbacks WHERE id < (SELECT id FROM callbacks ORDER BY id DESC OFFSET 100 LIMIT 1)
         RETURNING octet_length(content) / 4096 + 1 AS units)
       UPDATE callback_intake SET drained = drained + (SELECT sum(units) FROM gone)`,
    );
});

const figureOf = (outcome: string): Promise<number> =>
  figure(registrar.url, SECRETS.METRICS_TOKEN, `siar_callbacks_total{source="email",outcome="${outcome}"}`);

async function until(condition: () => Promise<boolean>, seconds = 10): Promise<void> {
  for (const end = performance.now() + seconds * 1_000; !(await condition());) {
    if (performance.now() > end) throw new Error(`it did not come about within ${seconds} s`);
  }
}
