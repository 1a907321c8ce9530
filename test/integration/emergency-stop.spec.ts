import { QueueFeeder } from '#dispatch/flow-control';
import { Waves } from '#dispatch/waves';
import { CHANNELS } from '#channels';
import { rows } from '#platform/database';
import { usualBackend } from '../factories/database.js';
import { SECRETS } from '../factories/gateway.js';
import { asking } from '../factories/staff.js';
import { type TestSystem, testSystem } from '../factories/system.js';

describe.each(usualBackend())('the emergency stop, queues on $name', ({ url }) => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await testSystem({
      queueUrl: url(),
      contacts: 260,
      provinces: 'every',
      // Slow enough to be stopped in the middle.
      more: { EMAIL_RATE: '15', TELEGRAM_RATE: '24', SMS_RATE: '24' },
    });
  });
  afterAll(() => system?.stop());

  const out = (id: string): number => [...system.sandbox.inbox.list({ broadcast: id })].length;
  const ready = () => asking(system.publishers[0]?.url ?? '')('GET', '/health/ready');
  const gauge = async (): Promise<string | undefined> => {
    const bearer = { authorization: `Bearer ${SECRETS.METRICS_TOKEN}` };
    const { body } = await asking(system.publishers[0]?.url ?? '')<{ text: string }>(
      'GET',
      '/metrics',
      undefined,
      bearer,
    );
    return /^siar_emergency_stop (\d)$/m.exec(body.text)?.[1];
  };

  it('holds back running broadcasts and those approved after it, on every channel, until it is lifted', async () => {
    const operator = await system.as('operator');
    const author = await system.as('penulis');
    expect((await ready()).body).toMatchObject({ emergencyStop: null });
    expect((await author('GET', '/api/v1/emergency-stop')).body).toMatchObject({ standing: null });
    const running = await system.broadcast();
    await system.until(running, ({ channels }) =>
      CHANNELS.every(
        (channel) => (channels[channel]?.accepted ?? 0) + (channels[channel]?.delivered ?? 0) > 2,
      ),
    );
    const own = await operator('POST', `/api/v1/broadcasts/${running}/pause`, {
      channel: 'sms',
      reason: 'penyedia',
    });
    expect(own.status).toBe(200);
    const channel = '/api/v1/operations/channels/telegram';
    expect((await operator('POST', `${channel}/pause`, { reason: 'tagihan' })).status).toBeLessThan(300);

    const stopped = await operator<{
      reason: string;
      held: Record<string, number> & { expiring: { expiresAt: string; messages: number }[] };
    }>('POST', '/api/v1/emergency-stop', { reason: 'isi bocor' });
    expect(stopped).toMatchObject({ status: 200, body: { reason: 'isi bocor', by: { name: 'Operator' } } });
    const { held } = stopped.body;
    expect(held).toMatchObject({ broadcasts: 1, unknown: 0 });
    // Two of the three channels, and only what is not over yet.
    expect(held['waves']).toBeGreaterThan(0);
    expect(held['waves']).toBeLessThanOrEqual(2 * 38);
    expect(held['sent']).toBeGreaterThan(4);
    // Where the machine is slow, the workers have claimed all that is listed.
    expect((held['stopped'] ?? 0) + (held['unlisted'] ?? 0)).toBeGreaterThan(0);
    // Of the channel that has its own pause: in addition to what the stop holds back.
    expect(held['paused']).toBeGreaterThan(0);
    expect(held['inHand']).toBeLessThanOrEqual(system.config.CLAIM_WINDOW);
    expect(held.expiring.reduce((sum, { messages }) => sum + messages, 0)).toBe(
      (held['stopped'] ?? 0) + (held['unlisted'] ?? 0),
    );
    expect((await operator('POST', '/api/v1/emergency-stop', { reason: 'lagi' })).status).toBe(409);

    // Claimed copies are finished; no others follow, and nothing approved now begins.
    await system.until(running, ({ total }) => total.claimed === 0);
    const before = out(running);
    const later = await system.broadcast();
    const publisher = system.publishers[0]?.app;
    for (let tick = 0; tick < 2; tick++) {
      expect(await publisher?.get(Waves).release()).toMatchObject({ released: 0, prepared: 0 });
      for (const channel of CHANNELS) expect(await publisher?.get(QueueFeeder).top(channel)).toBe(0);
    }
    expect((await operator('POST', `/api/v1/broadcasts/${later}/pause`, { channel: 'sms' })).status).toBe(
      200,
    );
    expect(await system.progress(later)).toMatchObject({ state: 'approved', firstHandoverAt: null });

    // Every user sees the state of the stop, and nothing else.
    const shown = await author('GET', '/api/v1/emergency-stop');
    expect(shown.body).toEqual({
      stamp: expect.any(String),
      pausedChannels: ['telegram'],
      standing: {
        since: expect.any(String),
        reason: 'isi bocor',
        by: { id: expect.any(String), name: 'Operator' },
        fenced: false,
      },
    });
    expect(await ready()).toMatchObject({
      status: 200,
      body: { status: 'up', emergencyStop: { since: expect.any(String) } },
    });
    expect(await gauge()).toBe('1');
    // Notices are still sent.
    const test = await author('POST', `/api/v1/broadcasts/${later}/test`, { channels: ['email'] });
    expect(test.status).toBe(202);
    await eventually(() => [...system.sandbox.inbox.list({ to: 'penulis@staff.example' })].length > 0);
    expect([out(running), out(later)]).toEqual([before, 0]);

    expect((await author('POST', '/api/v1/emergency-stop/lift', { note: 'aman' })).status).toBe(403);
    expect((await operator('POST', '/api/v1/emergency-stop/lift', {})).status).toBe(400);
    const lifted = await operator('POST', '/api/v1/emergency-stop/lift', { note: 'aman' });
    expect(lifted).toMatchObject({ status: 200, body: { broadcasts: 2, unknown: 0 } });
    // What is on a channel with a pause of its own goes on only with that.
    expect(lifted.body['onPausedChannels']).toEqual([
      { channel: 'telegram', waves: expect.any(Number), messages: expect.any(Number) },
    ]);
    expect((await operator('POST', `${channel}/resume`)).status).toBeLessThan(300);
    // All waves of the later one, and the rest of the other's: waves with only claimed copies left are over.
    expect(lifted.body['waves']).toBeGreaterThan(2 * 38);
    expect((await ready()).body).toMatchObject({ emergencyStop: null });
    expect(await gauge()).toBe('0');

    // Everything resumes except the channel with its own pause.
    for (const id of [running, later]) {
      const { channels } = await system.until(id, (progress) =>
        ['email', 'telegram'].every((channel) => settled(progress.channels[channel as 'email'])),
      );
      expect(channels.email?.targeted).toBeGreaterThan(0);
      const paused = await rows<{ channel: string }>(
        system.db.source.manager,
        `SELECT DISTINCT channel FROM waves WHERE broadcast_id = $1 AND state = 'paused'`,
        [id],
      );
      expect(paused).toEqual([{ channel: 'sms' }]);
      expect((await operator('POST', `/api/v1/broadcasts/${id}/resume`, {})).status).toBe(200);
      await system.until(id, ({ state }) => state === 'completed');
      expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    }
  }, 120_000);
});

const settled = (counts?: { targeted: number; pending: number; claimed: number }): boolean =>
  counts !== undefined && counts.targeted > 0 && counts.pending + counts.claimed === 0;

/** Polls until the condition holds. */
async function eventually(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('it never came to be');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
