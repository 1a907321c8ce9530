import { createHmac } from 'node:crypto';
import { CHANNELS } from '#channels';
import { Keys, loadConfig, rows } from '#platform';
import { BACKENDS, type Fleet, note, over, startFleet, sums } from './harness.js';

const settled = { lost: 0, doubled: 0, strangers: 0 };

describe.each(BACKENDS)('providers misbehaving, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ backend, contacts: 1_000 });
  }, 120_000);
  afterAll(() => fleet?.stop());

  const all = (fault: Record<string, unknown>): Promise<unknown> =>
    Promise.all(CHANNELS.map((channel) => fleet.fault({ channel, ...fault })));

  it('refusing everything for 20 s costs nobody their copy', async () => {
    // Not a greylisting reply, after which Siar rightly waits for half an hour.
    await fleet.fault({ channel: 'email', kind: 'refuse', answer: '451 4.3.0 Local error', seconds: 20 });
    await fleet.fault({ channel: 'telegram', kind: '5xx', seconds: 20 });
    await fleet.fault({ channel: 'sms', kind: '5xx', seconds: 20 });
    const id = await fleet.broadcast();
    const done = await fleet.until(id, over, 150);
    note(JSON.stringify(done));
    expect(done).toMatchObject({ state: 'completed', unknown: 0 });
    expect(sums(done)).toBe(true);
    expect(await fleet.reconcile(id)).toEqual(settled);
  }, 200_000);

  it('permanent refusals of a broken mail server are failures, and blame nobody', async () => {
    await fleet.fault({ channel: 'email', kind: '5xx', count: 50 });
    const id = await fleet.broadcast({ channels: ['email'] });
    const done = await fleet.until(id, over, 60);
    expect(done.failed).toBeGreaterThanOrEqual(50);
    expect(sums(done)).toBe(true);
    expect(await fleet.reconcile(id)).toEqual(settled);
  }, 100_000);

  it('storms of 429, resets in mid-message and answers after the time-out double and lose nothing', async () => {
    await all({ kind: '429', share: 0.05, seconds: 10, retryAfter: 1 });
    await all({ kind: 'reset', at: 'during', share: 0.1, seconds: 10 });
    await all({ kind: 'reset', at: 'after', share: 0.05, count: 15 });
    await all({ kind: 'hang', share: 0.05, count: 15, holdSeconds: 8 });
    const id = await fleet.broadcast();
    const done = await fleet.until(id, over, 180);
    note(JSON.stringify(done));
    expect(sums(done)).toBe(true);
    // What the answer was lost of, and no more: resets of an HTTP request that had come in full among them.
    expect(done.unknown).toBeGreaterThan(0);
    expect(await fleet.reconcile(id)).toEqual(settled);
    await fleet.clearFaults();
    const operator = await fleet.as('operator');
    await operator('POST', `/broadcasts/${id}/resend-unknown`, { unknown: done.unknown });
    const known = await fleet.until(id, over, 120);
    expect(known.unknown).toBe(0);
    // Arrivals beyond the first are exactly the resends of those that had arrived: audited, and so not doubled.
    expect(await fleet.reconcile(id)).toEqual(settled);
  }, 400_000);

  it('receipts that are repeated, out of order or of copies never sent change nothing they should not', async () => {
    const id = await fleet.broadcast({ channels: ['sms'] });
    const before = await fleet.until(id, (now) => over(now) && now.accepted === 0, 90);
    const config = loadConfig(fleet.system.env);
    const keys = new Keys(config);
    const delivered = await rows<{ addressId: string }>(
      fleet.database.manager,
      `SELECT address_id AS "addressId" FROM deliveries WHERE broadcast_id = $1 AND state = 'delivered' LIMIT 40`,
      [id],
    );
    expect(delivered.length).toBeGreaterThan(10);
    const say = async (broadcastId: string, addressId: string, status: string): Promise<number> => {
      const token = keys.deliveryToken('receipt', { broadcastId, addressId });
      const url = `${config.PUBLIC_URL}/webhooks/twilio/status?d=${token}`;
      const fields: Record<string, string> = {
        AccountSid: config.TWILIO_ACCOUNT_SID ?? '',
        MessageSid: `SM${addressId.padStart(32, '0')}`,
        MessageStatus: status,
        ...(status === 'undelivered' ? { ErrorCode: '30003' } : {}),
      };
      // Twilio's: the URL, then each field's name and value in the order of the names.
      const signed =
        url +
        Object.keys(fields)
          .toSorted()
          .map((name) => name + fields[name])
          .join('');
      const signature = createHmac('sha1', config.TWILIO_AUTH_TOKEN ?? '')
        .update(signed)
        .digest('base64');
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'x-twilio-signature': signature },
        body: new URLSearchParams(fields),
      });
      return response.status;
    };
    for (const { addressId } of delivered)
      for (const status of ['delivered', 'sent', 'undelivered', 'queued', 'delivered', 'undelivered'])
        expect(await say(id, addressId, status)).toBeLessThan(300);
    for (const stranger of ['900001', '900002']) await say(id, stranger, 'delivered');
    await say('999999999', '1', 'delivered');
    const waiting = async (): Promise<number> =>
      (await rows(fleet.database.manager, 'SELECT FROM receipts WHERE applied_at IS NULL LIMIT 1')).length;
    while ((await waiting()) > 0) await new Promise(setImmediate);
    const after = await fleet.counts(id);
    expect(after).toEqual(before);
    expect(await fleet.reconcile(id)).toEqual(settled);
    expect(fleet.fallen).toEqual([]);
  }, 300_000);
});
