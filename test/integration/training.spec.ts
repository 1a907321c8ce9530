import { createLogger } from '#platform/logging';
import { startWorker } from '../../apps/channel-worker/worker.js';
import { startPublisher } from '../../apps/publisher/publisher.js';
import { violations } from '../factories/browser.js';
import { testConsole } from '../factories/console.js';
import { testSystem, type TestSystem } from '../factories/system.js';

interface Arrived {
  channel: string;
  text: string;
  subject?: string;
}

describe('a training installation', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await testSystem({ contacts: 60, more: { TRAINING: 'true' } });
  });
  afterAll(() => system.stop());

  const arrived = async (query: string): Promise<Arrived[]> => {
    const answer = await fetch(`${system.sandbox.httpUrl}/sandbox/messages?${query}`);
    return (await answer.json()) as Arrived[];
  };

  it('marks every message, and the reviewer approves it with its mark', async () => {
    const id = await system.broadcast();
    await system.until(id, ({ state }) => state === 'completed');
    const messages = await arrived(`broadcast=${id}`);
    expect(new Set(messages.map(({ channel }) => channel))).toEqual(new Set(['email', 'telegram', 'sms']));
    for (const { text, subject } of messages) {
      expect(text).toMatch(/^\[LATIHAN\] /);
      if (subject !== undefined) expect(subject).toMatch(/^\[LATIHAN\] /);
    }
    const author = await system.as('penulis');
    await author('POST', `/api/v1/broadcasts/${id}/test`, { channels: ['email'] });
    const to = 'to=penulis@staff.example';
    while ((await arrived(to)).length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await arrived(to))[0]?.subject).toMatch(/^\[LATIHAN\] /);
    expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
  });

  it('shows a striped banner on every screen, including the sign-in', async () => {
    const console = await testConsole(system.publishers[0]?.url ?? '');
    try {
      const id = await system.drafted();
      const door = await console.open();
      await door.goto('/');
      const pages = [door];
      for (const [who, path] of [
        ['penulis', '/'],
        ['penulis', `/tulis/${id}`],
        ['operator', '/operasi'],
        ['kpu-nasional', '/tinjau'],
      ] as const)
        pages.push(await console.as(who, path));
      for (const page of pages) {
        const banner = page.getByRole('note').filter({ hasText: 'Latihan' });
        await banner.waitFor();
        const ground = "getComputedStyle(document.querySelector('.training')).backgroundImage";
        expect(await page.evaluate(ground)).toMatch(/^repeating-linear-gradient/);
        expect({ url: page.url(), found: await violations(page) }).toEqual({ url: page.url(), found: [] });
      }
      expect(await console.leave()).toEqual([]);
    } finally {
      await console.stop();
    }
  }, 60_000);

  it('warns everybody, and its database serves no real program', async () => {
    const ready = await fetch(`${system.publishers[0]?.url}/health/ready?without=providers`);
    expect(await ready.json()).toMatchObject({ training: true });
    const page = await fetch(`${system.gateway.url}/`);
    expect(await page.text()).toContain('Latihan: halaman ini untuk berlatih.');
    const real = { ...system.config, TRAINING: false };
    const logger = createLogger('test', 'silent');
    await expect(startPublisher(real, logger)).rejects.toThrow(/^TRAINING=false does not fit DATABASE_URL/);
    await expect(startWorker(real, logger)).rejects.toThrow(/^TRAINING=false does not fit DATABASE_URL/);
  });
});
