import { setTimeout as sleep } from 'node:timers/promises';
import { rows } from '#platform/database';
import { Staff } from '#staff';
import { testSystem, type TestSystem } from '../factories/system.js';

interface Arrived {
  channel: string;
  to: string;
  text: string;
  subject?: string;
}

describe('an alert', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await testSystem({ contacts: 40, more: { CONSOLE_URL: 'https://konsol.uji' } });
  });
  afterAll(() => system.stop());

  /** Waits until this many messages have reached these addresses at the sandbox, and returns them. */
  const arrived = async (to: readonly string[], count: number): Promise<Arrived[]> => {
    const deadline = performance.now() + 20_000;
    for (;;) {
      const all = (await (await fetch(`${system.sandbox.httpUrl}/sandbox/messages`)).json()) as Arrived[];
      const found = all.filter((message) => to.includes(message.to));
      if (found.length >= count) return found;
      if (performance.now() > deadline) throw new Error(`only ${found.length} of ${count} came`);
      await sleep(50);
    }
  };

  it('reaches a reviewer on every channel while the original runs, and nobody else', async () => {
    const own = { email: 'kpu-nasional@staff.example', telegram: '7999001', sms: '+6281399900001' };
    const people = await rows<{ id: string; username: string }>(
      system.db.source.manager,
      `SELECT id, username FROM people WHERE username = 'kpu-nasional'`,
    );
    const id = people[0]?.id ?? '';
    await system.db.source.transaction(async (tx) => {
      const staff = new Staff(system.keys);
      await staff.addAddress(tx, id, 'telegram', own.telegram, true);
      await staff.addAddress(tx, id, 'sms', own.sms, true);
    });
    const admin = await system.as('kpu-admin');
    expect((await admin('PUT', `/api/v1/on-call/${id}/reviewer`, { tier: 1, position: 1 })).status).toBe(200);

    const author = await system.as('penulis');
    const original = await system.broadcast();
    const before = (await arrived([own.email], 1)).length;
    await system.until(original, ({ state }) => state === 'completed');
    const begun = await author<{ id: string; version: number }>(
      'POST',
      `/api/v1/broadcasts/${original}/corrections`,
      { title: 'Ralat jam buka' },
    );
    await author('PATCH', `/api/v1/broadcasts/${begun.body.id}`, {
      version: begun.body.version,
      schedule: { at: 'now', leaveWindow: true },
    });
    const submitted = await author<{ alert: { people: number } }>(
      'POST',
      `/api/v1/broadcasts/${begun.body.id}/submit`,
      { confirmLocalHours: true },
    );
    expect(submitted.body.alert).toMatchObject({ people: 1, calls: 1, open: true });

    const messages = (await arrived(Object.values(own), before * 3 + 3)).filter(({ text }) =>
      text.includes(`https://konsol.uji/siaran/${begun.body.id}`),
    );
    expect(messages).toHaveLength(3);
    expect(Object.fromEntries(messages.map(({ channel, to }) => [channel, to]))).toEqual(own);
    for (const { text } of messages) expect(text).toMatch(/Ralat menunggu keputusan KPU/);
    expect(messages.every(({ text }) => text.includes('Ralat jam buka'))).toBe(true);
    // Notices are no copies: the counters of both broadcasts still add up.
    expect(await system.reconcile(original)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
  });
});
