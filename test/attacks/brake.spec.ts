import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Progress } from '#dispatch/reports';
import { type NewNotice, writeNotice } from '#notices';
import { row, rows } from '#platform/database';
import { SECRETS } from '../factories/gateway.js';
import { testSystem, type TestSystem } from '../factories/system.js';

const CREDENTIALS = { user: 'siar', pass: 'rahasia' };

/** The mail server's refusal at each stage: `550 5.7.1 …`; null: it accepts. */
interface Manners {
  auth?: () => string | null;
  mail?: () => string | null;
  rcpt?: (to: string) => string | null;
  data?: (to: string) => string | null;
}

interface Envelope {
  from: string;
  to: string;
}

/** The mail server behind Siar, as hostile as a case requires. */
class Relay {
  manners: Manners = {};
  /** The accepted envelopes. */
  readonly taken: Envelope[] = [];
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth: (_, __, reply) => {
      const refusal = this.manners.auth?.() ?? null;
      if (refusal === null) reply(null, { user: CREDENTIALS.user });
      else reply(refused(refusal));
    },
    onMailFrom: (_, __, reply) => reply(refused(this.manners.mail?.() ?? null)),
    onRcptTo: ({ address }, _, reply) => reply(refused(this.manners.rcpt?.(address) ?? null)),
    onData: (stream, session, reply) => {
      stream.resume();
      stream.once('end', () => {
        const envelope = envelopeOf(session);
        const refusal = this.manners.data?.(envelope.to) ?? null;
        if (refusal === null) this.taken.push(envelope);
        reply(refused(refusal));
      });
    },
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.server.address() as AddressInfo;
    // Few messages per connection, so that Siar signs in repeatedly.
    return `smtp://${CREDENTIALS.user}:${CREDENTIALS.pass}@127.0.0.1:${port}?maxMessages=5&maxConnections=5`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

function envelopeOf({ envelope }: SMTPServerSession): Envelope {
  return {
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    to: envelope.rcptTo[0]?.address ?? '',
  };
}

function refused(reply: string | null): Error | null {
  if (reply === null) return null;
  return Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) });
}

/** A delivery report (RFC 3464) that any recipient of a copy can write. @param to its return path */
function forgedReport(to: string, status: string, more: string): string {
  return [
    'From: MAILER-DAEMON@jahat.example',
    `To: <${to}>`,
    `Message-ID: <${more}@jahat.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="x"',
    '',
    '--x',
    'Content-Type: text/plain',
    '',
    `Ditolak ${more}`,
    '--x',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; jahat.example',
    '',
    'Final-Recipient: rfc822; siapa@jahat.example',
    'Action: failed',
    `Status: ${status}`,
    `Diagnostic-Code: smtp; 550 ${status} ${more}`,
    '',
    '--x--',
    '',
  ].join('\r\n');
}

describe('pulling the brake', () => {
  let system: TestSystem;
  const relay = new Relay();
  beforeAll(async () => {
    system = await testSystem({
      contacts: 300,
      more: { SMTP_URL: await relay.start(), EMAIL_RATE: '60' },
    });
  });
  beforeEach(() => {
    relay.manners = {};
    relay.taken.length = 0;
  });
  afterAll(async () => {
    await system.stop();
    await relay.stop();
  });

  async function eventually<T>(what: () => Promise<T | null | undefined | false>): Promise<T> {
    for (const end = performance.now() + 40_000; performance.now() < end; await sleep(25)) {
      const found = await what();
      if (found) return found;
    }
    throw new Error('it did not come to be so within 40 s');
  }
  const findings = async (id: string): Promise<(object | null)[]> =>
    (
      await rows<{ brake: object | null }>(
        system.db.source.manager,
        `SELECT DISTINCT brake FROM waves WHERE broadcast_id = $1 AND state = 'paused'`,
        [id],
      )
    ).map(({ brake }) => brake);
  const pulls = async (id: string): Promise<number> =>
    (
      await rows(
        system.db.source.manager,
        `SELECT 1 FROM audit_entries WHERE act = 'broadcast.pause' AND subject = $1 AND detail->>'by' = 'brake'`,
        [`broadcast:${id}`],
      )
    ).length;
  /** Whether all copies have been handed over and only refused ones wait for a retry. */
  const handedOver = ({ total }: Progress): boolean =>
    total.targeted > 0 &&
    total.claimed === 0 &&
    total.accepted + total.delivered + total.suppressed + total.failed + total.pending === total.targeted;
  /** Whether copies remain to be written or tried. */
  const untried = async (id: string): Promise<boolean> =>
    (await row(
      system.db.source.manager,
      `SELECT 1 WHERE EXISTS (SELECT FROM deliveries WHERE broadcast_id = $1 AND state = 'pending' AND attempts = 0)
         OR EXISTS (SELECT FROM waves WHERE broadcast_id = $1 AND fanned_out_at IS NULL)`,
      [id],
    )) !== undefined;

  it('is beyond a subscriber who forges reports of their own copy, once or repeatedly', async () => {
    const id = await system.broadcast({ channels: ['email'] });
    const copy = await eventually(() => Promise.resolve(relay.taken[0]));
    const [, token = ''] = /^b\.([^@]+)@/.exec(copy.from) ?? [];
    const addressId = system.keys.readDeliveryToken('receipt', token)?.addressId;
    expect(addressId).toBeDefined();
    const forge = async (status: string, more: string): Promise<void> => {
      const { status: answered } = await fetch(`${system.config.PUBLIC_URL}/webhooks/email/bounce`, {
        method: 'POST',
        headers: {
          'content-type': 'message/rfc822',
          authorization: `Bearer ${SECRETS.EMAIL_BOUNCE_SECRET}`,
        },
        body: forgedReport(copy.from, status, more),
      });
      expect(answered).toBeLessThan(300);
    };
    await forge('5.7.1', 'pertama');
    await eventually(() =>
      row(
        system.db.source.manager,
        `SELECT 1 FROM deliveries WHERE broadcast_id = $1 AND address_id = $2 AND state = 'failed'`,
        [id, addressId],
      ),
    );
    for (let n = 0; n < 60; n++) await forge(`5.7.${n}`, `lagi ${n}`);
    await system.until(id, ({ state }) => state === 'completed');
    // One copy failed; no other recipient is affected.
    expect(await pulls(id)).toBe(0);
    const counted = await row(
      system.db.source.manager,
      `SELECT (SELECT count(*)::int FROM brake_signs WHERE broadcast_id = $1) AS signs,
         (SELECT count(*)::int FROM receipts WHERE broadcast_id = $1 AND address_id = $2) AS receipts`,
      [id, addressId],
    );
    expect(counted).toEqual({ signs: 1, receipts: 1 });
    expect((await system.progress(id)).total.failed).toBe(1);
  });

  it('is beyond one domain that refuses every copy of its own, which warns operators', async () => {
    relay.manners = {
      rcpt: (to) => (to.endsWith('@example.com') ? '550 5.7.133 Sender not authenticated' : null),
    };
    const id = await system.broadcast({ channels: ['email'] });
    await eventually(async () => handedOver(await system.progress(id)) && !(await untried(id)));
    const { total } = await system.progress(id);
    expect(total.pending).toBeGreaterThan(20);
    expect(total.pending).toBeGreaterThan(0.1 * total.targeted);
    expect(await pulls(id)).toBe(0);
    expect(await findings(id)).toEqual([]);
    const operator = await system.as('operator');
    const { body } = await operator('GET', '/api/v1/operations');
    expect(body).toMatchObject({
      brakeWarnings: [
        { broadcastId: id, channel: 'email', sign: 'fault', code: 'smtp 5.7.133', copies: total.pending },
      ],
    });
    const metrics = async (): Promise<string> => {
      const answer = await fetch(`${system.publishers[0]?.url}/metrics`, {
        headers: { authorization: `Bearer ${SECRETS.METRICS_TOKEN}` },
      });
      return answer.text();
    };
    await eventually(async () =>
      /^siar_brake_warnings\{channel="email",sign="fault"\} 1$/m.test(await metrics()),
    );
  });

  it('nor a pause of the account: refusals by one domain prove nothing about the relay', async () => {
    relay.manners = {
      rcpt: (to) =>
        to.endsWith('@example.com')
          ? `450 4.3.2 <throttle@jahat.example>: mx.jahat.example said: too many connections`
          : null,
    };
    const id = await system.broadcast({ channels: ['email'] });
    let aheadMs = 0;
    await eventually(async () => {
      const slot = await row<{ ms: number }>(
        system.db.source.manager,
        `SELECT extract(epoch FROM next_slot - clock_timestamp())::float8 * 1000 AS ms FROM budgets WHERE account = 'email'`,
      );
      aheadMs = Math.max(aheadMs, slot?.ms ?? 0);
      return handedOver(await system.progress(id)) && !(await untried(id));
    });
    expect((await system.progress(id)).total.pending).toBeGreaterThan(20);
    // Reserved slots end a moment from now; a "slow down" delays the next one by 10 s.
    expect(aheadMs).toBeLessThan(5_000);
  });

  it('happens where every domain refuses the sender, and gives up no copy', async () => {
    relay.manners = { data: () => '550 5.7.26 Unauthenticated' };
    const id = await system.broadcast({ channels: ['email'] });
    await eventually(async () => (await findings(id)).length > 0);
    expect(await findings(id)).toMatchObject([{ channel: 'email', why: 'fault', code: 'smtp 5.7.26' }]);
    expect((await system.progress(id)).total.failed).toBe(0);
  });

  it('happens where the relay refuses everything without saying whose fault it is, and not where one domain does', async () => {
    relay.manners = { rcpt: (to) => (to.endsWith('@example.com') ? '554 5.3.0 No' : null) };
    const one = await system.broadcast({ channels: ['email'] });
    await system.until(one, ({ state }) => state === 'completed');
    expect((await system.progress(one)).total.failed).toBeGreaterThan(50);
    expect(await pulls(one)).toBe(0);
    relay.manners = { data: () => '554 5.3.0 No' };
    const id = await system.broadcast({ channels: ['email'] });
    await eventually(async () => (await findings(id)).length > 0);
    expect(await findings(id)).toMatchObject([{ channel: 'email', why: 'refused', code: 'smtp 5.3.0' }]);
    const { total } = await system.progress(id);
    expect(total.failed).toBeGreaterThan(50);
    expect(total.pending).toBeGreaterThan(0);
  });

  it.each<[string, Manners, string]>([
    ['the relay does not let us in', { auth: () => '535 5.7.8 Authentication failed' }, 'smtp 5.7.8'],
    ['the relay refuses us before a recipient is named', { mail: () => '550 5.7.1 Not you' }, 'smtp 5.7.1'],
  ])('happens at once where %s', async (_, manners, code) => {
    relay.manners = manners;
    const id = await system.broadcast({ channels: ['email'] });
    await eventually(async () => (await findings(id)).length > 0);
    expect(await findings(id)).toMatchObject([{ channel: 'email', why: 'sender', code }]);
  });

  it('happens at once where the bot’s token is refused', async () => {
    system.sandbox.faults.order({ channel: 'telegram', kind: 'sender_at_fault', share: 1, count: 1 });
    const id = await system.broadcast({ channels: ['telegram'] });
    await eventually(async () => (await pulls(id)) > 0);
  });

  it.each([
    ['is beyond one number whose operator filters the text', '400 30007 Message filtered'],
    [
      'is beyond one number abroad that no sender of ours reaches',
      '400 21606 not valid for this destination',
    ],
  ])('%s', async (_, answer) => {
    system.sandbox.faults.order({
      channel: 'sms',
      kind: 'refuse',
      answer,
      share: 1,
      count: 1,
    });
    const id = await system.broadcast({ channels: ['sms'] });
    // Not before the last wave: the next test's order would affect a copy of it.
    await eventually(async () => {
      const progress = await system.progress(id);
      return handedOver(progress) && progress.total.pending === 1 && !(await untried(id));
    });
    expect(await pulls(id)).toBe(0);
  });

  it('is not done by a crowd of notices: copies go out beside them, and staff’s notices before them', async () => {
    const notice = (to: string, personId?: string) => ({
      kind: personId ? ('alert' as const) : ('confirmation' as const),
      channel: 'email' as const,
      to,
      personId,
      message: { subject: 'Uji', text: 'Uji' },
      expiresAt: new Date(Date.now() + 3_600_000),
    });
    const write = (all: NewNotice[]): Promise<void> =>
      system.db.source.transaction(async (tx) => {
        for (const one of all) await writeNotice(tx, system.keys, one);
      });
    const waiting = async (): Promise<number> =>
      (
        await rows(
          system.db.source.manager,
          `SELECT 1 FROM notices WHERE state = 'pending' AND person_id IS NULL`,
        )
      ).length;
    await write(Array.from({ length: 1000 }, (_, n) => notice(`a${n}@contoh.id`)));
    await eventually(async () => (await waiting()) < 1000);
    const id = await system.broadcast({ channels: ['email'] });
    await system.until(id, ({ state }) => state === 'completed');
    // The notices were there first, and there are many more of them than copies.
    expect(await waiting()).toBeGreaterThan(200);
    const onCall = await row<{ id: string }>(system.db.source.manager, 'SELECT id FROM people LIMIT 1');
    await write([notice('siaga@kpu.example', onCall?.id)]);
    await eventually(() => Promise.resolve(relay.taken.some(({ to }) => to === 'siaga@kpu.example')));
    expect(await waiting()).toBeGreaterThan(0);
    await system.db.source.query('DELETE FROM notices');
  });
});
