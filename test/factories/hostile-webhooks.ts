import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { SECRETS } from './gateway.js';
import type { Known } from './hostile.js';
import type { RawRequest } from './raw-http.js';

type Made = Pick<RawRequest, 'headers' | 'body'> & { query?: string };

/**
 * Calls to a webhook with the right secret or signature and a body that no honest provider sends, so that the code
 * behind the check runs. Null for a route that is no webhook.
 * @param publicUrl the URL that Twilio signs
 */
export function forgedCall(
  route: string,
  publicUrl: string,
  { keys, values }: Known,
): fc.Arbitrary<RawRequest> | null {
  const word = fc.oneof(
    fc.constantFrom(...values, ...keys, '', '\0', '\ud800', '9'.repeat(30), 'x'.repeat(5_000)),
    fc.string({ unit: 'binary', maxLength: 80 }),
  );
  const path = route.replace('POST ', '');
  const made = {
    '/webhooks/telegram': fc.oneof(updates(word, keys), fc.json()).map((text): Made => ({
      headers: [
        ['Content-Type', 'application/json'],
        ['X-Telegram-Bot-Api-Secret-Token', SECRETS.TELEGRAM_WEBHOOK_SECRET],
      ],
      body: Buffer.from(text),
    })),
    '/webhooks/email/bounce': mails(word, keys).map((body): Made => ({
      headers: [
        ['Content-Type', 'message/rfc822'],
        ['Authorization', `Bearer ${SECRETS.EMAIL_BOUNCE_SECRET}`],
      ],
      body,
    })),
    '/webhooks/twilio/status': fc
      .tuple(fc.constantFrom(...keys), fc.dictionary(fieldName(), word, { maxKeys: 8 }))
      .map(([token, fields]): Made => {
        const query = `?d=${encodeURIComponent(token)}`;
        const signed = Object.entries(fields)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .reduce((text, [name, value]) => text + name + value, `${publicUrl}${path}${query}`);
        const signature = createHmac('sha1', SECRETS.TWILIO_AUTH_TOKEN).update(signed).digest('base64');
        return {
          headers: [
            ['Content-Type', 'application/x-www-form-urlencoded'],
            ['X-Twilio-Signature', signature],
          ],
          body: Buffer.from(new URLSearchParams(fields).toString()),
          query,
        };
      }),
  }[path];
  return (
    made?.map(({ headers, body, query = '' }) => ({ method: 'POST', target: path + query, headers, body })) ??
    null
  );
}

const fieldName = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom('MessageSid', 'MessageStatus', 'ErrorCode', 'AccountSid', 'To', '__proto__'),
    fc.string({ maxLength: 10 }),
  );

/** Updates of the Bot API in which any field may have any value. */
function updates(word: fc.Arbitrary<string>, keys: readonly string[]): fc.Arbitrary<string> {
  const number = fc.oneof(
    fc.integer({ min: 1, max: 50 }),
    fc.maxSafeInteger(),
    fc.constantFrom(-1, 0, 1e308, 0.5),
    word,
  );
  const text = fc.oneof(
    fc.tuple(
      fc.constantFrom('/start ', '/cek ', '/start', '/wilayah', '/topik', '/bahasa', '/berhenti', '/cek@x '),
      word,
    ),
    fc.tuple(fc.constantFrom('', 'Bandung ', 'stop'), word),
  );
  const data = fc.oneof(
    word,
    fc
      .tuple(
        fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'.split('')),
        fc.constantFrom('11', '32.73', 'id', ...keys, '9'),
      )
      .map(([kind, of]) => `${kind}:${of}`),
  );
  const from = fc.record({ id: number, language_code: word }, { requiredKeys: [] });
  const chat = fc.record({ id: number });
  const anything = fc.jsonValue({ maxDepth: 2 });
  const written = fc.record(
    {
      chat,
      from: fc.oneof(from, anything),
      text: fc.oneof(
        text.map((pieces) => pieces.join('')),
        anything,
      ),
    },
    { requiredKeys: ['chat'] },
  );
  const pressed = fc.record(
    { id: word, data, from, message: fc.record({ chat }) },
    { requiredKeys: ['id', 'from'] },
  );
  const member = fc.record({
    chat,
    new_chat_member: fc.record({ status: fc.constantFrom('kicked', 'left', 'x') }),
  });
  return fc
    .record(
      { update_id: number, message: written, callback_query: pressed, my_chat_member: member },
      { requiredKeys: [] },
    )
    .map((update) => JSON.stringify(update));
}

/** Reports in the form that mail servers write, with lines changed, missing, endless or of another kind. */
function mails(word: fc.Arbitrary<string>, keys: readonly string[]): fc.Arbitrary<Buffer> {
  const address = fc.oneof(
    fc.constantFrom(...keys).map((token) => `<b.${token}@bounce.siar.go.id>`),
    word,
  );
  const line = fc.oneof(
    fc.tuple(
      fc.constantFrom(
        'To',
        'From',
        'Subject',
        'Content-Type',
        'Content-Transfer-Encoding',
        'MIME-Version',
        'Return-Path',
      ),
      fc.oneof(
        address,
        fc.constantFrom(
          'multipart/report; report-type=delivery-status; boundary="b"',
          'multipart/report; report-type=feedback-report; boundary=b',
          'multipart/mixed; boundary=""',
          'text/plain; charset=utf-7',
          'base64',
          '=?utf-8?B?////?=',
          '=?x?Q?=00?=',
        ),
      ),
    ),
    fc.tuple(
      fc.constantFrom('Action', 'Status', 'Final-Recipient', 'Feedback-Type', 'Original-Rcpt-To', 'Version'),
      fc.oneof(fc.constantFrom('failed', '5.1.1', '4.2.2', 'rfc822; a@b.example', 'abuse', 'opt-out'), word),
    ),
  );
  const lines = fc
    .array(line, { maxLength: 8 })
    .map((list) => list.map(([name, value]) => `${name}: ${value}`));
  const part = fc
    .tuple(
      fc.constantFrom('message/delivery-status', 'message/feedback-report', 'message/rfc822', 'text/plain'),
      lines,
    )
    .map(([type, list]) => [`--b`, `Content-Type: ${type}`, '', ...list, '']);
  return fc
    .tuple(lines, fc.array(part, { maxLength: 4 }), word, fc.boolean())
    .map(([head, parts, rest, closed]) =>
      Buffer.from([...head, '', ...parts.flat(), rest, ...(closed ? ['--b--', ''] : [])].join('\r\n')),
    );
}
