import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { simpleParser } from 'mailparser';
import nodemailer, { type Transporter } from 'nodemailer';
import { Telegraf, Telegram } from 'telegraf';
import twilio from 'twilio';
import type { FaultKind } from '../../apps/sandbox/faults.rules.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../apps/sandbox/sandbox.js';

// The sandbox must be compatible with the real providers, so the test uses the providers' own client libraries.

const TOKEN = '123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const SID = `AC${'0a'.repeat(16)}`;
const AUTH = 'an-auth-token-of-the-account';
const SERVICE = `MG${'1b'.repeat(16)}`;
const SECRET = 'a-secret-of-the-bounce-pipe';

interface Ordered {
  kind: FaultKind;
  at?: 'before' | 'during' | 'after';
  holdSeconds?: number;
  retryAfter?: number;
  answer?: string;
}

let sandbox: Sandbox;
const closers: (() => void | Promise<void>)[] = [];

async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  sandbox = await startSandbox(options);
  closers.push(() => sandbox.stop());
  return sandbox;
}

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Received {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A receiver of webhooks; it gives `answers` in turn, and repeats the last. */
async function receiver(answers: { status: number; body?: string }[] = [{ status: 200 }]): Promise<{
  url: string;
  received: Received[];
}> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      const answer = answers[Math.min(received.length, answers.length) - 1];
      response
        .writeHead(answer?.status ?? 200, { 'content-type': 'application/json' })
        .end(answer?.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

async function until<T>(look: () => T | Promise<T>, good: (value: T) => boolean, within = 8000): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const value = await look();
    if (good(value)) return value;
    if (Date.now() > end) throw new Error(`Not within ${within} ms; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface Shown {
  id: string;
  channel: string;
  to: string;
  from: string;
  text: string;
  [more: string]: unknown;
}

async function messages(query = ''): Promise<Shown[]> {
  const response = await fetch(`${sandbox.httpUrl}/sandbox/messages${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Shown[];
}

async function post(path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${sandbox.httpUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function mailer(more: object = {}): Transporter {
  const { hostname, port } = new URL(sandbox.smtpUrl);
  const transport = nodemailer.createTransport({ host: hostname, port: Number(port), ...more });
  closers.push(() => transport.close());
  return transport;
}

const letter = (to: string) => ({
  from: 'Siar <info@siar.go.id>',
  to,
  envelope: { from: 'b.77-12-mac@bounce.siar.go.id', to },
  subject: 'Pemungutan suara — Rabu',
  text: 'Halo Sari,\n.titik di awal baris\nTPS dibuka 07.00 WIT.\n',
  html: '<p>Halo Sari, TPS dibuka <b>07.00 WIT</b>.</p>',
  headers: { 'X-Siar': '4711' },
});

describe('SMTP', () => {
  it('keeps a message as it was handed over', async () => {
    await start();
    const info = await mailer({ auth: { user: 'any', pass: 'thing' } }).sendMail(letter('sari@contoh.id'));
    expect(info.response).toMatch(/^250 2\.0\.0 Ok: queued as [0-9A-F]+$/);
    const [message, ...others] = await messages('?channel=email&to=sari@contoh.id');
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      channel: 'email',
      to: 'sari@contoh.id',
      from: 'b.77-12-mac@bounce.siar.go.id',
      subject: 'Pemungutan suara — Rabu',
      text: letter('').text,
      html: expect.stringContaining('<b>07.00 WIT</b>'),
      headers: expect.objectContaining({ 'x-siar': '4711', to: 'sari@contoh.id' }),
      raw: expect.stringContaining('MIME-Version: 1.0\r\n'),
    });
  });

  it('finds the messages of a broadcast by its id as a whole number, not by its digits', async () => {
    await start();
    const transport = mailer();
    await transport.sendMail(letter('sari@contoh.id'));
    await transport.sendMail({
      ...letter('budi@contoh.id'),
      envelope: { from: 'b.778-1-x@bounce.siar.go.id', to: 'budi@contoh.id' },
    });
    expect((await messages('?broadcast=77')).map(({ to }) => to)).toEqual(['sari@contoh.id']);
    expect((await messages('?broadcast=4711')).length).toBe(2);
    expect(await messages('?broadcast=471')).toEqual([]);
    const [first] = await messages('?limit=1');
    expect((await messages(`?after=${first?.id}&brief=true`)).map(({ to }) => to)).toEqual([
      'budi@contoh.id',
    ]);
  });

  it('refuses dead mailboxes, always the same ones', async () => {
    await start({ deadShare: 0.5 });
    const transport = mailer({ pool: true });
    const answers: Record<string, string> = {};
    for (const round of [1, 2]) {
      for (let index = 0; index < 20; index++) {
        const to = `warga${index}@contoh.id`;
        const answer = await transport.sendMail(letter(to)).then(
          () => 'taken',
          (error: Error & { responseCode?: number; response?: string }) =>
            `${error.responseCode} ${error.response?.slice(4, 9)}`,
        );
        if (round === 1) answers[to] = answer;
        else expect(answer).toBe(answers[to]);
      }
    }
    expect(new Set(Object.values(answers))).toEqual(new Set(['taken', '550 5.1.1']));
    const { email } = (await (await fetch(`${sandbox.httpUrl}/sandbox/stats`)).json()) as {
      email: { arrived: number; refused: number };
    };
    expect(email.arrived + email.refused).toBe(40);
    expect(await messages()).toHaveLength(email.arrived);
  });

  it('refuses an account at its sign-in, and at MAIL FROM', async () => {
    await start();
    const signedIn = mailer({ auth: { user: 'any', pass: 'thing' } });
    const before = { channel: 'email', kind: 'refuse', at: 'before', count: 1 } as const;
    sandbox.faults.order({ ...before, answer: '535 5.7.8 Authentication credentials invalid' });
    await expect(signedIn.sendMail(letter('sari@contoh.id'))).rejects.toMatchObject({
      code: 'EAUTH',
      responseCode: 535,
    });
    sandbox.faults.order({ ...before, answer: '421 4.7.0 Too many messages' });
    await expect(signedIn.sendMail(letter('sari@contoh.id'))).rejects.toMatchObject({
      command: 'MAIL FROM',
      responseCode: 421,
    });
    await signedIn.sendMail(letter('sari@contoh.id'));
    expect(await messages('?channel=email')).toHaveLength(1);
  });

  it('reports a late bounce as in RFC 3464, to the envelope sender', async () => {
    const pipe = await receiver([{ status: 503 }, { status: 200 }]);
    await start({
      lateBounceShare: 1,
      bounces: { url: `${pipe.url}/webhooks/email/bounce`, secret: SECRET },
    });
    await mailer().sendMail(letter('hilang@contoh.id'));
    await until(
      () => pipe.received,
      (received) => received.length === 2,
    );
    const [, report] = pipe.received;
    expect(report?.path).toBe('/webhooks/email/bounce');
    expect(report?.headers['content-type']).toBe('message/rfc822');
    expect(report?.headers.authorization).toBe(`Bearer ${SECRET}`);
    const parsed = await simpleParser(report?.body ?? '');
    expect(parsed.headers.get('return-path')).toBeDefined();
    expect([parsed.to].flat()[0]?.value[0]?.address).toBe('b.77-12-mac@bounce.siar.go.id');
    expect(parsed.headers.get('content-type')).toMatchObject({
      value: 'multipart/report',
      params: { 'report-type': 'delivery-status' },
    });
    expect(parsed.text).toMatch(
      /Final-Recipient: rfc822; hilang@contoh\.id\r?\n[\s\S]*Action: failed\r?\nStatus: 5\.\d\.\d/,
    );
    const original = parsed.attachments.find(({ contentType }) => contentType === 'message/rfc822-headers');
    expect(original?.content.toString()).toContain('X-Siar: 4711');
  });

  const struck = (
    fault: Ordered,
  ): Promise<Error & { code?: string; responseCode?: number; response?: string }> => {
    sandbox.faults.order({ channel: 'email', ...fault });
    return mailer({ socketTimeout: 300 })
      .sendMail(letter('sari@contoh.id'))
      .then(
        () => Promise.reject(new Error('was taken')),
        (error: Error) => error,
      );
  };

  it.each<[Ordered, number, string]>([
    [{ kind: 'dead' }, 550, '5.1.1'],
    [{ kind: '4xx' }, 450, '4.2.1'],
    [{ kind: '5xx' }, 554, '5.3.0'],
    [{ kind: '429' }, 421, '4.3.2'],
    [{ kind: 'sender_at_fault' }, 550, '5.7.26'],
    [{ kind: 'refuse', answer: '452 4.2.2 The mailbox is full' }, 452, '4.2.2'],
  ])('answers %j with %i %s, and nothing arrives', async (fault, code, enhanced) => {
    await start();
    const error = await struck(fault);
    expect(error.responseCode).toBe(code);
    expect(error.response).toContain(`${code} ${enhanced} `);
    expect(await messages()).toEqual([]);
    expect(sandbox.inbox.stats().email).toMatchObject({ arrived: 0, refused: 1 });
  });

  it.each<[Ordered, number]>([
    [{ kind: 'reset', at: 'before' }, 0],
    [{ kind: 'reset', at: 'during' }, 0],
    [{ kind: 'reset', at: 'after' }, 1],
    [{ kind: 'hang', holdSeconds: 20 }, 1],
  ])('gives no answer for %j; arrived: %i', async (fault, arrived) => {
    await start();
    const error = await struck(fault);
    expect(error.responseCode).toBeUndefined();
    expect(await messages()).toHaveLength(arrived);
  });

  it('delays every answer of a slow server', async () => {
    await start();
    sandbox.faults.order({ channel: 'email', kind: 'slow', latencyMs: 400 });
    const before = performance.now();
    await mailer().sendMail(letter('sari@contoh.id'));
    expect(performance.now() - before).toBeGreaterThan(390);
  });
});

describe('Telegram', () => {
  const telegram = (token = TOKEN): Telegram => new Telegram(token, { apiRoot: sandbox.httpUrl });
  const refusal = (
    promise: Promise<unknown>,
  ): Promise<{ code: number; description: string; parameters?: unknown }> =>
    promise.then(
      () => Promise.reject(new Error('was taken')),
      (error: { response: { error_code: number; description: string; parameters?: unknown } }) => ({
        code: error.response.error_code,
        description: error.response.description,
        parameters: error.response.parameters,
      }),
    );

  it('takes a message with its buttons', async () => {
    await start({ telegramToken: TOKEN });
    const sent = await telegram().sendMessage(900100, '<b>Halo</b> &lt;Sari&gt; &amp; keluarga', {
      parse_mode: 'HTML',
      reply_markup: {
        inline_keyboard: [
          [
            { text: 'Periksa', url: 'http://127.0.0.1:4100/verify/ABC' },
            { text: 'Berhenti', callback_data: 'leave:31' },
          ],
        ],
      },
    });
    expect(sent).toMatchObject({ chat: { id: 900100, type: 'private' }, text: 'Halo <Sari> & keluarga' });
    const [message] = await messages('?channel=telegram&to=900100&broadcast=31');
    expect(message).toMatchObject({
      from: '123456',
      text: 'Halo <Sari> & keluarga',
      html: '<b>Halo</b> &lt;Sari&gt; &amp; keluarga',
      messageId: sent.message_id,
      buttons: [
        [
          { text: 'Periksa', url: 'http://127.0.0.1:4100/verify/ABC' },
          { text: 'Berhenti', data: 'leave:31' },
        ],
      ],
    });
    expect(await telegram().getMe()).toMatchObject({ id: 123456, is_bot: true });
  });

  it('reads form bodies, too', async () => {
    await start();
    const response = await fetch(`${sandbox.httpUrl}/bot${TOKEN}/sendMessage`, {
      method: 'POST',
      body: new URLSearchParams({
        chat_id: '5',
        text: 'halo',
        reply_markup: '{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}',
      }),
    });
    expect(await response.json()).toMatchObject({ ok: true, result: { chat: { id: 5 }, text: 'halo' } });
  });

  it('refuses as Telegram does', async () => {
    await start({ telegramToken: TOKEN });
    const send = (text: string, more: object = {}) => refusal(telegram().sendMessage(5, text, more));
    const html = { parse_mode: 'HTML' as const };
    expect(await send('')).toMatchObject({ code: 400, description: 'Bad Request: message text is empty' });
    expect(await send('x'.repeat(4097))).toMatchObject({
      code: 400,
      description: 'Bad Request: message is too long',
    });
    expect(await send('<b>x', html)).toMatchObject({
      code: 400,
      description: `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`,
    });
    expect(await send('<p>x</p>', html)).toMatchObject({
      description: `Bad Request: can't parse entities: Unsupported start tag "p" at byte offset 0`,
    });
    expect(await refusal(telegram().sendMessage('tidak ada', 'x'))).toMatchObject({
      code: 400,
      description: 'Bad Request: chat not found',
    });
    expect(await refusal(telegram('999:wrong').sendMessage(5, 'x'))).toMatchObject({
      code: 401,
      description: 'Unauthorized',
    });
    expect(await messages()).toEqual([]);
    const longest = await telegram().sendMessage(5, `<b>${'&lt;'.repeat(4096)}</b>`, html);
    expect(longest.text).toHaveLength(4096);
  });

  it('limits its rate in any sliding second, and says when to retry', async () => {
    await start({ telegramRate: 30 });
    const outcomes = await Promise.all(
      Array.from({ length: 45 }, (_, index) =>
        telegram()
          .sendMessage(index + 1, 'halo')
          .then(
            () => 'taken' as const,
            (error: { response: { error_code: number; parameters: { retry_after: number } } }) =>
              error.response,
          ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(30);
    expect(outcomes.find((outcome) => outcome !== 'taken')).toMatchObject({
      error_code: 429,
      parameters: { retry_after: 1 },
    });
    expect(sandbox.inbox.stats().telegram).toMatchObject({ arrived: 30, refused: 15, perSecondMax: 45 });
    await until(
      () =>
        telegram()
          .sendMessage(1, 'lagi')
          .then(
            () => true,
            () => false,
          ),
      (taken) => taken,
    );
  });

  it('blocks the bot for a share of people', async () => {
    await start({ deadShare: 1 });
    expect(await refusal(telegram().sendMessage(5, 'x'))).toMatchObject({
      code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
  });

  it('edits and deletes', async () => {
    await start();
    const { message_id: id } = await telegram().sendMessage(5, 'TPS dibuka 08.00');
    await telegram().editMessageText(5, id, undefined, 'TPS dibuka 07.00');
    expect(await refusal(telegram().editMessageText(5, id, undefined, 'TPS dibuka 07.00'))).toMatchObject({
      description: expect.stringContaining('message is not modified'),
    });
    expect(await messages()).toMatchObject([
      { text: 'TPS dibuka 08.00', edits: [{ text: 'TPS dibuka 07.00' }] },
    ]);
    expect(await telegram().deleteMessage(5, id)).toBe(true);
    expect(await refusal(telegram().deleteMessage(5, id))).toMatchObject({
      description: 'Bad Request: message to delete not found',
    });
    expect(await messages()).toMatchObject([{ deletedAt: expect.any(String) }]);
  });

  it('passes a polling bot what people write and press', async () => {
    await start({ telegramToken: TOKEN });
    const bot = new Telegraf(TOKEN, { telegram: { apiRoot: sandbox.httpUrl } });
    const seen: string[] = [];
    bot.start((context) => {
      seen.push(`start ${context.payload}`);
      return context.reply('Selamat datang', {
        reply_markup: { inline_keyboard: [[{ text: 'Berhenti', callback_data: 'leave:31' }]] },
      });
    });
    bot.action('leave:31', (context) => {
      seen.push('left');
      return context.answerCbQuery('Anda berhenti');
    });
    const polling = bot.launch();
    expect((await post('/sandbox/telegram/say', { chatId: '900100', text: '/start abc' })).status).toBe(200);
    const [welcome] = await until(
      () => messages('?channel=telegram'),
      (list) => list.length > 0,
    );
    const press = { chatId: 900100, messageId: welcome?.['messageId'], data: 'leave:31' };
    expect((await post('/sandbox/telegram/press', { ...press, data: 'leave:32' })).status).toBe(404);
    expect((await post('/sandbox/telegram/press', press)).status).toBe(200);
    await until(
      () => messages(),
      ([message]) => JSON.stringify(message?.['presses']).includes('Anda berhenti'),
    );
    expect(seen).toEqual(['start abc', 'left']);
    bot.stop();
    await polling;
  });

  it('posts updates to a webhook with its secret, repeats them until they are accepted, and does what the answer asks', async () => {
    const reply = JSON.stringify({ method: 'sendMessage', chat_id: 7, text: 'Diterima' });
    const hook = await receiver([{ status: 500 }, { status: 200, body: reply }, { status: 200 }]);
    await start();
    await telegram().setWebhook(`${hook.url}/webhooks/telegram`, { secret_token: 'rahasia_sekali' });
    expect(await telegram().getWebhookInfo()).toMatchObject({
      url: `${hook.url}/webhooks/telegram`,
      pending_update_count: 0,
    });
    expect(await refusal(telegram().callApi('getUpdates', {}))).toMatchObject({ code: 409 });
    await post('/sandbox/telegram/say', { chatId: 7, text: 'halo' });
    await until(
      () => messages('?channel=telegram&to=7'),
      ([message]) => message?.text === 'Diterima',
    );
    expect(hook.received).toHaveLength(2);
    expect(hook.received[1]?.headers['x-telegram-bot-api-secret-token']).toBe('rahasia_sekali');
    expect(JSON.parse(hook.received[1]?.body ?? '')).toMatchObject({
      message: { chat: { id: 7 }, text: 'halo' },
    });
    await telegram().deleteWebhook();
    expect(await telegram().callApi('getUpdates', {})).toEqual([]);
  });

  it.each<[Ordered, number, string]>([
    [{ kind: '5xx' }, 502, 'Bad Gateway'],
    [{ kind: '429', retryAfter: 7 }, 429, 'Too Many Requests: retry after 7'],
    [{ kind: 'sender_at_fault' }, 401, 'Unauthorized'],
    [{ kind: 'moved' }, 400, 'Bad Request: group chat was upgraded to a supergroup chat'],
    [{ kind: 'refuse', answer: '400 Bad Request: chat not found' }, 400, 'Bad Request: chat not found'],
  ])('answers %j with %i', async (fault, code, description) => {
    await start();
    sandbox.faults.order({ channel: 'telegram', ...fault });
    expect(await refusal(telegram().sendMessage(5, 'x'))).toMatchObject({ code, description });
    expect(await messages()).toEqual([]);
  });

  it.each<[Ordered, number]>([
    [{ kind: 'reset' }, 0],
    [{ kind: 'reset', at: 'after' }, 1],
  ])('cuts the connection for %j; arrived: %i', async (fault, arrived) => {
    await start();
    sandbox.faults.order({ channel: 'telegram', ...fault });
    await expect(telegram().sendMessage(5, 'x')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await messages()).toHaveLength(arrived);
  });
});

describe('Twilio', () => {
  const client = (token = AUTH): twilio.Twilio => {
    const made = twilio(SID, token, { autoRetry: false });
    made.api.baseUrl = sandbox.httpUrl;
    return made;
  };
  const sms = (more: object = {}) => ({
    to: '+6281234567890',
    messagingServiceSid: SERVICE,
    body: 'TPS dibuka 07.00. Cek/Stop siar.go.id/ABCDEFGHJK',
    ...more,
  });

  it('takes a text and reports its status by signed callbacks, in any order', async () => {
    const hook = await receiver([{ status: 500 }, { status: 200 }]);
    await start({ twilioAccountSid: SID, twilioAuthToken: AUTH });
    const statusCallback = `${hook.url}/webhooks/twilio/status?d=31-5-mac`;
    const made = await client().messages.create(sms({ statusCallback, validityPeriod: 3600 }));
    expect(made).toMatchObject({
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      status: 'accepted',
      numSegments: '0',
      price: null,
    });
    const reported = await until(
      () => hook.received.map(({ body }) => new URLSearchParams(body).get('MessageStatus')),
      (statuses) =>
        statuses.length > 3 && ['queued', 'sent', 'delivered'].every((status) => statuses.includes(status)),
    );
    expect(reported.length).toBeGreaterThan(3); // The callback that was answered with 500 came again.
    for (const { path, headers, body } of hook.received) {
      const fields = Object.fromEntries(new URLSearchParams(body));
      expect(path).toBe('/webhooks/twilio/status?d=31-5-mac');
      expect(fields).toMatchObject({ MessageSid: made.sid, To: '+6281234567890', AccountSid: SID });
      const signature = String(headers['x-twilio-signature']);
      expect(twilio.validateRequest(AUTH, signature, statusCallback, fields)).toBe(true);
      expect(twilio.validateRequest('another', signature, statusCallback, fields)).toBe(false);
    }
    expect(await client().messages(made.sid).fetch()).toMatchObject({
      status: 'delivered',
      numSegments: '1',
    });
    expect(await messages('?broadcast=31')).toMatchObject([
      { to: '+6281234567890', callback: statusCallback, status: 'delivered' },
    ]);
    expect(await client().api.v2010.accounts(SID).fetch()).toMatchObject({ sid: SID, status: 'active' });
  });

  it('reports phones that accept nothing', async () => {
    const hook = await receiver();
    await start({ deadShare: 1 });
    await client().messages.create(sms({ statusCallback: hook.url }));
    const [dead] = await until(
      () =>
        hook.received
          .map(({ body }) => new URLSearchParams(body))
          .filter((fields) => fields.has('ErrorCode')),
      (failures) => failures.length > 0,
    );
    expect(dead?.get('MessageStatus')).toBe('undelivered');
    expect(['30003', '30005', '30006']).toContain(dead?.get('ErrorCode'));
  });

  it.each([
    [{ to: '0812' }, 400, 21211],
    [{ body: '' }, 400, 21602],
    [{ body: 'x'.repeat(1601) }, 400, 21617],
    [{ statusCallback: 'nowhere' }, 400, 21609],
    [{ validityPeriod: 36_001 }, 400, 20001],
  ])('refuses %j with %i %i', async (wrong, status, code) => {
    await start();
    await expect(client().messages.create(sms(wrong))).rejects.toMatchObject({ status, code });
    expect(await messages()).toEqual([]);
  });

  it('refuses a wrong token', async () => {
    await start({ twilioAccountSid: SID, twilioAuthToken: AUTH });
    await expect(client('wrong').messages.create(sms())).rejects.toMatchObject({ status: 401, code: 20003 });
    await expect(client('wrong').api.v2010.accounts(SID).fetch()).rejects.toMatchObject({ status: 401 });
    await expect(
      client()
        .messages(`SM${'0'.repeat(32)}`)
        .fetch(),
    ).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  it.each<[Ordered, number, number]>([
    [{ kind: 'dead' }, 400, 21211],
    [{ kind: '5xx' }, 503, 20503],
    [{ kind: '429' }, 429, 20429],
    [{ kind: 'sender_at_fault' }, 400, 21612],
    [{ kind: 'opted_out' }, 400, 21610],
    [{ kind: 'refuse', answer: '400 21614 Not a mobile number' }, 400, 21614],
  ])('answers %j with %i %i', async (fault, status, code) => {
    await start();
    sandbox.faults.order({ channel: 'sms', ...fault });
    await expect(client().messages.create(sms())).rejects.toMatchObject({ status, code });
    expect(await messages()).toEqual([]);
  });

  it('loses the answer to a message it accepted', async () => {
    await start();
    sandbox.faults.order({ channel: 'sms', kind: 'reset', at: 'after', count: 1 });
    await expect(client().messages.create(sms())).rejects.toThrow();
    expect(await messages()).toHaveLength(1);
    await client().messages.create(sms());
    expect(await messages()).toHaveLength(2);
  });
});

describe('faults and admin', () => {
  it('orders, lists and clears faults over HTTP', async () => {
    await start();
    const ordered = await post('/sandbox/faults', {
      channel: 'email',
      kind: 'dead',
      share: 0.1,
      seconds: 60,
    });
    expect(ordered).toMatchObject({ status: 201, body: { channel: 'email', kind: 'dead', share: 0.1 } });
    const list = async () => (await (await fetch(`${sandbox.httpUrl}/sandbox/faults`)).json()) as unknown[];
    expect(await list()).toHaveLength(1);
    expect((await fetch(`${sandbox.httpUrl}/sandbox/faults`, { method: 'DELETE' })).status).toBe(204);
    expect(await list()).toEqual([]);
  });

  it.each([
    [{ channel: 'fax', kind: 'dead' }, 'channel'],
    [{ channel: 'email', kind: 'bored' }, 'kind'],
    [{ channel: 'email', kind: 'opted_out' }, 'kind'],
    [{ channel: 'email', kind: 'dead', share: 2 }, 'share'],
    [{ channel: 'email', kind: 'refuse' }, 'answer'],
    [{ channel: 'email', kind: 'refuse', answer: '200 fine' }, 'answer'],
    [{ channel: 'email', kind: 'dead', colour: 'red' }, 'colour'],
  ])('refuses the order %j, naming the field', async (order, path) => {
    await start();
    const { status, body } = await post('/sandbox/faults', order);
    expect(status).toBe(400);
    expect(body['faults']).toEqual([expect.objectContaining({ path })]);
    expect(sandbox.faults.list()).toEqual([]);
  });

  it('refuses unknown queries', async () => {
    await start();
    expect((await fetch(`${sandbox.httpUrl}/sandbox/messages?broadcast=x`)).status).toBe(400);
    expect((await fetch(`${sandbox.httpUrl}/sandbox/messages?colour=red`)).status).toBe(400);
    expect((await post('/sandbox/telegram/say', { chatId: 'x', text: 'halo' })).status).toBe(400);
  });

  it('forgets everything on request', async () => {
    await start();
    await mailer().sendMail(letter('sari@contoh.id'));
    expect((await fetch(`${sandbox.httpUrl}/sandbox/messages`, { method: 'DELETE' })).status).toBe(204);
    expect(await messages()).toEqual([]);
    expect(sandbox.inbox.stats().email).toEqual({
      arrived: 0,
      refused: 0,
      revised: 0,
      perSecondMax: 0,
      kept: 0,
    });
  });
});

describe('the page', () => {
  const page = async (query: string): Promise<string> => {
    const response = await fetch(`${sandbox.httpUrl}/sandbox${query}`);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    return response.text();
  };

  it('shows inbox and phone, and runs nothing that a message contains', async () => {
    await start();
    const evil = '"><script>alert(1)</script>';
    await mailer().sendMail({ ...letter('sari@contoh.id'), subject: evil, html: `<p>Halo</p>${evil}` });
    const telegram = new Telegram(TOKEN, { apiRoot: sandbox.httpUrl });
    const markup = { inline_keyboard: [[{ text: evil, callback_data: evil }]] };
    await telegram.sendMessage(900100, evil, { reply_markup: markup });
    await post('/sandbox/telegram/say', { chatId: 900100, text: `balas ${evil}` });
    const [mail] = await messages('?channel=email');
    for (const query of [
      '',
      `?view=email&id=${mail?.id}`,
      '?view=telegram&to=900100',
      '?view=sms&lang=en',
      '?view=x&id=y',
    ]) {
      expect(await page(query)).not.toContain('<script');
    }
    expect(await page('')).toContain('<html lang="id">');
    expect(await page(`?view=email&id=${mail?.id}`)).toContain('&lt;p&gt;Halo&lt;/p&gt;');
    expect(await page('?view=telegram&to=900100')).toContain('balas &quot;&gt;&lt;script&gt;');
  });

  it('redirects a form back to its chat, and refuses another site’s page', async () => {
    await start({ telegramToken: TOKEN });
    const say = (headers: Record<string, string>) =>
      fetch(`${sandbox.httpUrl}/sandbox/telegram/say?lang=en`, {
        method: 'POST',
        redirect: 'manual',
        headers,
        body: new URLSearchParams({ chatId: '900100', text: 'halo' }),
      });
    const response = await say({ 'sec-fetch-site': 'same-origin' });
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      '/sandbox?view=telegram&to=900100&lang=en',
    ]);
    expect((await say({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });
});

describe('the program', () => {
  it('reports to its parent where it listens, and exits on request', async () => {
    const child = fork('dist/apps/sandbox/main.js', [], {
      execArgv: [],
      env: {
        ...process.env,
        PORT: '0',
        SANDBOX_SMTP_PORT: '0',
        SANDBOX_SMPP_PORT: '0',
        LOG_LEVEL: 'silent',
        NODE_OPTIONS: '',
      },
    });
    const exit = once(child, 'exit');
    const [urls] = (await Promise.race([once(child, 'message'), exit])) as [
      { httpUrl: string; smtpUrl: string; smppUrl: string },
    ];
    expect(urls).toEqual({
      httpUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      smtpUrl: expect.stringMatching(/^smtp:\/\/127\.0\.0\.1:\d+$/),
      smppUrl: expect.stringMatching(/^smpp:\/\/127\.0\.0\.1:\d+$/),
    });
    expect((await fetch(`${urls.httpUrl}/sandbox`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  });

  it('refuses a wrong setting in one line that names it', async () => {
    const child = fork('dist/apps/sandbox/main.js', [], {
      execArgv: [],
      env: { ...process.env, SANDBOX_DEAD_SHARE: '7', NODE_OPTIONS: '' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const [said, [code]] = await Promise.all([text(child.stderr as Readable), once(child, 'exit')]);
    expect(code).toBe(2);
    expect(said).toMatch(/^sandbox: SANDBOX_DEAD_SHARE .+\n$/);
  });
});
