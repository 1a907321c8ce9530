import { createHmac } from 'node:crypto';
import { callbacksRead, figure } from '../../../test/factories/callbacks.js';
import { SECRETS, type TestGateway, testGateway } from '../../../test/factories/gateway.js';
import { type RunningBroadcast, runningBroadcast } from '../../../test/factories/ledger.js';
import { row, rows } from '#platform/database';

interface Stored {
  channel: string;
  verdict: string;
  reason: string;
  addressId: string | null;
  noticeId: string | null;
}

let site: TestGateway;
let sent: RunningBroadcast;
let token: string;
beforeAll(async () => {
  site = await testGateway({ TELEGRAM_POLLING: 'false' });
});
afterAll(() => site.stop());

const start = async (channel: 'email' | 'telegram' | 'sms'): Promise<void> => {
  await site.db.source.query('DELETE FROM receipts');
  sent = await runningBroadcast(site.db.source, site.keys, { channel, states: ['accepted', 'accepted'] });
  token = site.keys.deliveryToken('receipt', { broadcastId: sent.id, addressId: sent.addressIds[0] ?? '' });
};

const stored = async (): Promise<Stored[]> => {
  await callbacksRead(site.db.source);
  return rows<Stored>(
    site.db.source.manager,
    `SELECT channel, verdict, reason, address_id AS "addressId", notice_id AS "noticeId" FROM receipts ORDER BY id`,
  );
};

const addressState = async (id: string | undefined): Promise<string | undefined> => {
  await callbacksRead(site.db.source);
  return (
    await row<{ state: string }>(site.db.source.manager, 'SELECT state FROM addresses WHERE id = $1', [id])
  )?.state;
};

/** Calls that the gateway received, and callbacks that the registrar read, by outcome. */
const calls = (webhook: string, outcome: string): Promise<number> =>
  figure(
    site.url,
    SECRETS.METRICS_TOKEN,
    `siar_webhook_calls_total{webhook="${webhook}",outcome="${outcome}"}`,
  );
const readAs = async (source: string, outcome: string): Promise<number> => {
  await callbacksRead(site.db.source);
  return figure(
    site.registrar.url,
    SECRETS.METRICS_TOKEN,
    `siar_callbacks_total{source="${source}",outcome="${outcome}"}`,
  );
};

describe('Twilio’s status callback', () => {
  const PATH = '/webhooks/twilio/status';
  beforeEach(() => start('sms'));

  // An independent implementation of Twilio's scheme: base64 of HMAC-SHA1 over the URL and each field's name and value,
  // sorted by name.
  const sign = (path: string, fields: Record<string, string>, secret = SECRETS.TWILIO_AUTH_TOKEN): string =>
    createHmac('sha1', secret)
      .update(
        Object.entries(fields)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .reduce((text, [name, value]) => text + name + value, `${site.config.PUBLIC_URL}${path}`),
      )
      .digest('base64');

  const call = (path: string, fields: Record<string, string>, signature: string | null): Promise<Response> =>
    fetch(site.url + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: signature === null ? {} : { 'X-Twilio-Signature': signature },
    });
  const status = (MessageStatus: string, more: Record<string, string> = {}): Record<string, string> => ({
    AccountSid: `AC${'0'.repeat(32)}`,
    MessageSid: `SM${'1'.repeat(32)}`,
    MessageStatus,
    To: '+6281200000001',
    ...more,
  });
  const signed = (fields: Record<string, string>, path = `${PATH}?d=${token}`): Promise<Response> =>
    call(path, fields, sign(path, fields));

  it('is stored in the inbox, once however often it comes', async () => {
    for (let i = 0; i < 3; i++) expect((await signed(status('delivered'))).status).toBe(204);
    expect(await stored()).toEqual([
      {
        channel: 'sms',
        verdict: 'delivered',
        reason: 'twilio delivered',
        addressId: sent.addressIds[0],
        noticeId: null,
      },
    ]);
  });

  it('is distinguished by message, as after a resend', async () => {
    await signed(status('undelivered', { ErrorCode: '30008' }));
    await signed(status('undelivered', { ErrorCode: '30008', MessageSid: `SM${'2'.repeat(32)}` }));
    expect(await stored()).toHaveLength(2);
  });

  it('changes nothing while the message is in transit, and is not even stored', async () => {
    const before = await calls('twilio', 'stored');
    for (const state of ['accepted', 'queued', 'sending', 'sent'])
      expect((await signed(status(state))).status).toBe(204);
    expect(await stored()).toEqual([]);
    expect(await calls('twilio', 'stored')).toBe(before);
  });

  it('is refused at once without a signature, or when it is no form', async () => {
    const before = await calls('twilio', 'refused');
    const path = `${PATH}?d=${token}`;
    const fields = status('delivered');
    const json = { 'content-type': 'application/json', 'x-twilio-signature': sign(path, fields) };
    const refused = [
      [403, await call(path, fields, null)],
      [403, await call(path, fields, '')],
      [403, await call(path, fields, 'no signature')],
      [400, await fetch(site.url + path, { method: 'POST', body: '{', headers: json })],
      [400, await call(`${path}&x=${'x'.repeat(2_000)}`, fields, sign(path, fields))],
      [413, await call(path, { ...fields, Body: 'x'.repeat(20_000) }, sign(path, fields))],
    ] as const;
    for (const [wanted, answer] of refused) {
      expect(answer.status).toBe(wanted);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
    expect(await stored()).toEqual([]);
    // The body of the last one was not read.
    expect(await calls('twilio', 'refused')).toBe(before + refused.length - 1);
  });

  it('is refused and counted by its reader when it is wrongly signed, altered or for another token', async () => {
    const before = await readAs('twilio', 'refused');
    const path = `${PATH}?d=${token}`;
    const other = site.keys.deliveryToken('receipt', {
      broadcastId: sent.id,
      addressId: sent.addressIds[1] ?? '',
    });
    const fields = status('delivered');
    const forged = [
      await call(path, fields, sign(path, fields, 'another-secret-altogether')),
      await call(path, status('failed'), sign(path, fields)),
      await call(`${PATH}?d=${other}`, fields, sign(path, fields)),
    ];
    for (const answer of forged) expect(answer.status).toBe(204);
    expect(await stored()).toEqual([]);
    expect(await readAs('twilio', 'refused')).toBe(before + forged.length);
  });

  it('is accepted and dropped when signed but with a foreign token', async () => {
    expect((await signed(status('delivered'), `${PATH}?d=1-2-${'0'.repeat(32)}`)).status).toBe(204);
    expect((await signed(status('delivered'), PATH)).status).toBe(204);
    expect(await stored()).toEqual([]);
    expect(await readAs('twilio', 'unknown-token')).toBe(1);
  });

  it('applies to notices', async () => {
    await signed(status('delivered'), `${PATH}?d=${site.keys.noticeToken('5')}`);
    expect(await stored()).toMatchObject([{ noticeId: '5', addressId: null }]);
  });
});

describe('a bounce', () => {
  beforeEach(() => start('email'));

  const report = (action: string, code: string): string =>
    [
      `To: b.${token}@bounce.siar.go.id`,
      'From: Mailer-Daemon <mailer-daemon@contoh.id>',
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'It did not arrive.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mail.contoh.id',
      '',
      'Final-Recipient: rfc822; warga@contoh.id',
      `Action: ${action}`,
      `Status: ${code}`,
      '',
      '--b--',
      '',
    ].join('\r\n');
  const call = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${site.url}/webhooks/email/bounce`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'message/rfc822',
        authorization: `Bearer ${SECRETS.EMAIL_BOUNCE_SECRET}`,
        ...headers,
      },
    });

  it('is stored in the inbox, once however often it comes', async () => {
    for (let i = 0; i < 2; i++) expect((await call(report('failed', '5.1.1'))).status).toBe(204);
    expect(await stored()).toEqual([
      {
        channel: 'email',
        verdict: 'dead',
        reason: 'smtp 5.1.1',
        addressId: sent.addressIds[0],
        noticeId: null,
      },
    ]);
  });

  it('changes nothing when it reports a delay, or is no report', async () => {
    expect((await call(report('delayed', '4.4.1'))).status).toBe(204);
    expect(
      (await call(`To: b.${token}@bounce.siar.go.id\r\nSubject: Cuti\r\n\r\nSaya sedang cuti.`)).status,
    ).toBe(204);
    expect(await stored()).toEqual([]);
  });

  it('is refused without the secret', async () => {
    for (const authorization of [
      '',
      'Bearer ',
      'Bearer wrong-secret-of-the-tests',
      SECRETS.EMAIL_BOUNCE_SECRET,
    ]) {
      expect((await call(report('failed', '5.1.1'), { authorization })).status).toBe(403);
    }
    expect(await stored()).toEqual([]);
  });

  it('must be a complete message within the size limit', async () => {
    expect((await call(report('failed', '5.1.1'), { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await call('x'.repeat(600_000))).status).toBe(413);
    expect(await stored()).toEqual([]);
  });
});

describe('an update from Telegram', () => {
  beforeEach(() => start('telegram'));

  const call = (
    update: unknown,
    secret: string | null = SECRETS.TELEGRAM_WEBHOOK_SECRET,
  ): Promise<Response> =>
    fetch(`${site.url}/webhooks/telegram`, {
      method: 'POST',
      body: JSON.stringify(update),
      headers: {
        'content-type': 'application/json',
        ...(secret === null ? {} : { 'X-Telegram-Bot-Api-Secret-Token': secret }),
      },
    });
  const chat = (): { id: number } => ({ id: Number(sent.addresses[0]) });
  const command = (text: string): unknown => ({
    update_id: 1,
    message: { message_id: 1, chat: chat(), text },
  });
  const suppression = (): Promise<{ reason: string } | undefined> =>
    row(
      site.db.source.manager,
      'SELECT s.reason FROM suppressions s JOIN addresses a USING (channel, hash) WHERE a.id = $1',
      [sent.addressIds[0]],
    );

  it('unsubscribes a person by command, however often, and nobody else', async () => {
    for (let i = 0; i < 2; i++) expect((await call(command('/berhenti'))).status).toBe(200);
    expect(await addressState(sent.addressIds[0])).toBe('unsubscribed');
    expect(await addressState(sent.addressIds[1])).toBe('active');
    expect(await suppression()).toEqual({ reason: 'left' });
  });

  it('unsubscribes a person by the button under a broadcast', async () => {
    const pressed = {
      id: '77',
      from: chat(),
      message: { message_id: 1, chat: chat() },
      data: `leave:${sent.id}`,
    };
    expect((await call({ update_id: 2, callback_query: pressed })).status).toBe(200);
    expect(await addressState(sent.addressIds[0])).toBe('unsubscribed');
  });

  it('suppresses the chat of a person who blocked the bot', async () => {
    const member = { chat: chat(), new_chat_member: { status: 'kicked' } };
    expect((await call({ update_id: 3, my_chat_member: member })).status).toBe(200);
    await callbacksRead(site.db.source);
    expect(await suppression()).toEqual({ reason: 'provider-opt-out' });
  });

  it('changes nothing when it is irrelevant', async () => {
    for (const update of [
      command('halo'),
      command('/start abc'),
      {},
      { message: { chat: { id: 4 }, text: '/stop' } },
    ]) {
      expect((await call(update)).status).toBe(200);
    }
    expect(await addressState(sent.addressIds[0])).toBe('active');
  });

  it('is refused and counted without the secret token', async () => {
    const before = await calls('telegram', 'refused');
    for (const secret of [null, '', 'another-secret-altogether'])
      expect((await call(command('/stop'), secret)).status).toBe(403);
    expect(await addressState(sent.addressIds[0])).toBe('active');
    expect(await calls('telegram', 'refused')).toBe(before + 3);
  });

  it('must be JSON within the size limit, and is parsed only with the secret token', async () => {
    const nonsense = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${site.url}/webhooks/telegram`, {
        method: 'POST',
        body: '{',
        headers: { 'content-type': 'application/json', ...headers },
      });
    const secret = { 'X-Telegram-Bot-Api-Secret-Token': SECRETS.TELEGRAM_WEBHOOK_SECRET };
    expect((await nonsense(secret)).status).toBe(400);
    expect((await nonsense({})).status).toBe(403);
    expect((await call('x'.repeat(1_100_000))).status).toBe(413);
  });

  it('is accepted when deeply nested or with NULs, and so is what follows it', async () => {
    const inside = {
      update_id: 8,
      message: { chat: chat(), text: '\0'.repeat(4_000), from: { language_code: '\0' } },
    };
    const deep = `${'{"a":'.repeat(80_000)}1${'}'.repeat(80_000)}`;
    const nested = await fetch(`${site.url}/webhooks/telegram`, {
      method: 'POST',
      body: `{"update_id":9,"x":${deep},"message":{"chat":{"id":5},"text":"/bantuan"}}`,
      headers: {
        'content-type': 'application/json',
        'X-Telegram-Bot-Api-Secret-Token': SECRETS.TELEGRAM_WEBHOOK_SECRET,
      },
    });
    expect([nested.status, (await call(inside)).status]).toEqual([200, 200]);
    const leaving = { update_id: 10, message: { chat: chat(), text: '/berhenti' } };
    expect((await call(leaving)).status).toBe(200);
    expect(await addressState(sent.addressIds[0])).toBe('unsubscribed');
    expect(await readAs('telegram', 'failed')).toBe(0);
  });
});
