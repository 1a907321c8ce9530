import { row } from '#platform/database';
import { createLogger } from '#platform/logging';
import { callbacksRead } from '../../test/factories/callbacks.js';
import { testConfig } from '../../test/factories/database.js';
import { SECRETS, testGateway, type TestGateway } from '../../test/factories/gateway.js';
import { runningBroadcast } from '../../test/factories/ledger.js';
import { startRegistrar } from './registrar.js';

let site: TestGateway;
let addressId: string;
let token: string;

beforeAll(async () => {
  site = await testGateway();
  const sent = await runningBroadcast(site.db.source, site.keys, { channel: 'email', states: ['accepted'] });
  addressId = sent.addressIds[0] ?? '';
  token = site.keys.deliveryToken('unsubscribe', { broadcastId: sent.id, addressId });
});
afterAll(() => site.stop());

const ask = (operation: string, body: unknown, authorization?: string): Promise<Response> =>
  fetch(`${site.registrar.url}/citizens/${operation}`, {
    method: 'POST',
    headers: {
      authorization: authorization ?? `Bearer ${SECRETS.REGISTRAR_SECRET}`,
      'content-type': 'application/json',
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const stateOf = async (): Promise<string | undefined> =>
  (
    await row<{ state: string }>(site.db.source.manager, 'SELECT state FROM addresses WHERE id = $1', [
      addressId,
    ])
  )?.state;

describe('the registrar', () => {
  it('requires REGISTRAR_SECRET to start', async () => {
    const config = testConfig(site.db.url);
    await expect(startRegistrar(config, createLogger('registrar', 'silent'))).rejects.toThrow(
      /^REGISTRAR_SECRET is missing/,
    );
  });

  it.each(['', 'Bearer', 'Bearer wrong', `Basic ${SECRETS.REGISTRAR_SECRET}`, SECRETS.REGISTRAR_SECRET])(
    'rejects a request with %j',
    async (authorization) => {
      const answer = await ask('leave', { token }, authorization);
      expect(answer.status).toBe(401);
      expect(await stateOf()).toBe('active');
    },
  );

  it.each<[string, unknown]>([
    ['leave', { addressId: '1' }],
    ['leave', { token: 'x', addressId: '1' }],
    ['leave', { token: { $ne: null } }],
    ['leave', []],
    ['leave', '{'],
    ['take-back', { token: 'x', only: 'all', language: 'id' }],
  ])("rejects %s with %j, which does not match the operation's schema", async (operation, body) => {
    const answer = await ask(operation, body);
    expect(answer.status).toBe(400);
    expect(await stateOf()).toBe('active');
  });

  it('has no operation but those of the contract', async () => {
    expect((await ask('erase-all', {})).status).toBe(404);
  });
});

describe('while the registrar is unavailable', () => {
  let port: number;
  beforeAll(async () => {
    port = Number(new URL(site.registrar.url).port);
    await site.registrar.stop();
  });

  it('a citizen gets a page that says so and when to try again', async () => {
    for (const [path, method] of [
      [`/unsubscribe/${token}`, 'GET'],
      [`/preferences/${'x'.repeat(22)}/erase`, 'POST'],
    ]) {
      const answer = await fetch(`${site.url}${path}?bahasa=id`, { method: method ?? 'GET' });
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('60');
      expect(await answer.text()).toContain('Tidak ada yang diubah');
    }
  });

  it('public pages stay available', async () => {
    expect((await fetch(`${site.url}/verify`)).status).toBe(200);
    expect((await fetch(`${site.url}/broadcasts`)).status).toBe(200);
  });

  it('a one-click leaving is applied once it is back; an invalid link is refused at once', async () => {
    const click = (link: string): Promise<Response> =>
      fetch(`${site.url}/unsubscribe/${link}?bahasa=id`, {
        method: 'POST',
        body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      });
    expect((await click('x')).status).toBe(404);
    const forged = token.replace(/..$/, (end) => (end === '00' ? '11' : '00'));
    for (const link of [token, token, forged]) {
      const answer = await click(link);
      expect(answer.status).toBe(202);
      expect(await answer.text()).toContain('Permintaan berhenti Anda sudah kami terima');
    }
    expect(await stateOf()).toBe('active');
    const again = await startRegistrar({ ...site.config, PORT: port }, createLogger('registrar', 'silent'));
    try {
      await callbacksRead(site.db.source);
      expect(await stateOf()).toBe('unsubscribed');
    } finally {
      await again.stop();
    }
  });
});
