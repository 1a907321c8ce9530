import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { testConfig } from '../../../test/factories/database.js';
import type { Channel, OutgoingMessage } from '../channel.js';
import { outcomeOfRefusal, revisionOfRefusal } from './errors.js';
import { escapeHtml } from './escape.js';
import { openOnly } from '../../../test/factories/open-only.js';
import { checkTelegramSecret, readTelegramUpdate, type TelegramUpdate } from './updates.js';

const TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
const SECRET = 'a-secret-agreed-with-telegram';
const MESSAGE: OutgoingMessage = {
  to: '7000001',
  text: 'Halo',
  language: 'id',
  token: '7-4-00000000000000000000000000000000',
  messageId: '7-4',
  broadcastId: '7',
  unsubscribeUrl: 'https://siar.go.id/unsubscribe/x',
  verifyUrl: 'https://siar.go.id/verify/ABCDEFGHIJ',
  expiresAt: new Date(Date.now() + 3600_000),
};

const settings = (apiRoot: string, more: Record<string, string> = {}) =>
  testConfig('postgres://127.0.0.1:1/none', {
    TELEGRAM_API_ROOT: apiRoot,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_WEBHOOK_SECRET: SECRET,
    PROVIDER_TIMEOUT_SECONDS: '1',
    ...more,
  });

/** Parses a text as the HTML parse mode does (core.telegram.org/bots/api#html-style), tags not allowed. */
function parsed(html: string): string {
  if (/[<>]/.test(html) || /&(?!(?:amp|lt|gt);)/.test(html))
    throw new Error(`Telegram refuses this: ${html}`);
  return html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

describe('escapeHtml', () => {
  it('preserves every text', () => {
    const tempting = fc.constantFrom(
      '<b>',
      '</b>',
      '&amp;',
      '&',
      '<',
      '>',
      '&lt;',
      '"',
      "'",
      '&#39;',
      '😀',
      'a',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(tempting).map((parts) => parts.join('')),
        ),
        (text) => {
          expect(parsed(escapeHtml(text))).toBe(text);
        },
      ),
    );
  });
});

describe('outcomeOfRefusal and revisionOfRefusal', () => {
  it.each([
    [403, 'Forbidden: bot was blocked by the user', 'dead'],
    [403, 'Forbidden: user is deactivated', 'dead'],
    [403, "Forbidden: bot can't initiate conversation with a user", 'dead'],
    [400, 'Bad Request: chat not found', 'dead'],
    [400, "Bad Request: can't parse entities: Unsupported start tag", 'sender_at_fault'],
    [400, 'Bad Request: message is too long', 'sender_at_fault'],
    [400, 'Bad Request: inline keyboard button URL is invalid', 'sender_at_fault'],
    [400, 'Bad Request: not enough rights to send text messages to the chat', 'failed'],
    [401, 'Unauthorized', 'own_fault'],
    [404, 'Not Found', 'own_fault'],
    [500, 'Internal Server Error', 'away'],
    [502, 'Bad Gateway', 'away'],
    [504, 'Gateway Timeout', 'unknown'],
    [418, 'whatever', 'failed'],
  ])('%i %s: %s', (code, description, kind) => {
    expect(outcomeOfRefusal({ code, description })).toMatchObject({ kind });
  });

  it.each([
    [400, 'Bad Request: message is not modified: specified new message content', 'accepted'],
    [400, 'Bad Request: message to edit not found', 'gone'],
    [400, 'Bad Request: message to delete not found', 'gone'],
    [400, 'Bad Request: MESSAGE_ID_INVALID', 'gone'],
    [400, "Bad Request: message can't be edited", 'fixed'],
    [400, "Bad Request: message can't be deleted for everyone", 'fixed'],
    [400, 'Bad Request: something new', 'fixed'],
    [400, "Bad Request: can't parse entities: Unsupported start tag", 'sender_at_fault'],
    [400, 'Bad Request: chat not found', 'dead'],
    [403, 'Forbidden: bot was blocked by the user', 'dead'],
    [429, 'Too Many Requests: retry after 3', 'slow_down'],
    [504, 'Gateway Timeout', 'away'],
  ])('to edit or delete, %i %s: %s', (code, description, kind) => {
    expect(revisionOfRefusal({ code, description })).toMatchObject({ kind });
  });

  it('waits for the time that Telegram asks for', () => {
    expect(outcomeOfRefusal({ code: 429, description: '', retryAfter: 7 })).toMatchObject({
      kind: 'slow_down',
      afterMs: 7_000,
    });
    expect(outcomeOfRefusal({ code: 429, description: '' })).toMatchObject({ afterMs: expect.any(Number) });
  });

  it('follows a group that became a supergroup', () => {
    expect(outcomeOfRefusal({ code: 400, description: 'upgraded', migrateTo: -1001234567890 })).toMatchObject(
      {
        kind: 'moved',
        to: '-1001234567890',
      },
    );
  });
});

describe('readTelegramUpdate', () => {
  const chat = { id: 7000001, type: 'private' };
  const text = (words: string): unknown => ({
    message: { message_id: 1, date: 0, chat, text: words },
  });

  it('returns the id of the update and the language of the app', () => {
    const from = { id: 7000001, language_code: 'en' };
    expect(readTelegramUpdate({ update_id: 12, message: { chat, from, text: '/start' } })).toEqual({
      kind: 'start',
      chatId: '7000001',
      updateId: 12,
      language: 'en',
    });
  });

  it.each<[unknown, TelegramUpdate | null]>([
    [text('/start'), { kind: 'start', chatId: '7000001' }],
    [text('/start abc_DEF-123'), { kind: 'start', chatId: '7000001', payload: 'abc_DEF-123' }],
    [text('/berhenti'), { kind: 'leave', chatId: '7000001' }],
    [text('/BERHENTI@siar_bot'), { kind: 'leave', chatId: '7000001' }],
    [text(' /stop '), { kind: 'leave', chatId: '7000001' }],
    [text('Stop'), { kind: 'leave', chatId: '7000001' }],
    [text('berhenti!'), { kind: 'leave', chatId: '7000001' }],
    [text('jangan berhenti'), { kind: 'text', chatId: '7000001', text: 'jangan berhenti' }],
    [text('/start <script>'), { kind: 'start', chatId: '7000001' }],
    [text('/wilayah'), { kind: 'command', chatId: '7000001', command: 'wilayah', argument: '' }],
    [
      text('/Cek@siar_bot 7kq2mxw9ab'),
      { kind: 'command', chatId: '7000001', command: 'cek', argument: '7kq2mxw9ab' },
    ],
    [text('/hapus semua'), { kind: 'text', chatId: '7000001', text: '/hapus semua' }],
    [{ message: { chat: { id: -100 }, text: '/wilayah' } }, null],
    [{ message: { chat: { id: -100 }, text: '/berhenti' } }, { kind: 'leave', chatId: '-100' }],
    [
      { callback_query: { id: '99', from: chat, data: 'w:32:1', message: { chat } } },
      { kind: 'press', chatId: '7000001', data: 'w:32:1', callbackQueryId: '99' },
    ],
    [
      { callback_query: { id: '99', from: chat, data: 'leave:71', message: { chat } } },
      { kind: 'leave', chatId: '7000001', broadcastId: '71', callbackQueryId: '99' },
    ],
    [{ callback_query: { id: '99', from: chat, data: 'leave:71; DROP' } }, null],
    [{ callback_query: { id: '99', from: chat } }, null],
    [
      { my_chat_member: { chat, new_chat_member: { status: 'kicked' } } },
      { kind: 'blocked', chatId: '7000001' },
    ],
    [{ my_chat_member: { chat, new_chat_member: { status: 'member' } } }, null],
    [{ message: { chat: { id: -100 }, photo: [] } }, null],
    ['rubbish', null],
    [null, null],
  ])('%j', (update, read) => expect(readTelegramUpdate(update)).toEqual(read));

  it.each([
    [
      { type: 'text_link', offset: 4, length: 10, url: 'https://palsu.example' },
      'Cek siar.go.id https://palsu.example ya',
    ],
    [{ type: 'text_link', offset: 4, length: 10, url: 'http://siar.go.id/' }, 'Cek siar.go.id ya'],
    [{ type: 'url', offset: 4, length: 10 }, 'Cek siar.go.id ya'],
    [{ type: 'strikethrough', offset: 0, length: 3 }, '~Cek~ siar.go.id ya'],
    [{ type: 'spoiler', offset: 15, length: 2 }, 'Cek siar.go.id ~ya~'],
    [{ type: 'expandable_blockquote', offset: 15, length: 2 }, 'Cek siar.go.id ~ya~'],
    [{ type: 'bold', offset: 0, length: 3 }, 'Cek siar.go.id ya'],
  ])('reads the visible text of a forwarded message and the targets of its links: %j', (one, text) =>
    expect(
      readTelegramUpdate({ message: { chat: { id: 7 }, text: 'Cek siar.go.id ya', entities: [one] } }),
    ).toMatchObject({ kind: 'text', text }),
  );

  it('never throws for any input', () => {
    fc.assert(fc.property(fc.anything(), (update) => void readTelegramUpdate(update)));
  });

  it('accepts only the webhook secret', () => {
    const config = settings('https://api.telegram.org');
    expect(() => checkTelegramSecret(config, SECRET)).not.toThrow();
    for (const wrong of [undefined, '', `${SECRET}x`, SECRET.toUpperCase()]) {
      expect(() => checkTelegramSecret(config, wrong)).toThrow(
        expect.objectContaining({ kind: 'forbidden' }),
      );
    }
    expect(() => checkTelegramSecret({ TELEGRAM_WEBHOOK_SECRET: undefined }, '')).toThrow();
  });
});

describe('the Telegram channel', () => {
  const bodies: Record<string, unknown>[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.once('end', () => {
      bodies.push({ path: request.url, ...(JSON.parse(body) as object) });
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, result: { message_id: 12 } }));
    });
  });
  let channel: Channel;

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    channel = await openOnly(
      'telegram',
      settings(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`),
    );
  });
  beforeEach(() => bodies.splice(0));
  afterAll(async () => {
    await channel.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('sends exactly the parameters that a broadcast needs', async () => {
    expect(await channel.send({ ...MESSAGE, text: 'a < b & c' })).toEqual({
      kind: 'accepted',
      providerId: '12',
    });
    expect(bodies).toEqual([
      {
        path: `/bot${TOKEN}/sendMessage`,
        chat_id: '7000001',
        text: 'a &lt; b &amp; c',
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        reply_markup: {
          inline_keyboard: [
            [
              { text: 'Periksa pesan ini', url: 'https://siar.go.id/verify/ABCDEFGHIJ' },
              { text: 'Berhenti', callback_data: 'leave:7' },
            ],
          ],
        },
      },
    ]);
  });

  it('edits and deletes an earlier message', async () => {
    const earlier = { providerId: '7', sentAt: new Date() };
    expect(await channel.revisions?.edit(earlier, MESSAGE)).toEqual({ kind: 'accepted', providerId: '7' });
    expect(await channel.revisions?.delete(earlier, MESSAGE.to)).toEqual({
      kind: 'accepted',
      providerId: '7',
    });
    expect(bodies).toMatchObject([
      {
        path: `/bot${TOKEN}/editMessageText`,
        chat_id: '7000001',
        message_id: 7,
        text: 'Halo',
        parse_mode: 'HTML',
        reply_markup: { inline_keyboard: [[{ text: 'Periksa pesan ini' }, { callback_data: 'leave:7' }]] },
      },
      { path: `/bot${TOKEN}/deleteMessage`, chat_id: '7000001', message_id: 7 },
    ]);
  });

  it('labels the buttons in English for English alone, and adds none to a notice', async () => {
    await channel.send({ ...MESSAGE, language: 'en' });
    await channel.send({ ...MESSAGE, broadcastId: null, verifyUrl: null, unsubscribeUrl: null });
    expect(JSON.stringify(bodies[0])).toContain('"Check this message"');
    expect(JSON.stringify(bodies[0])).toContain('"Unsubscribe"');
    expect(bodies[1]).not.toHaveProperty('reply_markup');
  });

  it('names the missing setting', async () => {
    const none = settings('https://api.telegram.org', { TELEGRAM_BOT_TOKEN: '' });
    await expect(openOnly('telegram', none)).rejects.toThrow('TELEGRAM_BOT_TOKEN');
  });
});
