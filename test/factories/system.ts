import { setTimeout as sleep } from 'node:timers/promises';
import { loadReferenceData } from '#audience';
import { seedContacts } from '#audience/seeding';
import { type ChannelName, CHANNELS } from '#channels';
import type { Progress } from '#dispatch/reports';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { createLogger, type Logger } from '#platform/logging';
import { startWorker, type Worker } from '../../apps/channel-worker/worker.js';
import type { Gateway } from '../../apps/gateway/gateway.js';
import type { Registrar } from '../../apps/registrar/registrar.js';
import { type Publisher, startPublisher } from '../../apps/publisher/publisher.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../apps/sandbox/sandbox.js';
import { freePort } from '../../apps/standalone/children.js';
import { DEMO_TEXTS } from '../../apps/standalone/demo-texts.js';
import { type Reconciliation, reconcile } from '../../apps/standalone/reconciliation.js';
import { checkAnswers } from './answers.js';
import { marksOf } from './marks.js';
import { SECRETS, startPublicSide } from './gateway.js';
import { type TestDatabase, testConfig, testDatabase } from './database.js';
import { type Ask, makeStaff, signIn } from './staff.js';

/** All of Siar in this process, against real servers, with the sandbox as the providers. */
export interface TestSystem {
  db: TestDatabase;
  config: Config;
  keys: Keys;
  sandbox: Sandbox;
  gateway: Gateway;
  registrar: Registrar;
  publishers: Publisher[];
  workers: Worker[];
  /** Sends requests to the staff API, signed in. */
  as(username: Parameters<typeof signIn>[1]): Promise<Ask>;
  /** Forgets all sign-ins, where the sessions have ended. */
  signInAnew(): void;
  /** Starts one more worker; `own` overrides its settings. */
  addWorker(channels?: readonly ChannelName[], own?: Partial<Config>): Promise<Worker>;
  /** Composes a broadcast; returns the id. Defaults: urgent, every province with contacts, every channel, now. */
  drafted(draft?: Record<string, unknown>): Promise<string>;
  /** Composes likewise, and submits. */
  submitted(draft?: Record<string, unknown>): Promise<string>;
  /** Composes likewise, submits and approves. */
  broadcast(draft?: Record<string, unknown>): Promise<string>;
  progress(broadcastId: string): Promise<Progress>;
  /** Polls the progress until the condition holds. @throws Error with the last progress after `seconds` */
  until(broadcastId: string, wanted: (progress: Progress) => boolean, seconds?: number): Promise<Progress>;
  /** Compares the ledger with what the sandbox received. */
  reconcile(broadcastId: string): Promise<Reconciliation>;
  stop(): Promise<void>;
}

/** Changes to the defaults: one publisher, one worker for all channels, 200 contacts, no limits. */
export interface TestSystemOptions {
  queueUrl?: string | undefined;
  contacts?: number;
  /** Where the contacts live: some provinces by default, since each adds a wave for each channel to each broadcast. */
  provinces?: readonly string[] | 'every';
  publishers?: number;
  workers?: number;
  more?: Record<string, string>;
  sandbox?: SandboxOptions;
  logger?: Logger;
}

// All three time zones, Java's large provinces and small ones far away.
const SOME_PROVINCES = ['11', '31', '32', '33', '35', '51', '91'];

/** Starts a system; when a part fails to start, the started parts are stopped. */
export async function testSystem(options: TestSystemOptions = {}): Promise<TestSystem> {
  const started: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let last = started.pop(); last; last = started.pop()) await last();
  };
  try {
    return { ...(await startAll(options, started)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(
  options: TestSystemOptions,
  started: (() => Promise<void>)[],
): Promise<Omit<TestSystem, 'stop'>> {
  const db = await testDatabase();
  started.push(() => db.drop());
  const gatewayPort = await freePort();
  const publicUrl = `http://127.0.0.1:${gatewayPort}`;
  const telegramToken = '100000001:abcdefghijklmnopqrstuvwxyz123';
  const twilioAccountSid = `AC${'0'.repeat(32)}`;
  const sandbox = await startSandbox({
    telegramToken,
    twilioAccountSid,
    twilioAuthToken: SECRETS.TWILIO_AUTH_TOKEN,
    bounces: { url: `${publicUrl}/webhooks/email/bounce`, secret: SECRETS.EMAIL_BOUNCE_SECRET },
    ...options.sandbox,
  });
  started.push(() => sandbox.stop());
  const config = testConfig(db.url, {
    ...SECRETS,
    ...(options.queueUrl ? { QUEUE_URL: options.queueUrl } : {}),
    PUBLIC_URL: publicUrl,
    SMTP_URL: sandbox.smtpUrl,
    TELEGRAM_BOT_TOKEN: telegramToken,
    TELEGRAM_API_ROOT: sandbox.httpUrl,
    TELEGRAM_BOT_NAME: 'siar_sandbox_bot',
    TELEGRAM_LINK_ROOT: `${sandbox.httpUrl}/sandbox/telegram`,
    TWILIO_ACCOUNT_SID: twilioAccountSid,
    TWILIO_MESSAGING_SERVICE_SID: `MG${'0'.repeat(32)}`,
    TWILIO_API_ROOT: sandbox.httpUrl,
    EMAIL_RATE: '0',
    TELEGRAM_RATE: '0',
    SMS_RATE: '0',
    ...options.more,
  });
  const keys = new Keys(config);
  const provinces = options.provinces === 'every' ? null : (options.provinces ?? SOME_PROVINCES);
  const logger = options.logger ?? createLogger('test', process.env['TEST_LOG_LEVEL'] ?? 'silent');
  await db.source.transaction((tx) => loadReferenceData(tx));
  await makeStaff(db.source, keys);
  await seedContacts(db.source, keys, {
    contacts: options.contacts ?? 200,
    seed: 1,
    ...(provinces && { provinces }),
  });

  const { gateway, registrar, stop: stopPublicSide } = await startPublicSide(config, logger, gatewayPort);
  started.push(stopPublicSide);
  const publishers: Publisher[] = [];
  for (let n = 0; n < (options.publishers ?? 1); n++) {
    const publisher = await startPublisher(config, logger);
    checkAnswers(publisher.app);
    started.push(() => publisher.stop());
    publishers.push(publisher);
  }
  const workers: Worker[] = [];
  const addWorker: TestSystem['addWorker'] = async (channels = CHANNELS, own = {}) => {
    const worker = await startWorker({ ...config, CHANNEL: [...channels], ...own }, logger);
    started.push(() => worker.stop());
    workers.push(worker);
    return worker;
  };
  for (let n = 0; n < (options.workers ?? 1); n++) await addWorker();

  const publisherUrl = publishers[0]?.url ?? '';
  const asked = new Map<string, Promise<Ask>>();
  const as: TestSystem['as'] = (username) => {
    const known = asked.get(username) ?? signIn(publisherUrl, username);
    asked.set(username, known);
    return known;
  };
  const ok = async <T>(answer: Promise<{ status: number; body: unknown }>): Promise<T> => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`refused with ${status}: ${JSON.stringify(body)}`);
    return body as T;
  };
  const progress = async (id: string): Promise<Progress> =>
    ok((await as('auditor'))('GET', `/api/v1/broadcasts/${id}/progress`));

  const drafted = async (draft: Record<string, unknown> = {}): Promise<string> => {
    const author = await as('penulis');
    const regions = await db.source.query<{ code: string }[]>(
      `SELECT code FROM regions WHERE kind = 'province' AND ($1::text[] IS NULL OR code = ANY ($1))`,
      [provinces],
    );
    const { id } = await ok<{ id: string }>(
      author('POST', '/api/v1/broadcasts', {
        title: 'Uji',
        kind: 'urgent',
        reach: 'every',
        channels: CHANNELS,
        contents: DEMO_TEXTS,
        audience: { regions: regions.map(({ code }) => code) },
        electionId: 'pemilu-2024',
        schedule: { at: 'now', leaveWindow: true },
        ...draft,
      }),
    );
    return id;
  };
  const submit = async (draft?: Record<string, unknown>): Promise<{ id: string; digest: string }> => {
    const author = await as('penulis');
    const id = await drafted(draft);
    const { submission } = await ok<{ submission: { digest: string } }>(
      author('POST', `/api/v1/broadcasts/${id}/submit`, { confirmLocalHours: true }),
    );
    return { id, digest: submission.digest };
  };

  return {
    db,
    config,
    keys,
    sandbox,
    gateway,
    registrar,
    publishers,
    workers,
    as,
    signInAnew: () => asked.clear(),
    addWorker,
    progress,
    drafted,
    submitted: async (draft) => (await submit(draft)).id,
    broadcast: async (draft) => {
      const { id, digest } = await submit(draft);
      const reviewer = await as('kpu-nasional');
      const acknowledged = await marksOf(reviewer, id);
      const given = { digest, confirmLocalHours: true, acknowledged };
      await ok(reviewer('POST', `/api/v1/broadcasts/${id}/approve`, given));
      return id;
    },
    until: async (id, wanted, seconds = 40) => {
      const deadline = performance.now() + seconds * 1000;
      let pause = 50;
      for (;;) {
        const now = await progress(id);
        if (wanted(now)) return now;
        if (performance.now() > deadline)
          throw new Error(`not so after ${seconds} s: ${JSON.stringify({ state: now.state, ...now.total })}`);
        // An account costs more than what it waits for: less often, the longer that takes.
        await sleep(pause);
        pause = Math.min(pause * 1.2, 250);
      }
    },
    reconcile: (id) => reconcile(db.source, keys, sandbox.httpUrl, id),
  };
}
