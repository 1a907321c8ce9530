import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { testConfig } from '../../../../test/factories/database.js';
import type { Channel, OutgoingMessage } from '../../channel.js';
import { outcomeOfRefusal, verdictOfCode } from './codes.js';
import { openOnly } from '../../../../test/factories/open-only.js';
import { readTwilioStatus } from './status.js';

const ACCOUNT = `AC${'1'.repeat(32)}`;
const SERVICE = `MG${'2'.repeat(32)}`;
const AUTH_TOKEN = 'the-auth-token-of-the-account';
const TOKEN = '7-4-00000000000000000000000000000000';
const MESSAGE: OutgoingMessage = {
  to: '+6281210000001',
  text: 'KPU: TPS buka 07.00-13.00. Cek/Stop siar.go.id/ABCDEFGHIJ',
  language: 'id',
  token: TOKEN,
  messageId: '7-4',
  broadcastId: '7',
  unsubscribeUrl: 'https://siar.go.id/unsubscribe/x',
  verifyUrl: 'https://siar.go.id/verify/ABCDEFGHIJ',
  expiresAt: new Date(Date.now() + 3600_000),
};
const settings = (more: Record<string, string> = {}) =>
  testConfig('postgres://127.0.0.1:1/none', {
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_MESSAGING_SERVICE_SID: SERVICE,
    PROVIDER_TIMEOUT_SECONDS: '1',
    PUBLIC_URL: 'https://siar.go.id',
    ...more,
  });

/** twilio.com/docs/usage/security: base64 HMAC-SHA1 over the URL and the fields in order of their names. */
function signature(authToken: string, url: string, fields: Record<string, string>): string {
  const names = Object.keys(fields).toSorted();
  return createHmac('sha1', authToken)
    .update(url + names.map((name) => `${name}${fields[name]}`).join(''))
    .digest('base64');
}

describe("Twilio's codes", () => {
  it.each([
    [400, 21211, 'dead'],
    [400, 21614, 'dead'],
    [400, 21610, 'opted_out'],
    [400, 21612, 'sender_at_fault'],
    [400, 30007, 'sender_at_fault'],
    [401, 20003, 'own_fault'],
    [429, 20429, 'slow_down'],
    [429, null, 'slow_down'],
    [400, 30008, 'retry'],
    [503, null, 'away'],
    [500, 20500, 'away'],
    [503, 20503, 'away'],
    [504, null, 'unknown'],
    [403, null, 'own_fault'],
    [403, 20008, 'own_fault'],
    [403, 63_000, 'sender_at_fault'],
    [400, 21704, 'own_fault'],
    [400, 21703, 'sender_at_fault'],
    [400, 21606, 'sender_at_fault'],
    [400, 21408, 'sender_at_fault'],
    [400, 99999, 'failed'],
  ] as const)('%i with %s: %s', (status, code, kind) => {
    expect(outcomeOfRefusal(status, code)).toMatchObject({ kind });
  });

  it.each([
    [30005, 'dead'],
    [30006, 'dead'],
    [21610, 'opted_out'],
    [30007, 'sender_at_fault'],
    [30042, 'sender_at_fault'],
    // A fault of our account shows at the next hand-over.
    [30002, 'sender_at_fault'],
    [30003, 'soft'],
    [30008, 'soft'],
    [30036, 'failed'],
    [null, 'failed'],
  ] as const)('undelivered with %s: %s', (code, verdict) => expect(verdictOfCode(code)).toBe(verdict));
});

describe('the SMS channel', () => {
  const requests: {
    url: string | undefined;
    authorization: string | undefined;
    form: Record<string, string>;
  }[] = [];
  let answer = { status: 201, body: JSON.stringify({ sid: 'SM1', status: 'accepted' }) };
  const server = createServer((request: IncomingMessage, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.once('end', () => {
      requests.push({
        url: request.url,
        authorization: request.headers.authorization,
        form: Object.fromEntries(new URLSearchParams(body)),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
  });
  let channel: Channel;
  let root: string;

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    root = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    channel = await openOnly('sms', settings({ TWILIO_API_ROOT: root }));
  });
  beforeEach(() => requests.splice(0));
  afterAll(async () => {
    await channel.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('sends exactly the parameters that a broadcast needs', async () => {
    expect(await channel.send(MESSAGE)).toEqual({ kind: 'accepted', providerId: 'SM1' });
    const [request] = requests;
    expect(request?.url).toBe(`/2010-04-01/Accounts/${ACCOUNT}/Messages.json`);
    expect(request?.authorization).toBe(
      `Basic ${Buffer.from(`${ACCOUNT}:${AUTH_TOKEN}`).toString('base64')}`,
    );
    expect(request?.form).toEqual({
      To: MESSAGE.to,
      Body: MESSAGE.text,
      MessagingServiceSid: SERVICE,
      ValidityPeriod: expect.stringMatching(/^3[56]\d\d$/),
      StatusCallback: `https://siar.go.id/webhooks/twilio/status?d=${TOKEN}`,
      SmartEncoded: 'false',
    });
  });

  it('limits the validity period to the expiry, and does not send with less than a second left', async () => {
    const inMs = (ms: number): Promise<unknown> =>
      channel.send({ ...MESSAGE, expiresAt: new Date(Date.now() + ms) });
    await inMs(2_999);
    await inMs(100 * 3600_000);
    expect(requests.map(({ form }) => form['ValidityPeriod'])).toEqual(['2', '36000']);
    expect(await inMs(900)).toMatchObject({ kind: 'retry' });
    expect(await inMs(-5_000)).toMatchObject({ kind: 'retry' });
    expect(requests).toHaveLength(2);
  });

  it('does not retry by itself, and reads responses that are not JSON', async () => {
    const before = answer;
    answer = {
      status: 429,
      body: JSON.stringify({ code: 20429, message: 'Too Many Requests', status: 429 }),
    };
    expect(await channel.send(MESSAGE)).toMatchObject({ kind: 'slow_down', reason: 'twilio 20429' });
    answer = { status: 503, body: '<html>busy</html>' };
    expect(await channel.send(MESSAGE)).toEqual({ kind: 'away', reason: 'twilio http 503' });
    answer = before;
    expect(requests).toHaveLength(2);
  });

  it('ignores the variables of the environment', async () => {
    const astray = {
      TWILIO_EDGE: 'sydney',
      TWILIO_REGION: 'au1',
      TWILIO_LOG_LEVEL: 'debug',
      HTTP_PROXY: 'http://127.0.0.1:1',
      http_proxy: 'http://127.0.0.1:1',
    };
    Object.assign(process.env, astray);
    const strayed = await openOnly('sms', settings({ TWILIO_API_ROOT: root }));
    try {
      expect(await strayed.send(MESSAGE)).toMatchObject({ kind: 'accepted' });
      expect(requests).toHaveLength(1);
    } finally {
      for (const name of Object.keys(astray)) delete process.env[name];
      await strayed.close();
    }
  });

  it.each(['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_MESSAGING_SERVICE_SID'])(
    'names %s when it is missing',
    async (name) => {
      await expect(openOnly('sms', settings({ [name]: '' }))).rejects.toThrow(name);
    },
  );
});

describe('a status callback', () => {
  const path = `/webhooks/twilio/status?d=${TOKEN}`;
  const signed = (fields: Record<string, string>, at = path) => ({
    path: at,
    fields,
    signature: signature(AUTH_TOKEN, `https://siar.go.id${at}`, fields),
  });

  it.each([
    ['accepted', undefined, null],
    ['queued', undefined, null],
    ['sending', undefined, null],
    ['sent', undefined, null],
    ['delivered', undefined, { verdict: 'delivered', reason: 'twilio delivered' }],
    ['undelivered', '30005', { verdict: 'dead', reason: 'twilio 30005' }],
    ['undelivered', '30003', { verdict: 'soft', reason: 'twilio 30003' }],
    ['failed', '30007', { verdict: 'sender_at_fault', reason: 'twilio 30007' }],
    ['failed', undefined, { verdict: 'failed', reason: 'twilio undelivered' }],
  ])('%s %s', (MessageStatus, ErrorCode, receipt) => {
    const fields = { MessageSid: 'SM1', MessageStatus, To: MESSAGE.to, ...(ErrorCode ? { ErrorCode } : {}) };
    expect(readTwilioStatus(settings(), signed(fields))).toEqual(
      receipt === null ? null : { token: TOKEN, ...receipt },
    );
  });

  it('is rejected when it was changed or not signed', () => {
    const good = signed({ MessageSid: 'SM1', MessageStatus: 'delivered' });
    const forged = [
      { ...good, fields: { ...good.fields, MessageStatus: 'undelivered' } },
      { ...good, path: '/webhooks/twilio/status?d=7-5-00000000000000000000000000000000' },
      { ...good, signature: undefined },
      { ...good, signature: '' },
      { ...good, signature: signature('another-auth-token', `https://siar.go.id${path}`, good.fields) },
    ];
    for (const callback of forged) {
      expect(() => readTwilioStatus(settings(), callback)).toThrow(
        expect.objectContaining({ kind: 'forbidden' }),
      );
    }
    expect(() => readTwilioStatus(settings({ TWILIO_AUTH_TOKEN: '' }), good)).toThrow();
  });

  it('is null without a token', () => {
    expect(
      readTwilioStatus(settings(), signed({ MessageStatus: 'delivered' }, '/webhooks/twilio/status')),
    ).toBeNull();
  });
});
