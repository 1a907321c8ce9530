import { Keys } from '#platform/crypto';
import { rows } from '#platform/database';
import { testConfig } from '../../../../test/factories/database.js';
import { SMS_DOCUMENT } from '../../../../test/factories/document.js';
import { runningBroadcast } from '../../../../test/factories/ledger.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { routesOf } from '../../../../test/factories/routes.js';
import { type Ask, asking, signIn } from '../../../../test/factories/staff.js';

const KEYS = '/api/v1/machine-keys';
interface Made {
  machineKey: { id: string };
  key: string;
}

describe('a machine key', () => {
  let publisher: TestPublisher;
  let admin: Ask;
  let broadcast: string;
  beforeAll(async () => {
    publisher = await testPublisher();
    admin = await signIn(publisher.url, 'admin');
    const { source } = publisher.db;
    const { id } = await runningBroadcast(source, new Keys(testConfig(publisher.db.url)), {
      channel: 'sms',
      states: ['accepted'],
      document: SMS_DOCUMENT,
    });
    broadcast = id;
    await source.query(
      `UPDATE broadcasts SET organisation_id = $2, draft = '{"title": "Uji", "kind": "ordinary", "reach": "preferred",
         "channels": ["sms"], "contents": {"sms": {"id": {"body": "Uji"}}}, "schedule": {"at": "now"},
         "audience": {"regions": ["11"], "languages": [], "topics": []}}'::jsonb WHERE id = $1`,
      [id, publisher.staff.organisations.ministry],
    );
  });
  afterAll(() => publisher.stop());

  const make = async (scopes: string[], by: Ask = admin): Promise<Made> => {
    const { status, body } = await by<Made>('POST', KEYS, { name: 'Dasbor', scopes, days: 30 });
    expect([status, body.key.slice(0, 5)]).toEqual([201, 'siar_']);
    return body;
  };
  const get = (key: string, path: string, method = 'GET') =>
    asking(publisher.url)(method, path, undefined, { authorization: `Bearer ${key}` });
  const code = async (key: string, path = '/api/v1/broadcasts') => {
    const { status, body } = await get(key, path);
    return [status, body['code']];
  };

  it('opens what its scopes name, and no other route', async () => {
    const at = (route: string): string =>
      (route.split(' ')[1] ?? '').replace(':id', broadcast).replaceAll(/:\w+/g, '1');
    const LIST = 'GET /api/v1/broadcasts';
    const of = {
      reports: [LIST, 'GET /api/v1/broadcasts/:id/report', 'GET /api/v1/broadcasts/:id/report.csv'],
      counts: [LIST, 'GET /api/v1/broadcasts/:id/progress'],
    };
    const routes = [...new Set(routesOf(publisher.app))].filter(
      (route) => route.includes(' /api/v1/') && !PUBLIC.test(route),
    );
    expect(routes.length).toBeGreaterThan(100);
    for (const [scope, opened] of Object.entries(of)) {
      const found: string[] = [];
      let key = '';
      for (const [index, route] of routes.entries()) {
        // Fewer than a key may ask in a minute.
        if (index % 50 === 0) key = (await make([scope])).key;
        const { status, body } = await get(key, at(route), route.split(' ')[0]);
        if (status === 200) found.push(route);
        else expect([route, status, body['code']]).toEqual([route, 403, 'key-scope']);
      }
      expect(found.toSorted()).toEqual(opened.toSorted());
    }
  });

  it('opens nothing once it has expired or was revoked, or where it was never made', async () => {
    const [ended, revoked] = [await make(['reports']), await make(['reports'])];
    for (const { key } of [ended, revoked]) expect((await code(key))[0]).toBe(200);
    await publisher.db.source.query('UPDATE machine_keys SET expires_at = siar_now() WHERE id = $1', [
      ended.machineKey.id,
    ]);
    expect((await admin('DELETE', `${KEYS}/${revoked.machineKey.id}`)).status).toBe(204);
    for (const key of [ended.key, revoked.key, `siar_${'x'.repeat(43)}`])
      expect(await code(key)).toEqual([401, 'wrong-key']);
  });

  it('sees what people of its office see', async () => {
    const other = await signIn(publisher.url, 'kpu-admin');
    const { key, machineKey } = await make(['reports'], other);
    const own = (await make(['reports'])).key;
    const listed = async (by: string): Promise<number> =>
      ((await get(by, '/api/v1/broadcasts')).body['broadcasts'] as unknown[]).length;
    expect([await listed(own), (await get(own, `/api/v1/broadcasts/${broadcast}/report`)).status]).toEqual([
      1, 200,
    ]);
    expect((await get(key, '/api/v1/broadcasts/999999/report')).status).toBe(404);
    // Another office's admin manages it.
    expect((await admin('DELETE', `${KEYS}/${machineKey.id}`)).status).toBe(404);
    const { body } = await admin<{ machineKeys: { id: string }[] }>('GET', KEYS);
    expect(body.machineKeys.map(({ id }) => id)).not.toContain(machineKey.id);
  });

  it('may ask sixty times a minute', async () => {
    const { key } = await make(['counts']);
    const statuses: number[] = [];
    // A minute may end among them.
    while (statuses.at(-1) !== 429 && statuses.length < 130)
      statuses.push((await get(key, '/api/v1/broadcasts')).status);
    expect(statuses.indexOf(429)).toBeGreaterThanOrEqual(60);
    expect(new Set(statuses.slice(0, -1))).toEqual(new Set([200]));
    expect(Number((await get(key, '/api/v1/broadcasts')).headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('is stored as a hash, and stands neither in the trail nor in a list', async () => {
    const { key, machineKey } = await make(['reports', 'counts', 'reports']);
    await get(key, '/api/v1/broadcasts');
    const { body } = await admin<{ machineKeys: { id: string; lastUsedAt: string | null }[] }>('GET', KEYS);
    expect(body.machineKeys.find(({ id }) => id === machineKey.id)?.lastUsedAt).not.toBeNull();
    const stored = await rows<{ text: string }>(
      publisher.db.source.manager,
      'SELECT k::text AS text FROM machine_keys k UNION ALL SELECT e::text FROM audit_entries e',
    );
    expect((JSON.stringify(stored) + JSON.stringify(body)).includes(key.slice(5))).toBe(false);
    const trail = await rows(
      publisher.db.source.manager,
      `SELECT act, detail FROM audit_entries WHERE subject = $1`,
      [`key:${machineKey.id}`],
    );
    expect(trail).toEqual([
      { act: 'key.make', detail: { name: 'Dasbor', scopes: ['reports', 'counts'], days: 30 } },
    ]);
  });

  it('is made by admins alone, for a year at most', async () => {
    const author = await signIn(publisher.url, 'penulis');
    const wanted = { name: 'x', scopes: ['reports'], days: 30 };
    expect((await author('POST', KEYS, wanted)).status).toBe(403);
    for (const wrong of [{ days: 400 }, { scopes: [] }, { scopes: ['broadcasts'] }, { name: ' ' }])
      expect((await admin('POST', KEYS, { ...wanted, ...wrong })).status).toBe(400);
  });
});

/** These take nobody's session, and no key. */
const PUBLIC =
  /^(?:POST \/api\/v1\/session|(?:GET|POST) \/api\/v1\/session\/issuer(?:\/callback|\/logout)?)$/;
