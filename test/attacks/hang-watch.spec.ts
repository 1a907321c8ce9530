import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { CHANNELS } from '#channels';
import { Database, databaseOptions, programLimits, rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import { Heartbeat, silentPrograms } from '#platform/program';
import { startGateway } from '../../apps/gateway/gateway.js';
import { sticksOut, violations } from '../factories/browser.js';
import { testConsole } from '../factories/console.js';
import { type Proxy, silentProxy } from '../factories/proxy.js';
import { asking } from '../factories/staff.js';
import { testSystem, type TestSystem } from '../factories/system.js';

const SECONDS = 1;
const TOKEN = 'rahasia-prometheus-uji';

describe('what hangs', () => {
  let system: TestSystem;
  let proxy: Proxy;
  let proxied: string;
  /** Of a running worker that does nothing: a channel without a worker is another case. */
  let idle: Heartbeat;

  beforeAll(async () => {
    system = await testSystem({
      workers: 0,
      contacts: 60,
      more: { STALL_SECONDS: String(SECONDS), METRICS_TOKEN: TOKEN },
    });
    const url = new URL(system.config.DATABASE_URL);
    proxy = await silentProxy(Number(url.port));
    url.port = String(proxy.port);
    proxied = url.toString();
    const silent = createLogger('test', 'silent');
    idle = new Heartbeat(system.db.source, system.config, 'siar_worker', silent, () => undefined);
    await idle.serves(CHANNELS);
    idle.onApplicationBootstrap();
  });
  afterAll(async () => {
    proxy?.resume();
    await idle?.beforeApplicationShutdown();
    await system?.stop();
    await proxy?.stop();
  });

  const publisher = () => asking(system.publishers[0]?.url ?? '');
  const ready = async (): Promise<{ status: number; body: Record<string, unknown> }> =>
    publisher()('GET', '/health/ready?without=providers');
  const stalled = async (): Promise<string[]> =>
    ((await ready()).body['stalled'] as { channel: string }[]).map(({ channel }) => channel);
  const until = async (so: () => Promise<boolean>, ms = 15_000): Promise<void> => {
    for (const deadline = performance.now() + ms; !(await so()); await sleep(50))
      if (performance.now() > deadline) throw new Error(`not so within ${ms} ms`);
  };
  const alerts = () =>
    rows<{ answer: string | null; calls: number; channel: string }>(
      system.db.source.manager,
      `SELECT answer, calls, channel FROM alerts WHERE kind = 'stalled' ORDER BY id`,
    );

  /** The operations page and the broadcast's live page show it in words, on wide and narrow screens. */
  const onScreen = async (id: string): Promise<void> => {
    await system.db.source.query(
      `INSERT INTO heartbeats (name, program, beat_at) VALUES ('simpul-2-beku', 'worker', siar_now() - interval '15 s')`,
    );
    const console = await testConsole(system.publishers[0]?.url ?? '');
    try {
      for (const width of [1280, 390] as const) {
        const operations = await console.as('operator', '/operasi', { width });
        await operations
          .getByRole('region', { name: 'Surel: macet' })
          .getByText(/^Surel macet sejak .*: pesan menunggu, tidak ada yang terkirim/)
          .waitFor();
        await operations.getByText(/^Program worker \(simpul-2-beku\) tidak memberi tanda sejak /).waitFor();
        const live = await console.as('operator', `/siaran/${id}`, { width });
        await live.getByText(/^Surel macet sejak /).waitFor();
        for (const [name, page] of Object.entries({ operations, live })) {
          if (width === 1280) expect(await violations(page)).toEqual([]);
          expect(await sticksOut(page)).toEqual([]);
          if (process.env['SCREENSHOTS'])
            await page.screenshot({ path: `${tmpdir()}/hang-${name}-${width}.png`, fullPage: true });
        }
      }
      expect(console.complaints()).toEqual([]);
    } finally {
      await console.stop();
      await system.db.source.query(`DELETE FROM heartbeats WHERE name = 'simpul-2-beku'`);
    }
  };

  it('a channel without hand-overs is reported everywhere, until it continues', async () => {
    const id = await system.broadcast({ channels: ['email'] });
    await until(async () => (await stalled()).length > 0);
    const said = await ready();
    expect(said).toMatchObject({ status: 200, body: { down: [], stalled: [{ channel: 'email' }] } });
    expect((await system.progress(id)).stalled).toMatchObject([{ channel: 'email' }]);
    const operations = await (await system.as('operator'))('GET', '/api/v1/operations');
    expect(operations.body).toMatchObject({
      channels: [{ channel: 'email', stalledSince: expect.any(String) as string }, {}, {}],
    });
    const figures = await publisher()<{ text: string }>('GET', '/metrics', undefined, {
      authorization: `Bearer ${TOKEN}`,
    });
    expect(figures.body.text).toMatch(/siar_stalled_seconds\{channel="email"\} [1-9]/);
    expect(figures.body.text).toContain('siar_stalled_seconds{channel="sms"} 0');
    await until(async () => ((await alerts())[0]?.calls ?? 0) > 0);
    expect(await alerts()).toMatchObject([{ channel: 'email', answer: null }]);

    await onScreen(id);

    await system.addWorker(['email']);
    await system.until(id, ({ state }) => state === 'completed');
    await until(async () => (await stalled()).length === 0);
    await until(async () => (await alerts())[0]?.answer === 'ended');
    expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
  });

  it('an emergency stop, a pause and a closed window are no stall', async () => {
    const operator = await system.as('operator');
    const paused = await system.broadcast({ channels: ['sms'] });
    expect((await operator('POST', `/api/v1/broadcasts/${paused}/pause`, {})).status).toBe(200);
    const closed = await system.broadcast({ channels: ['sms'] });
    await system.db.source.query(
      `UPDATE waves SET window_from = '00:00', window_to = '00:00' WHERE broadcast_id = $1`,
      [closed],
    );
    await system.broadcast({ channels: ['telegram'] });
    await until(async () => (await stalled()).includes('telegram'));
    expect(await stalled()).toEqual(['telegram']);
    expect((await operator('POST', '/api/v1/emergency-stop', { reason: 'uji' })).status).toBe(200);
    await until(async () => (await stalled()).length === 0);
    expect((await operator('POST', '/api/v1/emergency-stop/lift', { note: 'uji' })).status).toBe(200);
    await until(async () => (await stalled()).length > 0);
    // An operator's pause is a known reason: the screens show it as paused, and nobody is called any more.
    const pause = '/api/v1/operations/channels/telegram/pause';
    expect((await operator('POST', pause, { reason: 'uji' })).status).toBeLessThan(300);
    await until(async () => (await stalled()).length === 0);
    await until(async () => (await alerts()).every(({ answer }) => answer === 'ended'));
    expect((await operator('GET', '/api/v1/operations')).body).toMatchObject({
      channels: expect.arrayContaining([
        expect.objectContaining({
          channel: 'telegram',
          stalledSince: null,
          pause: expect.anything() as unknown,
        }),
      ]) as unknown,
    });
  });

  it('a provider that takes copies and answers nothing is reported as away, until it answers', async () => {
    await fetch(`${system.sandbox.httpUrl}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'telegram', kind: 'slow', latencyMs: 8_000 }),
    });
    const operator = await system.as('operator');
    // The previous test has paused it.
    const resume = '/api/v1/operations/channels/telegram/resume';
    expect((await operator('POST', resume, {})).status).toBeLessThan(300);
    const away = async (): Promise<unknown> => (await ready()).body['away'];
    const id = await system.broadcast({ channels: ['telegram'] });
    await system.addWorker(['telegram']);
    // It waits from the moment its ledger is written; the broadcast before it uses the lanes first.
    await system.until(id, ({ total }) => total.pending + total.claimed > 0);
    // Simulates ten seconds of waiting.
    const age = `UPDATE unanswered SET since = siar_now() - interval '10 seconds' WHERE channel = 'telegram' RETURNING channel`;
    await until(async () => (await system.db.source.query<[unknown[], number]>(age))[1] > 0);
    // Readiness caches its last result for a while.
    await until(async () => JSON.stringify(await away()).includes('telegram'));
    expect((await system.progress(id)).away).toMatchObject([{ channel: 'telegram' }]);
    const operations = await operator('GET', '/api/v1/operations');
    expect(operations.body).toMatchObject({
      channels: [{}, { channel: 'telegram', awaySince: expect.any(String) as string }, {}],
    });
    // Nobody resumes without being told.
    const paused = await operator('POST', `/api/v1/broadcasts/${id}/pause`, { reason: 'Penyedia diam' });
    expect(paused.status).toBe(200);
    const console = await testConsole(system.publishers[0]?.url ?? '');
    try {
      const page = await console.as('operator', `/siaran/${id}`);
      await page.getByRole('button', { name: 'Lanjutkan', exact: true }).first().click();
      await page
        .getByRole('dialog')
        .getByText(/^Penyedia Telegram belum menerima pesan sejak /)
        .waitFor();
    } finally {
      await console.stop();
    }
    expect((await operator('POST', `/api/v1/broadcasts/${id}/resume`, {})).status).toBe(200);
    await fetch(`${system.sandbox.httpUrl}/sandbox/faults`, { method: 'DELETE' });
    await until(async () => JSON.stringify(await away()) === '[]', 30_000);
    await system.until(id, ({ state }) => state === 'completed', 60);
    expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
  });

  it('a program without a heartbeat is named', async () => {
    await system.db.source.query(
      `INSERT INTO heartbeats (name, program, beat_at) VALUES ('beku', 'worker', siar_now() - interval '15 s')`,
    );
    expect((await ready()).body).toMatchObject({ status: 'up', silent: [{ program: 'worker' }] });
    await system.db.source.query(`DELETE FROM heartbeats WHERE name = 'beku'`);
    expect((await ready()).body).toMatchObject({ silent: [] });
  });

  it('a database that hangs makes the gateway unready within two seconds', async () => {
    const gateway = await startGateway(
      { ...system.config, DATABASE_URL: proxied, DATABASE_TIMEOUT_SECONDS: 5, PORT: 0 },
      createLogger('test', 'silent'),
    );
    try {
      const ask = async (): Promise<number> => (await fetch(`${gateway.url}/health/ready`)).status;
      expect(await ask()).toBe(200);
      await sleep(1_100);
      proxy.silence(true);
      const began = performance.now();
      expect(await ask()).toBe(503);
      expect(performance.now() - began).toBeLessThan(2_000);
      proxy.resume();
      await until(async () => (await ask()) === 200);
    } finally {
      proxy.resume();
      await gateway.stop();
    }
  });

  describe('the watchdog', () => {
    const watched = async (
      run: (pool: Database, exits: number[], name: string) => Promise<void>,
      fresh = proxied,
    ): Promise<void> => {
      const pool = await new Database(
        databaseOptions(proxied, 2, 'siar_worker', programLimits(SECONDS)),
      ).initialize();
      const exits: number[] = [];
      const heartbeat = new Heartbeat(
        pool,
        { DATABASE_URL: fresh, DATABASE_TIMEOUT_SECONDS: SECONDS },
        'siar_worker',
        createLogger('test', 'silent'),
        (code) => exits.push(code),
      );
      heartbeat.onApplicationBootstrap();
      try {
        await run(pool, exits, heartbeat.name);
      } finally {
        proxy.resume();
        await heartbeat.beforeApplicationShutdown();
        await pool.destroy();
      }
    };

    it('ends a program whose pool hangs while a fresh connection works', () =>
      watched(async (pool, exits, name) => {
        // These connections are never returned.
        const leaked = [pool.createQueryRunner(), pool.createQueryRunner()];
        for (const runner of leaked) await runner.connect();
        await until(async () => exits.length > 0, 20_000);
        expect(exits).toEqual([70]);
        // Its own looks did not count as heartbeats: other programs see it as silent.
        const silent = await silentPrograms(system.db.source.manager, SECONDS);
        expect(silent.map((one) => one.name)).toContain(name);
        expect(
          await rows(system.db.source.manager, `SELECT FROM heartbeats WHERE name LIKE '% look'`),
        ).toEqual([]);
        for (const runner of leaked) await runner.release();
      }));

    it('ends no program during or after an outage of the database', () =>
      watched(async (_pool, exits) => {
        proxy.silence(true);
        // A fresh connection is refused at once, which allows many looks: the sleep exceeds the watchdog's patience.
        await sleep(6_000);
        proxy.resume();
        await sleep(1_000);
        expect(exits).toEqual([]);
      }, 'postgres://127.0.0.1:1/none'));
  });
});
