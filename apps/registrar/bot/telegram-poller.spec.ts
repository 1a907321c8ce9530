import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { SECRETS } from '../../../test/factories/gateway.js';
import { type RunningBroadcast, runningBroadcast } from '../../../test/factories/ledger.js';
import { silentProxy } from '../../../test/factories/proxy.js';
import { Keys } from '#platform/crypto';
import { row } from '#platform/database';
import { createLogger } from '#platform/logging';
import { type Registrar, startRegistrar } from '../registrar.js';

/** A Bot API with the methods that a poller uses: holds a poll open until an update arrives. */
class BotApi {
  polls = 0;
  mostAtOnce = 0;
  readonly answered: string[] = [];
  private updates: { update_id: number }[] = [];
  private readonly held = new Set<() => void>();
  private readonly server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const method = request.url?.split('/').at(-1) ?? '';
      const reply = (result: unknown): void =>
        void response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, result }));
      if (method !== 'getUpdates') {
        this.answered.push(method);
        return reply(true);
      }
      const offset = Number((JSON.parse(body) as { offset?: number }).offset ?? 0);
      this.polls += 1;
      const give = (): void => {
        this.held.delete(give);
        reply(this.updates.filter(({ update_id }) => update_id >= offset));
      };
      this.held.add(give);
      this.mostAtOnce = Math.max(this.mostAtOnce, this.held.size);
      response.once('close', () => this.held.delete(give));
      if (this.updates.some(({ update_id }) => update_id >= offset)) give();
    });
  });

  async open(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  send(update: { update_id: number }): void {
    this.updates.push(update);
    for (const give of this.held) give();
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()).closeAllConnections());
  }
}

describe('polling Telegram', () => {
  const bot = new BotApi();
  let db: TestDatabase;
  let sent: RunningBroadcast;
  let root: string;
  const registrars: Registrar[] = [];
  beforeAll(async () => {
    db = await testDatabase();
    root = await bot.open();
    sent = await runningBroadcast(db.source, new Keys(testConfig(db.url)), {
      channel: 'telegram',
      states: ['accepted', 'accepted', 'accepted'],
    });
  });
  afterAll(async () => {
    await Promise.all(registrars.map((registrar) => registrar.stop()));
    await bot.close();
    await db.drop();
  });

  const start = (more: Record<string, string> = {}) =>
    startRegistrar(
      testConfig(db.url, {
        ...SECRETS,
        TELEGRAM_API_ROOT: root,
        TELEGRAM_BOT_TOKEN: `1:${'x'.repeat(30)}`,
        ...more,
      }),
      createLogger('registrar', 'silent'),
    );
  const left = async (index: number): Promise<boolean> => {
    const address = await row<{ state: string }>(
      db.source.manager,
      'SELECT state FROM addresses WHERE id = $1',
      [sent.addressIds[index]],
    );
    return address?.state === 'unsubscribed';
  };
  const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + 20_000; !(await condition()); await sleep(50)) {
      if (Date.now() > end) throw new Error('condition not met within 20 s');
    }
  };

  it('runs in one registrar of several, and is taken over when that one stops', async () => {
    registrars.push(await start(), await start());
    await until(() => bot.polls > 0);
    const chat = (index: number): { id: number } => ({ id: Number(sent.addresses[index]) });
    bot.send({
      update_id: 10,
      callback_query: { id: '7', from: chat(0), message: { chat: chat(0) }, data: `leave:${sent.id}` },
    } as never);
    await until(() => left(0));
    await until(() => bot.answered.includes('answerCallbackQuery'));

    // If the first one polls, the second must take over.
    await registrars.shift()?.stop();
    bot.send({ update_id: 11, message: { chat: chat(1), text: '/berhenti' } } as never);
    await until(() => left(1));
    expect(bot.mostAtOnce).toBe(1);
  });

  it('drops an update that fails each time, and continues with the next', async () => {
    await db.source.query(
      `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
       CREATE TRIGGER fail BEFORE INSERT ON telegram_updates FOR EACH ROW WHEN (NEW.id = 12) EXECUTE FUNCTION fail()`,
    );
    const chat = { id: Number(sent.addresses[2]) };
    bot.send({ update_id: 12, message: { chat, text: '/bantuan' } } as never);
    bot.send({ update_id: 13, message: { chat, text: '/berhenti' } } as never);
    await until(() => left(2));
  });

  it('is taken over from a hanging registrar by one that reaches the database', async () => {
    await Promise.all(registrars.splice(0).map((registrar) => registrar.stop()));
    const url = new URL(db.url);
    const proxy = await silentProxy(Number(url.port));
    url.port = String(proxy.port);
    const polled = bot.polls;
    registrars.push(await start({ DATABASE_URL: url.toString() }));
    await until(() => bot.polls > polled);
    proxy.silence(true);
    const holders = (): Promise<{ pid: number }[]> =>
      db.source.query(
        `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = hashtext('siar telegram poller')::bit(32)::bigint
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
    const [hanging] = await holders();
    expect(hanging).toBeDefined();
    registrars.push(await start());
    await until(async () => {
      const [holder] = await holders();
      return holder !== undefined && holder.pid !== hanging?.pid;
    });
    proxy.resume();
    await Promise.all(registrars.splice(0).map((registrar) => registrar.stop()));
    await proxy.stop();
  });

  it('is replaced by the webhook if configured, which is registered once Telegram is reachable', async () => {
    const late = new BotApi();
    const away = new BotApi();
    const root = await away.open();
    await away.close();
    const registrar = await start({ TELEGRAM_POLLING: 'false', TELEGRAM_API_ROOT: root });
    // The first attempt is refused: nothing listens yet.
    await late.open(Number(new URL(root).port));
    await until(() => late.answered.includes('setWebhook'));
    await registrar.stop();
    await late.close();
    expect(late.polls).toBe(0);
  });

  it('requires a secret for the webhook at start', async () => {
    await expect(start({ TELEGRAM_POLLING: 'false', TELEGRAM_WEBHOOK_SECRET: '' })).rejects.toThrow(
      /^TELEGRAM_WEBHOOK_SECRET is missing/,
    );
  });
});
