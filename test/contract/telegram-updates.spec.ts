import { pollTelegram, setTelegramWebhook, type TelegramUpdate } from '#channels/telegram';
import { type Sandbox, startSandbox } from '../../apps/sandbox/sandbox.js';
import { testConfig } from '../factories/database.js';

describe('fetching updates from Telegram', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.stop());

  const say = (text: string): Promise<Response> =>
    fetch(`${sandbox.httpUrl}/sandbox/telegram/say`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ chatId: '7000001', text }),
    });

  it('returns each update until it is acknowledged, also where a webhook was set, and stops at the signal', async () => {
    const config = testConfig('postgres://127.0.0.1:1/none', {
      TELEGRAM_API_ROOT: sandbox.httpUrl,
      TELEGRAM_BOT_TOKEN: '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw',
      PROVIDER_TIMEOUT_SECONDS: '1',
    });
    await setTelegramWebhook({ ...config, PUBLIC_URL: 'http://127.0.0.1:1' });
    const stop = new AbortController();
    const handled: TelegramUpdate[] = [];
    const troubles: string[] = [];
    let failing = true;
    const both = new Promise<void>((resolve) => {
      const handle = (update: TelegramUpdate): Promise<void> => {
        if (failing) {
          failing = false;
          throw new TypeError('the database is away');
        }
        handled.push(update);
        if (handled.length === 3) resolve();
        return Promise.resolve();
      };
      void pollTelegram(config, handle, stop.signal, (reason) => troubles.push(reason)).then(() =>
        handled.push({ kind: 'start', chatId: 'stopped' }),
      );
    });
    await say('/start halo');
    await say('terima kasih');
    await say('/berhenti');
    await both;
    stop.abort();
    while (handled.length < 4) await new Promise((resolve) => setImmediate(resolve));
    expect(handled).toMatchObject([
      { kind: 'start', chatId: '7000001', payload: 'halo' },
      { kind: 'text', text: 'terima kasih' },
      { kind: 'leave', chatId: '7000001' },
      { kind: 'start', chatId: 'stopped' },
    ]);
    expect(troubles).toEqual(expect.arrayContaining(['telegram 409', 'TypeError']));
  });
});
