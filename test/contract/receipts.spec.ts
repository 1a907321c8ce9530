import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { ParsedReceipt } from '#channels';
import { readBounceReport } from '#channels/email';
import { readTwilioStatus } from '#channels/sms';
import { type Sandbox, startSandbox } from '../../apps/sandbox/sandbox.js';
import { openOnly } from '../factories/open-only.js';
import { testConfig } from '../factories/database.js';
import { message } from './contract.js';

const SECRET = 'a-secret-of-the-mail-server';
const AUTH_TOKEN = 'the-auth-token-of-the-account';

/** The reports received from the providers, by path. */
const reported: { path: string; headers: IncomingMessage['headers']; body: Buffer }[] = [];
const gateway = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => {
    reported.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(204).end();
    gateway.emit('reported');
  });
});
let sandbox: Sandbox;
let publicUrl: string;

beforeAll(async () => {
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const address = gateway.address();
  publicUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const bounces = { url: `${publicUrl}/webhooks/email/bounce`, secret: SECRET };
  sandbox = await startSandbox({ bounces, twilioAuthToken: AUTH_TOKEN });
});
beforeEach(() => reported.splice(0));
afterAll(async () => {
  await sandbox.stop();
  gateway.closeAllConnections();
  await new Promise((resolve) => gateway.close(resolve));
});

const settings = () =>
  testConfig('postgres://127.0.0.1:1/none', {
    SMTP_URL: sandbox.smtpUrl,
    TWILIO_API_ROOT: sandbox.httpUrl,
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_MESSAGING_SERVICE_SID: `MG${'0'.repeat(32)}`,
    PUBLIC_URL: publicUrl,
  });

/** Waits for a report that satisfies a condition. */
async function firstVerdict(
  read: (report: (typeof reported)[number]) => Promise<ParsedReceipt | null>,
): Promise<ParsedReceipt> {
  for (let next = 0; ; next++) {
    while (reported.length <= next) await once(gateway, 'reported');
    const report = reported[next];
    const said = report ? await read(report) : null;
    if (said) return said;
  }
}

describe('receipts from the providers', () => {
  it('names the bounced e-mail, though the report does not contain our ids', async () => {
    sandbox.faults.order({ channel: 'email', kind: 'late_bounce', count: 1 });
    const channel = await openOnly('email', settings());
    const sent = message('pindah@example.org');
    expect(await channel.send(sent)).toMatchObject({ kind: 'accepted' });
    const receipt = await firstVerdict(({ body }) => readBounceReport(body, settings()));
    expect(receipt).toMatchObject({ token: sent.token, verdict: 'dead' });
    await channel.close();
  });

  it.each([
    ['delivered', '71-43-0123456789abcdef0123456789abcdef', null],
    ['dead', '71-44-0123456789abcdef0123456789abcdef', 'late_bounce'],
  ] as const)('names the SMS that was %s, with a valid signature', async (verdict, token, fault) => {
    sandbox.faults.clear();
    if (fault) sandbox.faults.order({ channel: 'sms', kind: fault, count: 1 });
    const channel = await openOnly('sms', settings());
    const sent = message('+6281210000001', { text: 'KPU: TPS buka 07.00', token });
    expect(await channel.send(sent)).toMatchObject({ kind: 'accepted' });
    const receipt = await firstVerdict(async ({ path, headers, body }) => {
      const signature = headers['x-twilio-signature'];
      const fields = Object.fromEntries(new URLSearchParams(body.toString()));
      const said = readTwilioStatus(settings(), {
        path,
        fields,
        signature: typeof signature === 'string' ? signature : undefined,
      });
      // Some reports are repeated or late: those of the previous message do not belong to this one.
      return said?.token === token ? said : null;
    });
    expect(receipt).toMatchObject({ token: sent.token, verdict });
    await channel.close();
  });
});
