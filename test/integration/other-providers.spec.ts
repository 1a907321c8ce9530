import { simpleParser } from 'mailparser';
import { addressContext } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { bareSmtp, bareTelegram, bareTwilio, type StandIn, strictSmtp } from '../factories/stand-ins.js';
import { testSystem, type TestSystem } from '../factories/system.js';

/** Other servers instead of the sandbox, by configuration alone. */
describe.each<[string, () => Promise<StandIn>]>([
  ['an SMTP server without any extension', () => bareSmtp()],
  [
    'an SMTP server that says everything over many lines, byte by byte',
    () => bareSmtp({ wordy: true, slow: true }),
  ],
  ['an SMTP server that knows HELO only', () => bareSmtp({ ehlo: false })],
  ['an SMTP server that hangs up after each message', () => bareSmtp({ hangUpAfter: 1 })],
  ['an SMTP server that wants STARTTLS and a password', () => strictSmtp(false)],
  ['an SMTP server that speaks TLS from the start', () => strictSmtp(true)],
])('with %s, another Telegram and another Twilio', (_, smtp) => {
  let system: TestSystem;
  let standIns: Record<'email' | 'telegram' | 'sms', StandIn>;

  beforeEach(async () => {
    standIns = { email: await smtp(), telegram: await bareTelegram(), sms: await bareTwilio() };
    const settings = Object.values(standIns).map((standIn) => standIn.settings);
    system = await testSystem({
      contacts: 114,
      more: Object.assign({}, ...settings) as Record<string, string>,
    });
  });
  afterEach(async () => {
    await system.stop();
    await Promise.all(Object.values(standIns).map((standIn) => standIn.stop()));
  });

  it('every recipient gets one copy', async () => {
    const ready = await fetch(`${system.publishers[0]?.url}/health/ready`);
    expect({ status: ready.status, body: await ready.json() }).toMatchObject({
      status: 200,
      body: { down: [] },
    });

    const id = await system.broadcast();
    const { total } = await system.until(
      id,
      ({ state, channels }) => state === 'completed' && channels.sms?.accepted === 0,
    );
    expect(total).toMatchObject({ failed: 0, unknown: 0, expired: 0 });
    // A server's reply when it closes the connection does not apply to the next message.
    expect(
      await row(
        system.db.source.manager,
        'SELECT max(attempts)::int AS most FROM deliveries WHERE broadcast_id = $1',
        [id],
      ),
    ).toEqual({ most: 1 });

    const sent = await rows<{
      channel: 'email' | 'telegram' | 'sms';
      addressId: string;
      ciphertext: Buffer;
      keyId: string;
    }>(
      system.db.source.manager,
      `SELECT a.channel, a.id AS "addressId", a.ciphertext, a.key_id AS "keyId" FROM deliveries d JOIN addresses a ON a.id = d.address_id
       WHERE d.broadcast_id = $1 AND d.state = CASE a.channel WHEN 'sms' THEN 'delivered' ELSE 'accepted' END`,
      [id],
    );
    for (const channel of ['email', 'telegram', 'sms'] as const) {
      const wanted = sent
        .filter((copy) => copy.channel === channel)
        .map((copy) => system.keys.open(copy, addressContext(copy.addressId, channel)));
      expect(wanted.length).toBeGreaterThan(20);
      expect(standIns[channel].taken.map(({ to }) => to).toSorted()).toEqual(wanted.toSorted());
    }
    for (const { text } of standIns.email.taken) {
      const mail = await simpleParser(text, { skipTextToHtml: true });
      expect(mail.subject).toMatch(/14 Februari 2024|14 February 2024/);
      expect(mail.text).toMatch(/^(Yth\.|Dear) \S[^]*cekdptonline\.kpu\.go\.id\.[^]*\/unsubscribe\/[\w-]+$/);
    }
    for (const { text } of standIns.telegram.taken) expect(text).toMatch(/^(Halo|Hello) .*14 Feb/);
    for (const { text } of standIns.sms.taken)
      expect(text).toMatch(/^KPU: .* (Cek|Check)\/Stop siar\.go\.id\/\w{10}$/);
    expect(system.sandbox.inbox.stats()).toMatchObject({
      email: { arrived: 0 },
      telegram: { arrived: 0 },
      sms: { arrived: 0 },
    });
  });
});
