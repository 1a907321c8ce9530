import { type TOTP, URI } from 'otpauth';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { IRREVERSIBLE } from '../../apps/publisher/auth/irreversible.rules.js';
import { tamper, testConfig } from '../factories/database.js';
import { runningBroadcast } from '../factories/ledger.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { routesOf } from '../factories/routes.js';
import { type Ask, asking, cookieOf, PASSWORD, type Username } from '../factories/staff.js';

const SESSION = '/api/v1/session';
const NEEDS_CODE = { status: 403, stepUpRequired: true };

describe('a member of staff where authenticators are required', () => {
  let publisher: TestPublisher;
  let broadcastId: string;
  let addressIds: string[];
  let addresses: string[];
  const asks: Partial<Record<Username, Promise<Ask>>> = {};
  const totps: Partial<Record<Username, TOTP>> = {};

  beforeAll(async () => {
    publisher = await testPublisher({ REQUIRE_TOTP: 'true' });
    const { source, url } = publisher.db;
    const sent = await runningBroadcast(source, new Keys(testConfig(url)), {
      channel: 'sms',
      states: Array<'accepted'>(40).fill('accepted'),
    });
    broadcastId = sent.id;
    ({ addressIds, addresses } = sent);
    await source.query(
      `UPDATE broadcasts SET draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11"]}, "channels": ["sms"], "contents": {}}', organisation_id = $2 WHERE id = $1`,
      [broadcastId, publisher.staff.organisations.ministry],
    );
  });
  afterAll(() => publisher.stop());

  const as = (username: Username): Promise<Ask> => (asks[username] ??= arrive(username));
  const arrive = async (username: Username): Promise<Ask> => {
    const ask = asking(publisher.url, await cookieOf(publisher.url, username));
    const { body } = await ask<{ uri: string }>('POST', `${SESSION}/totp`);
    const totp = (totps[username] = URI.parse(body.uri) as TOTP);
    await ask('POST', `${SESSION}/totp/confirm`, { totp: totp.generate() });
    return ask;
  };
  /** Enters a code; the reset counter lets a test do so more often than the clock allows. */
  const showCode = async (username: Username): Promise<void> => {
    const ask = await as(username);
    await publisher.db.source.query('UPDATE people SET totp_last_counter = NULL');
    expect((await ask('POST', `${SESSION}/step-up`, { totp: totps[username]?.generate() })).status).toBe(204);
  };
  /** Gives roles without the rule and the trigger that refuse them for this office. */
  const plant = async (username: Username, roles: string[]): Promise<void> => {
    for (const role of roles)
      await tamper(
        publisher.db.source,
        'INSERT INTO person_roles (person_id, role) VALUES ($1, $2) ON CONFLICT DO NOTHING',
        [publisher.staff.people[username], role],
      );
  };
  /** An open request of the person with this address; the same on each call. */
  const requestOf = async (n: number): Promise<string> => {
    const found = await rows<{ id: string }>(
      publisher.db.source.manager,
      `WITH held AS (SELECT contact_id FROM addresses WHERE id = $2), made AS (
         INSERT INTO data_requests (wants, way, received_at, due_at, opened_by, contact_id)
         SELECT 'access', 'letter', at, at + interval '72 hours', $1, contact_id FROM held, (SELECT siar_now() AS at) AS t
         WHERE NOT EXISTS (SELECT FROM data_requests q WHERE q.contact_id = held.contact_id) RETURNING id)
       SELECT id FROM made UNION ALL SELECT id FROM data_requests q JOIN held USING (contact_id)`,
      [publisher.staff.people.dpo, addressIds[n]],
    );
    return found[0]?.id ?? '';
  };
  const reveal = (n = 0): string => `/api/v1/broadcasts/${broadcastId}/deliveries/${addressIds[n]}/reveal`;
  const reason = 'Permintaan subjek data 12';

  it('reads out one address for one code, however many requests come at once', async () => {
    const dpo = await as('dpo');
    const asked = await Promise.all(
      addressIds.slice(0, 20).map(async (_, n) => dpo('POST', reveal(n), { requestId: await requestOf(n) })),
    );
    expect(asked.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of asked) if (status !== 200) expect(body).toMatchObject(NEEDS_CODE);
    // Old codes are not accepted again.
    const again = { requestId: await requestOf(0) };
    expect((await dpo('POST', reveal(), again)).body).toMatchObject(NEEDS_CODE);
  });

  it('reads out no more than thirty, even with a code for each', async () => {
    const dpo = await as('dpo');
    await publisher.db.source.query('DELETE FROM rate_limits');
    const statuses: number[] = [];
    for (const n of addressIds.keys()) {
      await publisher.db.source.query('UPDATE sessions SET stepped_up_at = siar_now(), code_spent = false');
      statuses.push((await dpo('POST', reveal(n), { requestId: await requestOf(n) })).status);
    }
    expect(statuses).toEqual([...Array<number>(30).fill(200), ...Array<number>(10).fill(429)]);
    await publisher.db.source.query('DELETE FROM rate_limits');
  });

  it('reads out no more than sixty together, however many officers there are', async () => {
    const requestId = await requestOf(0);
    const statuses: number[] = [];
    for (const username of ['dpo', 'penulis', 'operator'] as const) {
      await plant(username, ['dpo']);
      const officer = await as(username);
      for (let n = 0; n < 21; n++) {
        await publisher.db.source.query('UPDATE sessions SET stepped_up_at = siar_now(), code_spent = false');
        statuses.push((await officer('POST', reveal(), { requestId })).status);
      }
    }
    expect(statuses).toEqual([...Array<number>(60).fill(200), ...Array<number>(3).fill(429)]);
    await publisher.db.source.query(
      `WITH forgotten AS (DELETE FROM rate_limits) DELETE FROM person_roles
       WHERE role = 'dpo' AND person_id IN (SELECT id FROM people WHERE username IN ('penulis', 'operator'))`,
    );
  });

  it('uses up nobody else’s share of all officers’ limit, even by refused requests', async () => {
    const { source } = publisher.db;
    const dpo = await as('dpo');
    // In each half hour it sends thirty requests, which is the limit of one member of staff.
    for (let halfHour = 0; halfHour < 4; halfHour++) {
      await source.query(`UPDATE rate_limits SET paid_until = paid_until - interval '30 minutes'`);
      for (let n = 0; n < 30; n++) {
        await source.query('UPDATE sessions SET stepped_up_at = siar_now(), code_spent = false');
        await dpo('POST', reveal(), { requestId: '987654' });
      }
    }
    const requestId = await requestOf(0);
    await plant('operator', ['dpo']);
    const other = await as('operator');
    await source.query('UPDATE sessions SET stepped_up_at = siar_now(), code_spent = false');
    expect((await other('POST', reveal(), { requestId })).status).toBe(200);
    await source.query(
      `WITH forgotten AS (DELETE FROM rate_limits) DELETE FROM person_roles
       WHERE role = 'dpo' AND person_id IN (SELECT id FROM people WHERE username = 'operator')`,
    );
  });

  it('reads out no address for the request of another person, or without a request', async () => {
    const dpo = await as('dpo');
    const { source } = publisher.db;
    const [own, others] = [await requestOf(0), await requestOf(1)];
    const { id: nobodys } = (await row<{ id: string }>(
      source.manager,
      `INSERT INTO data_requests (wants, way, received_at, due_at, opened_by)
       SELECT 'access', 'letter', at, at + interval '72 hours', $1 FROM (SELECT siar_now() AS at) AS t RETURNING id`,
      [publisher.staff.people.dpo],
    )) ?? { id: '' };
    const look = async (body: object): Promise<unknown> => {
      await showCode('dpo');
      const { status, body: said } = await dpo<{ faults?: { code?: string }[] }>('POST', reveal(), body);
      return [status, said.faults?.[0]?.code];
    };
    expect(await look({ requestId: others })).toEqual([422, 'other-request']);
    expect(await look({ requestId: '987654' })).toEqual([422, 'other-request']);
    // A request that has found nobody yet matches nobody, and a reason does not replace a request.
    expect(await look({ requestId: nobodys })).toEqual([422, 'other-request']);
    expect(await look({})).toEqual([400, 'missing']);
    expect(await look({ reason })).toEqual([400, 'missing']);
    expect(await look({ requestId: own, reason })).toEqual([200, undefined]);
    await source.query(
      `UPDATE data_requests SET state = 'closed', outcome = 'taken-back', closed_by = $2, closed_at = siar_now() WHERE id = $1`,
      [own, publisher.staff.people.dpo],
    );
    expect(await look({ requestId: own })).toEqual([422, 'other-request']);
    expect(
      await row(
        source.manager,
        `SELECT detail FROM audit_entries WHERE act = 'delivery.reveal' ORDER BY id DESC LIMIT 1`,
      ),
    ).toEqual({ detail: { addressId: addressIds[0], channel: 'sms', reason, requestId: own } });
  });

  it('looks up one address for one code, at the helpdesk and among the suppressed', async () => {
    const address = { channel: 'sms', to: '081234567890' };
    for (const [username, path] of [
      ['bantuan', '/api/v1/helpdesk/address'],
      ['operator', '/api/v1/suppressions/search'],
    ] as const) {
      const ask = await as(username);
      await showCode(username);
      const asked = await Promise.all(Array.from({ length: 5 }, () => ask('POST', path, address)));
      expect(asked.filter(({ status }) => status === 200)).toHaveLength(1);
      for (const { status, body } of asked) if (status !== 200) expect(body).toMatchObject(NEEDS_CODE);
    }
    // What the caller then requests needs no second code within ten minutes.
    const desk = await as('bantuan');
    expect((await desk('POST', '/api/v1/helpdesk/address/leave', address)).status).toBe(200);
    expect((await desk('POST', '/api/v1/helpdesk/address', address)).body).toMatchObject(NEEDS_CODE);
  });

  it('exports a person’s data no more than thirty times, even with a code for each', async () => {
    const dpo = await as('dpo');
    const { source } = publisher.db;
    const { id, contactId } = (await row<{ id: string; contactId: string }>(
      source.manager,
      `INSERT INTO data_requests (wants, way, received_at, due_at, opened_by, contact_id, state, identity_check, identity_checked_by, identity_checked_at)
       SELECT 'access', 'letter', at, at + interval '72 hours', $1, contact_id, 'verified', 'call-back', $1, at
       FROM addresses, (SELECT siar_now() AS at) AS t WHERE addresses.id = $2 RETURNING id, contact_id AS "contactId"`,
      [publisher.staff.people.dpo, addressIds[5]],
    )) ?? { id: '', contactId: '' };
    await source.query('DELETE FROM rate_limits');
    const statuses: number[] = [];
    for (let n = 0; n < 32; n++) {
      await source.query('UPDATE sessions SET stepped_up_at = siar_now(), code_spent = false');
      statuses.push((await dpo('POST', `/api/v1/data-requests/${id}/export`, { contactId })).status);
    }
    expect(statuses).toEqual([...Array<number>(30).fill(200), 429, 429]);
    // They also count in the limit of all officers together: a second officer has the rest of sixty, a third nothing.
    const others: number[] = [];
    for (const [username, times] of [
      ['operator', 30],
      ['penulis', 1],
    ] as const) {
      await plant(username, ['dpo']);
      const other = await as(username);
      for (let n = 0; n < times; n++) {
        await source.query('UPDATE sessions SET stepped_up_at = siar_now(), code_spent = false');
        others.push((await other('POST', `/api/v1/data-requests/${id}/export`, { contactId })).status);
      }
    }
    expect(others).toEqual([...Array<number>(30).fill(200), 429]);
    await source.query(
      `WITH forgotten AS (DELETE FROM rate_limits) DELETE FROM person_roles
       WHERE role = 'dpo' AND person_id IN (SELECT id FROM people WHERE username IN ('penulis', 'operator'))`,
    );
  });

  it('reads nothing by recovery codes, and creates no new ones with a used code', async () => {
    const desk = await as('bantuan');
    const { source } = publisher.db;
    const address = { channel: 'sms', to: '081234567890' };
    await showCode('bantuan');
    const renew = (ask: Ask) => ask<{ recoveryCodes: string[] }>('POST', `${SESSION}/recovery-codes`);
    const alerts = () =>
      rows(source.manager, `SELECT FROM notices WHERE kind = 'alert' AND person_id = $1`, [
        publisher.staff.people.bantuan,
      ]);
    const before = await alerts();
    const { status, body } = await renew(desk);
    expect([status, body.recoveryCodes]).toEqual([200, expect.any(Array)]);
    expect(await alerts()).toHaveLength(before.length + 1);
    expect((await renew(desk)).body).toMatchObject(NEEDS_CODE);
    for (const recoveryCode of body.recoveryCodes.slice(0, 2)) {
      const signedIn = await fetch(`${publisher.url}${SESSION}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'bantuan', password: PASSWORD, recoveryCode }),
      });
      expect(signedIn.status).toBe(200);
      const ask = asking(publisher.url, signedIn.headers.getSetCookie()[0]?.split(';')[0]);
      expect((await ask('POST', '/api/v1/helpdesk/address', address)).body).toMatchObject(NEEDS_CODE);
      expect((await renew(ask)).body).toMatchObject(NEEDS_CODE);
      // Acts that need a fresh code, but not a code of their own, continue to work.
      expect((await ask('POST', '/api/v1/helpdesk/address/leave', address)).status).toBe(200);
    }
  });

  it('reads out nothing as an officer of KPU, national or of a region', async () => {
    for (const username of ['kpu-nasional', 'kpu-aceh'] as const) {
      await plant(username, ['dpo']);
      const dpo = await as(username);
      for (const path of [reveal(), '/api/v1/data-requests/1/find', '/api/v1/data-requests/1/export']) {
        const { status, body } = await dpo('POST', path, { requestId: '1' });
        expect([status, body['stepUpRequired']]).toEqual([403, undefined]);
      }
    }
  });

  it('has no national power in a regional office, whatever roles its row contains', async () => {
    await plant('kpu-aceh', ['operator', 'auditor', 'dpo', 'helpdesk']);
    const aceh = await as('kpu-aceh');
    await showCode('kpu-aceh');
    const tried: [string, string, object?][] = [
      ['POST', '/api/v1/emergency-stop', { reason: 'uji' }],
      ['POST', '/api/v1/emergency-stop/lift', { note: 'uji' }],
      ['GET', '/api/v1/emergency-stop/held'],
      ['GET', '/api/v1/audit'],
      ['POST', '/api/v1/audit/verify', {}],
      ['POST', '/api/v1/suppressions/search', { channel: 'sms', to: '081234567890' }],
      ['POST', '/api/v1/suppressions', { channel: 'sms', to: '081234567890', reason: 'uji' }],
      ['POST', '/api/v1/helpdesk/address/leave', { channel: 'sms', to: '081234567890' }],
      ['GET', '/api/v1/operations'],
      ['GET', '/api/v1/operations/failed-jobs'],
      ['GET', '/ops/queues/api/queues'],
      ['GET', '/metrics'],
      ['POST', `/api/v1/broadcasts/${broadcastId}/resume`, {}],
      ['POST', reveal(), { requestId: '1' }],
    ];
    for (const [method, path, body] of tried)
      expect([path, (await aceh(method, path, body)).status]).toEqual([path, 403]);
    expect(await row(publisher.db.source.manager, 'SELECT FROM emergency_stops')).toBeUndefined();
    // The acts of its own office stay allowed.
    expect((await aceh('GET', '/api/v1/reviews')).status).toBe(200);
  });

  it('performs no irreversible act with a password and a cookie alone', async () => {
    await plant('admin', ['author', 'operator', 'dpo', 'helpdesk']);
    const cast = { reviewer: await as('kpu-nasional'), other: await as('admin') };
    await publisher.db.source.query(`UPDATE sessions SET stepped_up_at = siar_now() - interval '11 minutes'`);
    const before = await row(publisher.db.source.manager, 'SELECT count(*) FROM audit_entries');
    const routes = routesOf(publisher.app);
    for (const route of Object.keys(IRREVERSIBLE)) {
      expect(routes).toContain(route);
      const [method = '', pattern = ''] = route.split(' ');
      const path = pattern.replace(':id', broadcastId).replace(':addressId', addressIds[0] ?? '');
      const who = /approve|lift-doubt/.test(route) ? cast.reviewer : cast.other;
      const headers = route.endsWith('/import') ? { 'content-type': 'text/csv' } : undefined;
      const { body } = await who(method, path, headers ? 'region,email\n' : {}, headers);
      expect([route, body]).toEqual([route, expect.objectContaining(NEEDS_CODE)]);
    }
    expect(await row(publisher.db.source.manager, 'SELECT count(*) FROM audit_entries')).toEqual(before);
    // A trial run discloses who is found, so it needs a code too, however it is spelt.
    const csv = { 'content-type': 'text/csv' };
    const tried = (dryRun: string) =>
      cast.other(
        'POST',
        `/api/v1/contacts/import?dryRun=${dryRun}`,
        'region,email,consent_source,consent_date\n',
        csv,
      );
    for (const dryRun of ['true', 'TRUE', '1', 'false', 'no', '0', 'TRUE&dryRun=false', 'true&dryRun=false'])
      expect([dryRun, (await tried(dryRun)).status]).toEqual([dryRun, 403]);
  });

  it('reads no register by trial imports', async () => {
    const author = await as('penulis');
    await showCode('penulis');
    const { source } = publisher.db;
    const own = 'pencoba@example.com';
    const probe = [addresses[0], addresses[1], '+6281299999999']
      .map((phone) => `Aceh,${own},${phone},formulir,2024-01-31`)
      .join('\n');
    const file = `region,email,phone,consent_source,consent_date\n${probe}\n`;
    const attempt = () =>
      author<{ id: string; rejected: { line: number; faults: unknown[] }[] }>(
        'POST',
        '/api/v1/contacts/import?dryRun=true',
        file,
        { 'content-type': 'text/csv' },
      );
    const { status, body } = await attempt();
    expect(status).toBe(200);
    // One number is somebody's and one is nobody's: the answers do not differ.
    const [{ line: _, ...somebodys } = {}, { line: __, ...nobodys } = {}] = body.rejected;
    expect([somebodys, body.rejected.length]).toEqual([nobodys, 2]);
    expect(
      await rows(
        source.manager,
        `SELECT actor_id AS by, detail FROM audit_entries WHERE act = 'contacts.import.try' AND subject = $1`,
        [`import:${body.id}`],
      ),
    ).toEqual([{ by: publisher.staff.people.penulis, detail: { rows: 3, rejected: 2 } }]);
    const more: number[] = [];
    for (let n = 0; n < 5; n++) more.push((await attempt()).status);
    expect(more).toEqual([200, 200, 200, 200, 429]);
    await source.query('DELETE FROM rate_limits');
  });

  it('finds no description of the API and no reason of a stop without a session', async () => {
    const nobody = asking(publisher.url);
    for (const path of [
      '/api/docs',
      '/api/docs/',
      '/api/docs-json',
      '/api/docs-yaml',
      '/api/docs/swagger-ui-init.js',
    ])
      expect([path, (await nobody('GET', path)).status]).toEqual([path, 401]);
    expect((await (await as('penulis'))('GET', '/api/docs-json')).status).toBe(200);
    const operator = await as('operator');
    await showCode('operator');
    expect((await operator('POST', '/api/v1/emergency-stop', { reason: 'Sumber dalam KPU' })).status).toBe(
      200,
    );
    const { body } = await nobody('GET', '/health/ready?without=providers');
    expect(body).toMatchObject({ emergencyStop: { since: expect.any(String) } });
    expect(JSON.stringify(body)).not.toContain('Sumber');
    await showCode('operator');
    expect((await operator('POST', '/api/v1/emergency-stop/lift', { note: 'aman' })).status).toBe(200);
  });
});
