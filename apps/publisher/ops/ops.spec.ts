import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { CHANNELS } from '#channels';
import { rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import { type FailedJob, jobName, queued, Queues } from '#queue';
import { consume } from '../../../test/factories/consumer.js';
import { queueBackends, testConfig } from '../../../test/factories/database.js';
import { type TestPublisher, testPublisher } from '../../../test/factories/publisher.js';
import { asking, signIn } from '../../../test/factories/staff.js';
import { startPublisher } from '../publisher.js';
import type { OperationsView } from '#contract/api/operations';

const TOKEN = 'a-token-for-prometheus';

describe.each(queueBackends())('operating, with queues on $name', ({ url }) => {
  let publisher: TestPublisher;
  const figures = async (): Promise<string> => {
    const bearer = { authorization: `Bearer ${TOKEN}` };
    const { body } = await asking(publisher.url)<{ text: string }>('GET', '/metrics', undefined, bearer);
    return body.text;
  };
  beforeAll(async () => {
    const queue = url();
    publisher = await testPublisher({ METRICS_TOKEN: TOKEN, ...(queue && { QUEUE_URL: queue }) });
  });
  afterAll(() => publisher?.stop());

  it('is live and ready, and does not report providers it is not configured for', async () => {
    expect((await asking(publisher.url)('GET', '/health/live')).body).toEqual({ status: 'up' });
    const { status, body } = await asking(publisher.url)('GET', '/health/ready');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'up',
      down: [],
      database: 'up',
      queue: 'up',
      providers: { sms: 'not configured here' },
    });
  });

  it('names the settings of its servers that are not safe, where it is for real use', async () => {
    const queue = url();
    const real = testConfig(publisher.db.url, { REQUIRE_TOTP: 'true', ...(queue && { QUEUE_URL: queue }) });
    const strict = await startPublisher(real, createLogger('test', 'silent'));
    const { status, body } = await asking(strict.url)('GET', '/health/ready');
    await strict.stop();
    const unsafe = ['fsync = off', 'full_page_writes = off', 'synchronous_commit = off'];
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { unsafe: queue ? [...unsafe, 'appendonly = no'] : unsafe },
    });
    expect((await asking(publisher.url)('GET', '/health/ready')).body).not.toHaveProperty('unsafe');
  });

  it('returns its metrics only to the bearer of the token', async () => {
    const nobody = asking(publisher.url);
    expect((await nobody('GET', '/metrics')).status).toBe(401);
    expect((await nobody('GET', '/metrics', undefined, { authorization: 'Bearer wrong' })).status).toBe(401);
    const text = await figures();
    for (const channel of CHANNELS) {
      expect(text).toContain(`siar_queue_jobs{channel="${channel}",state="waiting"} 0`);
    }
    expect(text).toContain('siar_collected{part="queue"} 1');
    expect(text).toContain('siar_collected{part="database"} 1');
    expect(text).toMatch(
      /siar_http_request_duration_seconds_count\{method="GET",route="\/health\/ready",status="200"\} \d/,
    );
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('shows operators the state of each channel, and retries failed jobs', async () => {
    const operator = await signIn(publisher.url, 'operator');
    const queues = publisher.app.get(Queues);
    await queues.enqueue('sms', [queued({ name: 'fan-out', waveId: '7' }, 10, 1)]);
    const waiting = await operator<OperationsView>('GET', '/api/v1/operations');
    expect(waiting.body.channels.map(({ channel }) => channel)).toEqual([...CHANNELS]);
    const sms = waiting.body.channels.find(({ channel }) => channel === 'sms');
    expect(sms).toMatchObject({ stalled: 0, handedOver: 0, queue: { waiting: 1, failed: 0 } });
    expect(Date.parse(String(sms?.queue?.oldestAt))).toBeGreaterThan(Date.now() - 60_000);
    expect(waiting.body).toMatchObject({
      ready: { database: 'up', queue: 'up' },
      receipts: { waiting: 0 },
      events: [],
    });

    // An error that BullMQ does not retry.
    const hopeless = Object.assign(new Error('cannot be done'), { name: 'UnrecoverableError' });
    const consumer = consume(queues, 'sms', 1, () => Promise.reject(hopeless));
    while ((await queues.depth('sms')).failed === 0) await sleep(50);
    await consumer.close();
    const failed = await operator<{ jobs: FailedJob[] }>('GET', '/api/v1/operations/failed-jobs');
    expect(failed.body.jobs).toMatchObject([
      { channel: 'sms', job: 'fan-out-7', failure: null, reason: 'cannot be done' },
    ]);
    const at = `/api/v1/operations/failed-jobs/sms/${failed.body.jobs[0]?.id}/retry`;
    expect((await operator('POST', at)).status).toBe(204);
    expect((await operator('POST', at)).status).toBe(404);
    expect(await queues.depth('sms')).toMatchObject({ waiting: 1, failed: 0 });
    const worker = consume(queues, 'sms', 1, () => Promise.resolve());
    while ((await queues.depth('sms')).waiting > 0) await sleep(50);
    await worker.close();
    const [entry] = await rows<{ actor: string; subject: string; job: string }>(
      publisher.db.source.manager,
      `SELECT actor_id AS actor, subject, detail ->> 'job' AS job FROM audit_entries WHERE act = 'queue.retry'`,
    );
    expect(entry).toEqual({ actor: publisher.staff.people.operator, subject: 'queue:sms', job: 'fan-out-7' });
  });

  it('shows operators the queues', async () => {
    const operator = await signIn(publisher.url, 'operator');
    const page = await operator<{ text: string }>('GET', '/ops/queues/');
    expect(page.status).toBe(200);
    expect(page.body.text).toContain('<base href="/ops/queues/"');
    expect(page.body.text).not.toContain('googleapis');
    const script = /src="(static\/js\/main[^"]+)"/.exec(page.body.text)?.[1] ?? '';
    expect((await operator('GET', `/ops/queues/${script}`)).status).toBe(200);
    expect((await asking(publisher.url)('GET', `/ops/queues/${script}`)).status).toBe(401);
    // Opened without the right to it, a page says so; what the dashboard itself asks for is refused as JSON.
    const html = { accept: 'text/html,*/*;q=0.8' };
    for (const other of [asking(publisher.url), await signIn(publisher.url, 'auditor')]) {
      const led = await other('GET', '/ops/queues', undefined, html);
      expect([led.status, led.headers.get('location')]).toEqual([302, '/operasi']);
      expect((await other('GET', '/ops/queues/api/queues', undefined, html)).body).toHaveProperty('code');
    }
    const queues = await operator<{ queues: { name: string }[] }>('GET', '/ops/queues/api/queues');
    expect(queues.body.queues.map(({ name }) => name).toSorted()).toEqual(
      CHANNELS.flatMap((channel) => [channel, `${channel}-fan-out`, `${channel}-notices`]).toSorted(),
    );
  });

  it('lets nobody change a queue by the dashboard', async () => {
    const operator = await signIn(publisher.url, 'operator');
    const queues = publisher.app.get(Queues);
    await queues.enqueue('sms', [queued({ name: 'send', waveId: '7', batchNo: 0 }, 10, 1)]);
    const send = { name: 'send', data: { name: 'send', waveId: '7', batchNo: 1 } };
    const at = '/ops/queues/api/queues/sms';
    const acts: [string, string, unknown?][] = [
      ['POST', `${at}/add`, send],
      ['PUT', `${at}/pause`],
      ['PUT', `${at}/resume`],
      ['PUT', `${at}/empty`],
      ['PUT', `${at}/obliterate`],
      ['PUT', `${at}/promote`],
      ['PUT', `${at}/retry/failed`],
      ['PUT', `${at}/clean/waiting`],
      ['PUT', `${at}/concurrency`, { concurrency: 1 }],
      ['PUT', `${at}/rate-limit`, { max: 1, duration: 1000 }],
      ['PATCH', `${at}/send-7-0-1/update-data`, { jobData: send.data }],
      ['PUT', `${at}/send-7-0-1/clean`],
      ['PUT', `${at}/send-7-0-1/promote`],
      ['DELETE', `${at}/send-7-0-1`],
      ['PUT', '/ops/queues/api/queues/pause'],
      ['PUT', '/ops/queues/api/queues/resume'],
    ];
    for (const [method, path, body] of acts) expect((await operator(method, path, body)).status).toBe(403);
    // The boards are read-only too, without our own check.
    for (const board of queues.boards()) expect(board.readOnlyMode).toBe(true);
    const job = { name: 'send' as const, waveId: '7', batchNo: 0 };
    expect(await queues.live('sms', [job])).toEqual(new Set([jobName(job)]));
    const worker = consume(queues, 'sms', 1, () => Promise.resolve());
    while ((await queues.depth('sms')).waiting > 0) await sleep(50);
    await worker.close();
  });

  it('pauses a channel for a reason, and resumes it', async () => {
    const operator = await signIn(publisher.url, 'operator');
    const at = '/api/v1/operations/channels/sms';
    const away = async (): Promise<unknown> =>
      (
        await rows(
          publisher.db.source.manager,
          `SELECT provider_away('sms') AS sms, provider_away('email') AS email`,
        )
      )[0];
    expect((await operator('POST', `${at}/pause`, {})).status).toBe(400);
    expect((await operator('POST', `${at}/pause`, { reason: ' ' })).status).toBe(400);
    expect((await operator('POST', '/api/v1/operations/channels/fax/pause', { reason: 'x' })).status).toBe(
      400,
    );
    expect((await operator('POST', `${at}/resume`)).status).toBe(409);
    expect((await operator('POST', `${at}/pause`, { reason: 'Tagihan salah' })).status).toBe(204);
    expect((await operator('POST', `${at}/pause`, { reason: 'Lagi' })).status).toBe(409);
    expect(await away()).toEqual({ sms: true, email: false });
    const { body } = await operator<OperationsView>('GET', '/api/v1/operations');
    expect(body.channels.map(({ pause }) => pause?.reason ?? null)).toEqual(
      CHANNELS.map((channel) => (channel === 'sms' ? 'Tagihan salah' : null)),
    );
    expect((await operator('POST', `${at}/resume`)).status).toBe(204);
    expect(await away()).toEqual({ sms: false, email: false });
    const entries = await rows<{ act: string; reason: string | null }>(
      publisher.db.source.manager,
      `SELECT act, detail ->> 'reason' AS reason FROM audit_entries WHERE subject = 'channel:sms' ORDER BY id`,
    );
    expect(entries).toEqual([
      { act: 'channel.pause', reason: 'Tagihan salah' },
      { act: 'channel.resume', reason: null },
    ]);
  });

  it('rests an account for a reason, returns it, and prefers it', async () => {
    const operator = await signIn(publisher.url, 'operator');
    await publisher.db.source.query(
      `INSERT INTO budgets (account, channel, rate_per_second) VALUES ('first', 'sms', 10), ('second', 'sms', 20)`,
    );
    const at = '/api/v1/operations/accounts';
    const sms = async (): Promise<unknown> => {
      const { body } = await operator<OperationsView>('GET', '/api/v1/operations');
      const found = body.channels.find(({ channel }) => channel === 'sms');
      return { rate: found?.rate, accounts: found?.accounts };
    };
    expect((await operator('POST', `${at}/first/rest`, {})).status).toBe(400);
    expect((await operator('POST', `${at}/First/rest`, { reason: 'x' })).status).toBe(400);
    expect((await operator('POST', `${at}/third/rest`, { reason: 'x' })).status).toBe(404);
    const author = await signIn(publisher.url, 'penulis');
    for (const act of ['rest', 'return', 'prefer', 'unprefer'])
      expect((await author('POST', `${at}/first/${act}`, { reason: 'x' })).status).toBe(403);
    expect((await operator('POST', `${at}/first/rest`, { reason: 'Pemeliharaan' })).status).toBe(204);
    const last = await operator('POST', `${at}/second/rest`, { reason: 'Pemeliharaan' });
    expect([last.status, last.body['code']]).toEqual([409, 'last-account']);
    expect((await operator('POST', `${at}/second/prefer`, { reason: 'Lebih murah' })).status).toBe(204);
    expect(await sms()).toMatchObject({
      rate: 20,
      accounts: [
        { name: 'first', inHand: 0, rest: { by: 'Operator', reason: 'Pemeliharaan' }, preferred: false },
        { name: 'second', rest: null, preferred: true },
      ],
    });
    const text = await figures();
    expect(text).toContain('siar_account_rests{channel="sms",account="first"} 1');
    expect(text).toContain('siar_account_away{channel="sms",account="first"} 0');
    expect((await operator('POST', `${at}/first/return`)).status).toBe(204);
    expect((await operator('POST', `${at}/second/unprefer`)).status).toBe(204);
    expect((await operator('POST', `${at}/second/unprefer`)).status).toBe(409);
    expect(await sms()).toMatchObject({
      rate: 30,
      accounts: [
        { name: 'first', rest: null },
        { name: 'second', preferred: false },
      ],
    });
    const { body } = await operator<OperationsView>('GET', '/api/v1/operations');
    expect(body.events.map(({ act, subject }) => `${act} ${subject}`)).toEqual(
      expect.arrayContaining([
        'account.rest account:first',
        'account.return account:first',
        'account.prefer account:second',
        'account.unprefer account:second',
      ]),
    );
    await publisher.db.source.query('DELETE FROM budgets');
  });

  it('refuses a forged act on a queue', async () => {
    const operator = await signIn(publisher.url, 'operator');
    const forged = await operator('PUT', '/ops/queues/api/queues/sms/pause', undefined, {
      origin: 'https://evil.example',
    });
    expect(forged.status).toBe(403);
  });

  it('describes the API', async () => {
    const { status, body } = await asking(publisher.url)<{
      paths: Record<
        string,
        Record<string, { requestBody?: { content: Record<string, { schema: object }> } }>
      >;
    }>('GET', '/api/docs-json');
    expect(status).toBe(200);
    const { schema } =
      body.paths['/api/v1/session']?.['post']?.requestBody?.content['application/json'] ?? {};
    expect(schema).toMatchObject({ required: ['username', 'password'] });
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/api/v1/regions', '/api/v1/people/{id}/roles']),
    );
    const page = await asking(publisher.url)<{ text: string }>('GET', '/api/docs');
    expect(page.body.text).toContain('swagger-ui');
  });
});

describe('when something is down', () => {
  it('reports at once what is down, also to Prometheus', async () => {
    // Nothing listens on port 9 (discard): an unreachable queue.
    const publisher = await testPublisher({ METRICS_TOKEN: TOKEN, QUEUE_URL: 'redis://127.0.0.1:9' });
    try {
      const { status, body } = await asking(publisher.url)('GET', '/health/ready');
      expect(status).toBe(503);
      expect(body).toMatchObject({ status: 'down', down: ['queue'], database: 'up', queue: 'down' });
      const bearer = { authorization: `Bearer ${TOKEN}` };
      const metrics = await asking(publisher.url)<{ text: string }>('GET', '/metrics', undefined, bearer);
      expect(metrics.body.text).toContain('siar_collected{part="queue"} 0');
      expect(metrics.body.text).toContain('siar_collected{part="database"} 1');
    } finally {
      await publisher.stop();
    }
  });

  it('asks the providers, unless a load balancer excludes them', async () => {
    const smtp = new SMTPServer({ authOptional: true, hideSTARTTLS: true });
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
    const { port } = smtp.server.address() as AddressInfo;
    const publisher = await testPublisher({
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      TELEGRAM_BOT_TOKEN: '123456:abcdefghijklmnopqrstuvwx',
      TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
    });
    try {
      const { status, body } = await asking(publisher.url)('GET', '/health/ready');
      // Staff need their console when a provider is away: this is reported, but the program stays in service.
      expect(status).toBe(200);
      expect(body).toMatchObject({
        down: [],
        providers: { email: 'up', telegram: 'down', sms: 'not configured here' },
      });
      const own = await asking(publisher.url)('GET', '/health/ready?without=providers');
      expect([own.status, own.body]).toEqual([
        200,
        {
          status: 'up',
          down: [],
          database: 'up',
          queue: 'up',
          emergencyStop: null,
          away: [],
          stalled: [],
          silent: [],
        },
      ]);
    } finally {
      await publisher.stop();
      await new Promise<void>((resolve) => smtp.close(resolve));
    }
  });
});
