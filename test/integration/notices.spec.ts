import { setTimeout as sleep } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type Channel, CHANNELS, type Outcome, type OutgoingMessage } from '#channels';
import { type NewNotice, Notices, NoticesModule } from '#notices';
import { PlatformModule } from '#platform';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { now, row, rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import { jobName, QueueModule, Queues } from '#queue';
import { type Sandbox, startSandbox } from '../../apps/sandbox/sandbox.js';
import { openOnly } from '../factories/open-only.js';
import { consume } from '../factories/consumer.js';
import { queueBackends, type TestDatabase, testConfig, testDatabase } from '../factories/database.js';
import { makeStaff } from '../factories/staff.js';
import { testSystem } from '../factories/system.js';

const logger = createLogger('test', 'silent');

@Module({})
class Fixture {
  static with(config: Config) {
    return {
      module: Fixture,
      imports: [
        PlatformModule.forRoot(config, logger),
        QueueModule.forRoot(config, logger, CHANNELS),
        NoticesModule,
      ],
    };
  }
}

/** A channel adapter that behaves as ordered, and records what it was handed. */
class Told implements Channel {
  readonly name = 'email';
  readonly account = 'email';
  readonly atOnce = 32;
  readonly revisions = null;
  readonly handed: OutgoingMessage[] = [];
  constructor(private readonly answers: (Outcome | Error)[]) {}
  send(message: OutgoingMessage): Promise<Outcome> {
    this.handed.push(message);
    const answer = this.answers.shift() ?? { kind: 'accepted' };
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }
  check = (): Promise<void> => Promise.resolve();
  close = (): Promise<void> => Promise.resolve();
}

async function until<T>(look: () => Promise<T>, wanted: (seen: T) => boolean): Promise<T> {
  const givenUpAt = performance.now() + 20_000;
  for (;;) {
    const seen = await look();
    if (wanted(seen)) return seen;
    if (performance.now() > givenUpAt) throw new Error(`never came: ${JSON.stringify(seen)}`);
    await sleep(20);
  }
}

describe.each(queueBackends())('notices, queues on $name', ({ url }) => {
  let db: TestDatabase;
  let app: Awaited<ReturnType<typeof NestFactory.createApplicationContext>>;
  let notices: Notices;
  let queues: Queues;
  let config: Config;
  beforeAll(async () => {
    db = await testDatabase();
    const queueUrl = url();
    config = testConfig(db.url, queueUrl ? { QUEUE_URL: queueUrl } : {});
    app = await NestFactory.createApplicationContext(Fixture.with(config), { logger: false });
    notices = app.get(Notices);
    queues = app.get(Queues);
  });
  afterAll(async () => {
    await app.close();
    await db.drop();
  });

  const send = async (more: Partial<NewNotice> = {}, lifeMs = 3_600_000): Promise<string> => {
    const expiresAt = new Date((await now(db.source.manager)).getTime() + lifeMs);
    const message = { subject: 'Kode', text: 'Kode Anda 123456' };
    return db.source.transaction((tx) =>
      notices.send(tx, {
        kind: 'confirmation',
        channel: 'email',
        to: 'warga@example.org',
        message,
        expiresAt,
        ...more,
      }),
    );
  };
  const standing = (id: string) =>
    row<{ state: string; attempts: number; reason: string | null; queued: boolean; waits: boolean }>(
      db.source.manager,
      `SELECT state, attempts, reason, enqueued_at IS NOT NULL AS queued, next_attempt_at > siar_now() AS waits FROM notices WHERE id = $1`,
      [id],
    );
  const due = (id: string) =>
    db.source.query('UPDATE notices SET next_attempt_at = siar_now() WHERE id = $1', [id]);

  it('go to the provider, and contain nothing of a broadcast', async () => {
    const channel = new Told([]);
    const id = await send();
    await notices.deliver(id, channel);
    expect(await standing(id)).toMatchObject({ state: 'accepted', attempts: 1 });
    expect(channel.handed).toEqual([
      expect.objectContaining({
        to: 'warga@example.org',
        subject: 'Kode',
        text: 'Kode Anda 123456',
        language: 'id',
        token: new Keys(config).noticeToken(id),
        messageId: `notice.${id}`,
        broadcastId: null,
        unsubscribeUrl: null,
        verifyUrl: null,
      }),
    ]);
  });

  it('are sealed at rest, each bound to its own row', async () => {
    const [one, two] = [await send(), await send({ to: 'lain@example.org' })];
    const stored = await row<{ bytes: Buffer }>(
      db.source.manager,
      'SELECT to_ciphertext || message_ciphertext AS bytes FROM notices WHERE id = $1',
      [one],
    );
    expect(stored?.bytes.includes('warga')).toBe(false);
    expect(stored?.bytes.includes('123456')).toBe(false);
    await db.source.query(
      'UPDATE notices SET to_ciphertext = (SELECT to_ciphertext FROM notices WHERE id = $2) WHERE id = $1',
      [one, two],
    );
    const channel = new Told([]);
    await notices.deliver(one, channel);
    expect(await standing(one)).toMatchObject({ state: 'failed', reason: 'cannot be opened' });
    expect(channel.handed).toEqual([]);
  });

  it('exist if and only if their transaction committed', async () => {
    let id = '';
    await expect(
      db.source.transaction(async (tx) => {
        id = await notices.send(tx, {
          kind: 'alert',
          channel: 'email',
          to: 'a@example.org',
          message: { text: 'x' },
          expiresAt: new Date(Date.now() + 1000),
        });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await standing(id)).toBeUndefined();
  });

  it('are handed over once, however many jobs each has', async () => {
    const id = await send();
    const channel = new Told([]);
    const handed = await Promise.all(Array.from({ length: 8 }, () => notices.deliver(id, channel)));
    expect(handed.filter(Boolean)).toHaveLength(1);
    expect(channel.handed).toHaveLength(1);
  });

  it('are retried after a refusal, then reach the person', async () => {
    const id = await send();
    const channel = new Told([
      { kind: 'retry', reason: 'smtp 4.2.0' },
      { kind: 'slow_down', reason: '429', afterMs: 5000 },
      { kind: 'moved', to: 'baru@example.org', reason: 'moved' },
    ]);
    await notices.deliver(id, channel);
    expect(await standing(id)).toEqual({
      state: 'pending',
      attempts: 1,
      reason: 'smtp 4.2.0',
      queued: false,
      waits: true,
    });
    await notices.deliver(id, channel);
    expect(channel.handed).toHaveLength(1);
    for (let attempt = 0; attempt < 3; attempt++) {
      await due(id);
      await notices.deliver(id, channel);
    }
    expect(await standing(id)).toMatchObject({ state: 'accepted', attempts: 4 });
    expect(channel.handed.map(({ to }) => to)).toEqual([
      ...Array<string>(3).fill('warga@example.org'),
      'baru@example.org',
    ]);
  });

  it('keep the address that another key has encrypted since the claim', async () => {
    const id = await send();
    const moving = new Told([]);
    const sealed = `to_ciphertext = '\\x01', message_ciphertext = '\\x02', key_id = 'k2'`;
    moving.send = async () => {
      await db.source.query(`UPDATE notices SET ${sealed} WHERE id = $1`, [id]);
      return { kind: 'moved', to: 'baru@example.org', reason: 'moved' };
    };
    await notices.deliver(id, moving);
    const left = await rows(
      db.source.manager,
      `SELECT state FROM notices WHERE id = $1 AND to_ciphertext = '\\x01'`,
      [id],
    );
    expect(left).toEqual([{ state: 'pending' }]);
  });

  it('expire rather than arrive late', async () => {
    const channel = new Told([{ kind: 'retry', reason: 'x', afterMs: 10_000 }]);
    const [late, retried, waiting] = [await send({}, -1), await send({}, 5000), await send({}, -1)];
    await notices.deliver(late, channel);
    expect(channel.handed).toEqual([]);
    await notices.deliver(retried, channel);
    await notices.reconcile();
    for (const id of [late, retried, waiting]) expect(await standing(id)).toMatchObject({ state: 'expired' });
  });

  it('are unknown when the adapter breaks or the worker dies, and are never resent automatically', async () => {
    const broken = await send();
    await notices.deliver(broken, new Told([new Error('bug')]));
    expect(await standing(broken)).toMatchObject({ state: 'unknown' });

    const lost = await send();
    let release: (outcome: Outcome) => void = () => undefined;
    const hanging = new Told([]);
    hanging.send = () => new Promise((resolve) => (release = resolve));
    const under = notices.deliver(lost, hanging);
    await until(
      () => standing(lost),
      (seen) => seen?.state === 'claimed',
    );
    await notices.reconcile();
    expect(await standing(lost)).toMatchObject({ state: 'claimed' });
    await db.source.query(
      `UPDATE notices SET leased_until = siar_now() - interval '1 second' WHERE id = $1`,
      [lost],
    );
    await notices.reconcile();
    expect(await standing(lost)).toMatchObject({ state: 'unknown', reason: 'worker lost' });
    const again = new Told([]);
    await notices.deliver(lost, again);
    expect(again.handed).toEqual([]);
    // The adapter was only slow: its outcome is kept.
    release({ kind: 'accepted' });
    await under;
    expect(await standing(lost)).toMatchObject({ state: 'accepted' });
  });

  it('go through a queue beside the broadcasts’, staff’s before waiting ones of citizens', async () => {
    const personId = (await makeStaff(db.source, new Keys(config))).people.operator;
    const citizens = await Promise.all(
      Array.from({ length: 20 }, () => send({ channel: 'telegram', to: '7000001' })),
    );
    const staff = await send({ channel: 'telegram', to: '7000002', personId });
    expect(await notices.release()).toBeGreaterThan(20);
    expect(await notices.release()).toBe(0);
    const worked: string[] = [];
    const consumer = consume(queues, 'telegram', 1, async (job) => void worked.push(jobName(job)));
    await until(
      () => Promise.resolve(worked.length),
      (n) => n === 21,
    );
    await consumer.close();
    expect(worked[0]).toBe(`notice-${staff}`);
    expect(worked.slice(1).toSorted()).toEqual(citizens.map((id) => `notice-${id}`).toSorted());
  });

  it('are queued again when their job is lost, and not while it exists', async () => {
    const id = await send({ channel: 'sms', to: '+6281210000001' });
    await notices.release();
    await db.source.query(`UPDATE notices SET enqueued_at = siar_now() - interval '1 minute' WHERE id = $1`, [
      id,
    ]);
    await notices.reconcile();
    expect(await standing(id)).toMatchObject({ queued: true });
    expect(await notices.release()).toBe(0);

    const consumer = consume(queues, 'sms', 1, () => Promise.resolve());
    await until(
      () => queues.depth('sms'),
      ({ waiting, active }) => waiting + active === 0,
    );
    await consumer.close();
    await db.source.query(`UPDATE notices SET enqueued_at = siar_now() - interval '1 minute' WHERE id = $1`, [
      id,
    ]);
    await notices.reconcile();
    expect(await notices.release()).toBe(1);
    expect(await queues.live('sms', [{ name: 'notice', noticeId: id }])).toEqual(new Set([`notice-${id}`]));
    expect(await queues.depth('sms')).toMatchObject({ waiting: 1 });
  });
});

describe('notices through real adapters', () => {
  let sandbox: Sandbox;
  let db: TestDatabase;
  beforeAll(async () => {
    sandbox = await startSandbox();
    db = await testDatabase();
  });
  afterAll(async () => {
    await sandbox.stop();
    await db.drop();
  });

  it('arrive on every channel', async () => {
    const config = testConfig(db.url, {
      SMTP_URL: sandbox.smtpUrl,
      TELEGRAM_BOT_TOKEN: '100000001:abcdefghijklmnopqrstuvwxyz123',
      TELEGRAM_API_ROOT: sandbox.httpUrl,
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'a-token-of-the-account-0',
      TWILIO_MESSAGING_SERVICE_SID: `MG${'0'.repeat(32)}`,
      TWILIO_API_ROOT: sandbox.httpUrl,
    });
    const app = await NestFactory.createApplicationContext(Fixture.with(config), { logger: false });
    const notices = app.get(Notices);
    const to = { email: 'warga@example.org', telegram: '7000001', sms: '+6281210000001' };
    for (const name of CHANNELS) {
      const channel = await openOnly(name, config);
      const message = { subject: 'Kode', text: `Kode lewat ${name}` };
      const expiresAt = new Date(Date.now() + 600_000);
      const id = await db.source.transaction((tx) =>
        notices.send(tx, { kind: 'confirmation', channel: name, to: to[name], message, expiresAt }),
      );
      await notices.deliver(id, channel);
      await channel.close();
    }
    await app.close();
    expect(await rows(db.source.manager, 'SELECT DISTINCT state FROM notices')).toEqual([
      { state: 'accepted' },
    ]);
    const arrived = (await (await fetch(`${sandbox.httpUrl}/sandbox/messages`)).json()) as {
      channel: string;
      to: string;
      text: string;
    }[];
    expect(new Set(arrived.map((message) => [message.channel, message.to, message.text.trim()]))).toEqual(
      new Set(CHANNELS.map((name) => [name, to[name], `Kode lewat ${name}`])),
    );
  });
});

it('a test send reaches its author marked [UJI], before any approval', async () => {
  const system = await testSystem({ contacts: 1 });
  try {
    const author = await system.as('penulis');
    const made = await author<{ id: string }>('POST', '/api/v1/broadcasts', {
      title: 'Uji',
      contents: { email: { id: { subject: 'Halo {{name}}', body: 'Cek kpu.go.id' } } },
      audience: { regions: ['11'] },
    });
    expect((await author('POST', `/api/v1/broadcasts/${made.body.id}/test`, {})).status).toBe(202);
    const arrived = await until(
      async () =>
        (await (await fetch(`${system.sandbox.httpUrl}/sandbox/messages?channel=email`)).json()) as Record<
          string,
          string
        >[],
      (messages) => messages.length > 0,
    );
    expect(arrived).toEqual([
      expect.objectContaining({
        to: 'penulis@staff.example',
        subject: '[UJI] Halo Penulis Kementerian',
        text: expect.stringMatching(/^\[UJI\] Cek kpu\.go\.id/) as string,
        html: expect.stringContaining('[UJI]') as string,
      }),
    ]);
  } finally {
    await system.stop();
  }
});
