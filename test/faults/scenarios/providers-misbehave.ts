import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CHANNELS } from '#channels';
import { loadConfig } from '#platform/config';
import { rows } from '#platform/database';
import { endsWhole, type Fleet, note, over, type Settle, sums, WHOLE } from '../harness.js';

/** The provider refuses every hand-over for this time, with answers that say nothing about the recipient. */
export async function refuseEverything(fleet: Fleet, seconds: number): Promise<Settle> {
  // Not a greylisting reply: after one Siar correctly waits for half an hour.
  await fleet.fault({ channel: 'email', kind: 'refuse', answer: '451 4.3.0 Local error', seconds });
  await fleet.fault({ channel: 'telegram', kind: '5xx', seconds });
  await fleet.fault({ channel: 'sms', kind: '5xx', seconds });
  const id = await fleet.broadcast();
  return async () => {
    const done = await endsWhole(fleet, id, 180);
    expect(done.unknown).toBe(0);
    // No copy was given up for it: the failures are dead addresses, which the sandbox always has.
    const reasons = await rows(
      fleet.database.manager,
      `SELECT DISTINCT reason FROM deliveries WHERE broadcast_id = $1 AND state = 'failed'
         AND reason ~ '(451|4\\.3\\.0|50[0-9])'`,
      [id],
    );
    expect(reasons).toEqual([]);
  };
}

/**
 * A broken mail server refuses permanently in the terms of SMTP: the copies fail, and no address becomes invalid.
 * @param count of copies: fewer than BRAKE_REFUSED_MIN
 */
export async function brokenMailServer(fleet: Fleet, count: number): Promise<Settle> {
  await fleet.fault({ channel: 'email', kind: '5xx', count });
  const id = await fleet.broadcast({ channels: ['email'] });
  return async () => {
    const done = await endsWhole(fleet, id, 60);
    // Alerts to staff on call use the same server and fail too.
    expect(done.failed).toBeGreaterThanOrEqual(count - 5);
    const blamed = await rows(
      fleet.database.manager,
      `SELECT FROM deliveries d JOIN addresses a ON a.id = d.address_id
       WHERE d.broadcast_id = $1 AND d.state = 'failed' AND d.reason LIKE '%5.3.0%' AND a.state <> 'active'`,
      [id],
    );
    expect(blamed).toEqual([]);
  };
}

/**
 * Storms of 429, connections reset in mid-message, answers lost or later than the time-out: nothing is lost or doubled,
 * and a copy is unknown if its answer was lost; resent by an operator, its outcome is known.
 * @param struck hand-overs on each channel that lose their answer, in either way
 */
export async function storm(fleet: Fleet, seconds: number, struck: number): Promise<Settle> {
  const all = (fault: Record<string, unknown>): Promise<unknown> =>
    Promise.all(CHANNELS.map((channel) => fleet.fault({ channel, ...fault })));
  await all({ kind: '429', share: 0.05, seconds, retryAfter: 1 });
  await all({ kind: 'reset', at: 'during', share: 0.1, seconds });
  await all({ kind: 'reset', at: 'after', share: 0.2, count: struck });
  await all({ kind: 'hang', share: 0.2, count: struck, holdSeconds: 8 });
  const id = await fleet.broadcast();
  await fleet.until(id, ({ unknown }) => unknown > 0, 60);
  await sleep(seconds * 1000);
  await fleet.clearFaults();
  return async () => {
    const done = await endsWhole(fleet, id, 180);
    // A reset HTTP request had arrived complete: its outcome is unknown too.
    expect(done.unknown).toBeGreaterThan(0);
    const operator = await fleet.as('operator');
    await operator('POST', `/broadcasts/${id}/resend-unknown`, { unknown: done.unknown, reason: 'uji' });
    const known = await endsWhole(fleet, id, 120);
    expect(known.unknown).toBe(0);
    note(`${done.unknown} were unknown`);
  };
}

/** Receipts that are repeated, out of order, or for copies never sent, of this broadcast or of none. */
export async function strayReceipts(fleet: Fleet): Promise<void> {
  const id = await fleet.broadcast({ channels: ['sms'] });
  const before = await fleet.until(id, (now) => over(now) && now.accepted === 0, 90);
  const delivered = (await fleet.copies(id)).filter(({ state }) => state === 'delivered').slice(0, 40);
  expect(delivered.length).toBeGreaterThan(10);
  for (const { addressId } of delivered)
    for (const status of ['delivered', 'sent', 'undelivered', 'queued', 'delivered', 'undelivered'])
      expect(await say(fleet, id, addressId, status)).toBeLessThan(300);
  for (const stranger of ['900001', '900002']) await say(fleet, id, stranger, 'delivered');
  await say(fleet, '999999999', '1', 'delivered');
  const waiting = async (): Promise<number> =>
    (
      await rows(
        fleet.database.manager,
        `SELECT FROM receipts WHERE applied_at IS NULL AND retry_at IS NULL
         UNION ALL SELECT FROM callbacks WHERE set_aside_at IS NULL LIMIT 1`,
      )
    ).length;
  while ((await waiting()) > 0) await sleep(20);
  const after = await fleet.counts(id);
  expect(after).toEqual(before);
  expect(sums(after)).toBe(true);
  expect(await fleet.reconcile(id)).toEqual(WHOLE);
  expect(fleet.fallen()).toEqual([]);
}

/** Calls our webhook as Twilio does, signed. @returns the status of the answer */
async function say(
  { system, keys }: Fleet,
  broadcastId: string,
  addressId: string,
  status: string,
): Promise<number> {
  const config = loadConfig(system.env);
  const token = keys.deliveryToken('receipt', { broadcastId, addressId });
  const url = `${config.PUBLIC_URL}/webhooks/twilio/status?d=${token}`;
  const fields: Record<string, string> = {
    AccountSid: config.TWILIO_ACCOUNT_SID ?? '',
    MessageSid: `SM${addressId.padStart(32, '0')}`,
    MessageStatus: status,
    ...(status === 'undelivered' ? { ErrorCode: '30003' } : {}),
  };
  // Twilio's scheme: the URL, then each field's name and value, sorted by name.
  const names = Object.keys(fields).toSorted();
  const signature = createHmac('sha1', config.TWILIO_AUTH_TOKEN ?? '')
    .update(names.reduce((text, name) => text + name + fields[name], url))
    .digest('base64');
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'x-twilio-signature': signature },
    body: new URLSearchParams(fields),
  });
  return response.status;
}
