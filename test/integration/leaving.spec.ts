import { setTimeout as sleep } from 'node:timers/promises';
import { Rights } from '#audience/rights';
import { row, rows } from '#platform/database';
import type { Arrival } from '../../apps/sandbox/arrival.js';
import { crowd } from '../factories/crowd.js';
import { SECRETS } from '../factories/gateway.js';
import { testSystem, type TestSystem } from '../factories/system.js';

const PEOPLE = 60;

/** A complaint as a mailbox provider sends one (RFC 5965, appendix B) about a message to one of its users. */
function complaint(mail: Arrival): string {
  const [from = '', to = '', ...header] = mail.handedOver().split('\n');
  return [
    'From: <abuse@mailbox.example>',
    'To: <postmaster@siar.go.id>',
    'Subject: FW: Hari pemungutan suara',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="part"',
    '',
    '--part',
    'Content-Type: text/plain; charset="US-ASCII"',
    '',
    'This is an email abuse report for a message that came to us.',
    '',
    '--part',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    'User-Agent: Mailbox/1.0',
    'Version: 1',
    `Original-Mail-From: <${from}>`,
    `Original-Rcpt-To: <${to}>`,
    '',
    '--part',
    'Content-Type: message/rfc822',
    'Content-Disposition: inline',
    '',
    header.join('\n'),
    '',
    'Halo',
    '--part--',
    '',
  ].join('\r\n');
}

describe('leaving in the middle of a running broadcast', () => {
  let system: TestSystem;
  let addresses: string[];
  let contacts: string[];
  /** What each person received of the previous broadcast, by address id. */
  const got = new Map<string, Arrival>();
  const restricted: string[] = [];

  const email = (draft: Record<string, unknown> = {}): Promise<string> =>
    system.broadcast({ audience: { regions: ['32'] }, channels: ['email'], ...draft });
  const ledger = async (broadcastId: string): Promise<Map<string, string>> => {
    const held = await rows<{ id: string; state: string }>(
      system.db.source.manager,
      'SELECT address_id AS id, state FROM deliveries WHERE broadcast_id = $1 ORDER BY batch_no DESC',
      [broadcastId],
    );
    return new Map(held.map(({ id, state }) => [id, state]));
  };
  const arrivals = (broadcast: string): Arrival[] =>
    [...system.sandbox.inbox.list({ channel: 'email', broadcast })].map(({ arrival }) => arrival);
  const toWhom = async (id: string): Promise<string> =>
    (
      await row<{ state: string }>(system.db.source.manager, 'SELECT state FROM addresses WHERE id = $1', [
        id,
      ])
    )?.state ?? 'gone';
  const until = async (what: () => Promise<boolean>): Promise<void> => {
    for (const end = performance.now() + 30_000; performance.now() < end; await sleep(20))
      if (await what()) return;
    throw new Error('it did not come to that');
  };
  const unsubscribe = (id: string): string =>
    /^List-Unsubscribe: <(.+)>/im.exec(got.get(id)?.handedOver() ?? '')?.[1] ?? 'no header';
  const oneClick = (url: string): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      redirect: 'manual',
    });
  const restrict = (contactId: string): Promise<boolean> =>
    system.db.source.transaction((tx) =>
      system.registrar.app.get(Rights).restrictIn(tx, contactId, true, { actorId: null }),
    );

  beforeAll(async () => {
    // A broadcast takes some seconds, with at most two copies claimed by a worker.
    system = await testSystem({
      contacts: 5,
      // Not where the crowd lives.
      provinces: ['91'],
      more: { EMAIL_RATE: '25', CLAIM_WINDOW: '2' },
    });
    const made = await crowd(
      system.db.source,
      system.keys,
      Array.from({ length: PEOPLE }, () => ({ regionCode: '32', on: { email: 'active' as const } })),
    );
    contacts = made.contacts;
    addresses = made.addresses.map((one) => one.email ?? '');
    const first = await email();
    await system.until(first, ({ state }) => state === 'completed');
    const tokens = new Map(
      addresses.map((id) => [
        system.keys.deliveryToken('unsubscribe', { broadcastId: first, addressId: id }),
        id,
      ]),
    );
    for (const arrival of arrivals(first)) {
      const token = /\/unsubscribe\/([\w-]+)/.exec(arrival.handedOver())?.[1] ?? '';
      const id = tokens.get(token);
      if (id !== undefined) got.set(id, arrival);
    }
    expect(got.size).toBe(PEOPLE);
  }, 60_000);
  afterAll(() => system.stop());

  it('stops copies to people who left, complained or had their data restricted; a scanner and a forger change nothing', async () => {
    restricted.push(addresses[0] ?? '');
    expect(await restrict(contacts[0] ?? '')).toBe(true);
    const id = await email();
    await system.until(id, ({ total }) => total.accepted > 0);
    // As after a provider's "slow down": the broadcast does not end in this time, however busy the machine is.
    const nextSlot = (after: string): Promise<unknown> =>
      system.db.source.query('UPDATE budgets SET next_slot = clock_timestamp() + $1::interval', [after]);
    await nextSlot('1 minute');
    // The last in the sending order.
    const waiting = [...(await ledger(id))].filter(([, state]) => state === 'pending').map(([one]) => one);
    expect(waiting.length).toBeGreaterThan(10);
    const [complains = '', limited = '', scanned = '', forged = '', ...leaving] = waiting.slice(0, 10);

    const reported = await fetch(`${system.config.PUBLIC_URL}/webhooks/email/bounce`, {
      method: 'POST',
      headers: {
        'content-type': 'message/rfc822',
        authorization: `Bearer ${SECRETS.EMAIL_BOUNCE_SECRET}`,
      },
      body: complaint(got.get(complains) ?? raise()),
    });
    expect(reported.status).toBe(204);
    // A link scanner opens every link, as a browser and without.
    for (const method of ['GET', 'HEAD'])
      expect((await fetch(unsubscribe(scanned), { method })).status).toBe(200);
    // In the path alone: a port may contain the same digits.
    const elsewhere = new URL(unsubscribe(forged));
    elsewhere.pathname = elsewhere.pathname.replace(forged, scanned);
    for (const url of [unsubscribe(forged).replace(/.$/, 'g'), elsewhere.href])
      expect((await oneClick(url)).status).toBe(404);
    // Each twice, at the same time.
    const clicked = await Promise.all([...leaving, ...leaving].map((one) => oneClick(unsubscribe(one))));
    for (const { status, headers } of clicked)
      expect([status, headers.get('location'), headers.getSetCookie()]).toEqual([200, null, []]);
    expect(await restrict(contacts[addresses.indexOf(limited)] ?? '')).toBe(true);
    restricted.push(limited);
    const left = await ledger(id);
    await until(async () => (await toWhom(complains)) !== 'active');
    const complained = await ledger(id);
    await nextSlot('0');

    const done = await system.until(id, ({ state }) => state === 'completed');
    const end = await ledger(id);
    const stopped = [...restricted, complains, ...leaving];
    // Checks that they acted in time; otherwise the test proves nothing.
    expect(stopped.map((one) => (one === complains ? complained : left).get(one))).toEqual([
      'suppressed',
      ...stopped.slice(1).map(() => 'pending'),
    ]);
    expect(stopped.map((one) => end.get(one))).toEqual(stopped.map(() => 'suppressed'));
    for (const one of [scanned, forged])
      expect([end.get(one), await toWhom(one)]).toEqual(['accepted', 'active']);
    expect(done.total).toMatchObject({
      targeted: end.size,
      accepted: end.size - stopped.length,
      suppressed: stopped.length,
    });
    const reached = new Set(arrivals(id).map(({ to }) => to));
    for (const one of stopped) expect(reached.has(got.get(one)?.to ?? '')).toBe(false);
    expect(reached.size).toBe(end.size - stopped.length);
    expect(await system.reconcile(id)).toMatchObject({ lost: 0, doubled: 0 });

    const why = await row(
      system.db.source.manager,
      `SELECT a.state, s.reason, s.detail FROM addresses a JOIN suppressions s USING (channel, hash) WHERE a.id = $1`,
      [complains],
    );
    expect(why).toEqual({ state: 'unsubscribed', reason: 'complaint', detail: 'arf abuse' });
    expect(new Set(await Promise.all(leaving.map(toWhom)))).toEqual(new Set(['unsubscribed']));
    // A restriction does not unsubscribe: the consents remain.
    expect(await Promise.all(restricted.map(toWhom))).toEqual(['active', 'active']);
  }, 60_000);

  it('and excludes them from the next broadcast', async () => {
    const id = await email();
    const done = await system.until(id, ({ state }) => state === 'completed');
    const end = await ledger(id);
    expect(restricted.map((one) => end.get(one))).toEqual(['suppressed', 'suppressed']);
    expect(done.total.accepted).toBe(new Set(arrivals(id).map(({ to }) => to)).size);
    for (const one of restricted) expect(arrivals(id).map(({ to }) => to)).not.toContain(got.get(one)?.to);
  }, 60_000);
});

function raise(): never {
  throw new Error('nothing came to them');
}
