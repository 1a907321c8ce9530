import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { deadlineAfter, moment } from '#platform/waiting';
import { testConfig } from '../../../test/factories/database.js';
import type { Channel, OutgoingMessage } from '../channel.js';
import { openEmail } from './email.channel.js';
import { accountsOf } from '../accounts/accounts.js';
import { openOnly } from '../../../test/factories/open-only.js';
import { SmtpPool } from './smtp/pool.js';
import { smtpTarget } from './smtp/target.js';

const MESSAGE: OutgoingMessage = {
  to: 'warga@example.org',
  subject: 'Pemilu',
  text: 'Halo',
  html: '<p>Halo</p>',
  language: 'id',
  token: '7-4-00000000000000000000000000000000',
  messageId: '7-4',
  broadcastId: '7',
  unsubscribeUrl: 'https://siar.go.id/unsubscribe/x',
  verifyUrl: 'https://siar.go.id/verify/ABCDEFGHIJ',
  expiresAt: new Date(Date.now() + 3600_000),
};
const PARCEL = {
  from: 'b.1-1-a@bounce.siar.go.id',
  to: 'warga@example.org',
  envelopeId: '1-1-a',
  startBy: deadlineAfter(moment(), 3600_000),
};

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

function email(smtpUrl: string, more: Record<string, string> = {}): Channel {
  const config = testConfig('postgres://127.0.0.1:1/none', { PROVIDER_TIMEOUT_SECONDS: '1', ...more });
  const [account] = accountsOf(config).email;
  if (!account) throw new Error('there is no account');
  const channel = openEmail({ ...account, settings: { url: smtpUrl } }, config);
  closers.push(() => channel.close());
  return channel;
}

function pool(port: number, query = ''): SmtpPool {
  const made = new SmtpPool(smtpTarget(`smtp://127.0.0.1:${port}${query}`, 1_000));
  closers.push(() => made.close());
  return made;
}

/** A minimal mail server: `talk` answers each line outside of a message, `inMessage` gets the bytes of a message. */
async function bareServer(
  talk: (line: string, socket: Socket) => string | null,
  inMessage = (_bytes: Buffer, _socket: Socket): void => undefined,
) {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.write('220 bare\r\n');
    let message = false;
    socket.on('data', (bytes: Buffer) => {
      if (message) inMessage(bytes, socket);
      if (message && bytes.toString('latin1').endsWith('\r\n.\r\n')) {
        message = false;
        socket.write('250 2.0.0 taken\r\n');
        return;
      }
      if (message) return;
      for (const line of bytes.toString('latin1').split('\r\n').filter(Boolean)) {
        const answer = talk(line, socket);
        message = answer?.startsWith('354') === true;
        if (answer !== null && !socket.destroyed) socket.write(`${answer}\r\n`);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const polite = (line: string): string => (line === 'DATA' ? '354 go on' : '250 ok');

describe('the e-mail channel', () => {
  it('stuffs leading dots, and ends the message once', async () => {
    const received: Buffer[] = [];
    const port = await bareServer(polite, (bytes) => received.push(bytes));
    const mime = 'Subject: x\r\n\r\n.\r\n..two\r\n.a line\r\nnot. here\r\n';
    expect(await pool(port).send({ ...PARCEL, mime })).toEqual({ kind: 'taken', reply: '250 2.0.0 taken' });
    expect(Buffer.concat(received).toString()).toBe(
      'Subject: x\r\n\r\n..\r\n...two\r\n..a line\r\nnot. here\r\n.\r\n',
    );
  });

  it('sends from the VERP address, and reuses a free connection', async () => {
    const lines: string[] = [];
    const port = await bareServer((line) => {
      lines.push(line);
      return polite(line);
    });
    const channel = email(`smtp://127.0.0.1:${port}`);
    for (let copy = 0; copy < 3; copy++) expect(await channel.send(MESSAGE)).toEqual({ kind: 'accepted' });
    expect(lines.filter((line) => line.startsWith('EHLO'))).toHaveLength(1);
    expect(lines.filter((line) => line === `MAIL FROM:<b.${MESSAGE.token}@bounce.siar.go.id>`)).toHaveLength(
      3,
    );
  });

  it('does not begin a hand-over after its deadline', async () => {
    const lines: string[] = [];
    const port = await bareServer((line) => {
      lines.push(line);
      return polite(line);
    });
    const channel = email(`smtp://127.0.0.1:${port}?maxConnections=1`);
    const [inTime, late] = await Promise.all([
      channel.send(MESSAGE),
      channel.send({ ...MESSAGE, to: 'terlambat@example.org', expiresAt: new Date() }),
    ]);
    expect(inTime).toEqual({ kind: 'accepted' });
    expect(late).toEqual({ kind: 'slow_down', afterMs: 0, reason: 'not begun in time' });
    expect(lines.join()).not.toContain('terlambat');
  });

  it('resets after a refused address, and reuses the connection', async () => {
    const lines: string[] = [];
    const port = await bareServer((line) => {
      lines.push(line.split(':', 1)[0] ?? line);
      return line.startsWith('RCPT') && line.includes('dead') ? '550 5.1.1 no such user' : polite(line);
    });
    const channel = email(`smtp://127.0.0.1:${port}`);
    expect(await channel.send({ ...MESSAGE, to: 'dead@example.org' })).toEqual({
      kind: 'dead',
      reason: 'smtp 5.1.1',
    });
    expect(await channel.send(MESSAGE)).toEqual({ kind: 'accepted' });
    expect(lines.filter((line) => line !== 'QUIT')).toEqual([
      expect.stringMatching(/^EHLO/),
      'MAIL FROM',
      'RCPT TO',
      'RSET',
      'MAIL FROM',
      'RCPT TO',
      'DATA',
    ]);
  });

  it('opens a new connection when the server has closed a kept one', async () => {
    let connections = 0;
    const port = await bareServer((line, socket) => {
      if (line.startsWith('EHLO')) connections++;
      if (line.startsWith('MAIL') && connections === 1 && socket.bytesRead > 300) socket.resetAndDestroy();
      return polite(line);
    });
    const channel = email(`smtp://127.0.0.1:${port}`);
    expect(await channel.send(MESSAGE)).toEqual({ kind: 'accepted' });
    expect(await channel.send(MESSAGE)).toEqual({ kind: 'accepted' });
    expect(connections).toBe(2);
  });

  it('distinguishes a message that was cut off from a complete one', async () => {
    // Far more than the sockets' buffers hold, so that the client is still writing when the server disconnects.
    const large = `Subject: x\r\n\r\n${'abc\r\n'.repeat(6 * 1024 * 1024)}`;
    const cutting = await bareServer(polite, (_bytes, socket) => socket.resetAndDestroy());
    expect(await pool(cutting).send({ ...PARCEL, mime: large })).toMatchObject({
      kind: 'broken',
      at: 'talking',
    });
    const cuttingLate = await bareServer(polite, (bytes, socket) => {
      if (bytes.toString('latin1').endsWith('\r\n.\r\n')) socket.resetAndDestroy();
    });
    const small = 'Subject: x\r\n\r\nshort\r\n';
    expect(await pool(cuttingLate).send({ ...PARCEL, mime: small })).toMatchObject({
      kind: 'broken',
      at: 'written',
    });
  });

  it.each([
    ['greets', 'away', () => null],
    ['answers MAIL', 'retry', (line: string) => (line.startsWith('EHLO') ? '250 ok' : null)],
    ['asks for the message', 'retry', (line: string) => (line === 'DATA' ? null : '250 ok')],
  ])('times out when the server no longer %s: %s', async (_when, kind, talk) => {
    const port = await bareServer(talk);
    const channel = email(`smtp://127.0.0.1:${port}`, { PROVIDER_TIMEOUT_SECONDS: '0.3' });
    expect(await channel.send(MESSAGE)).toEqual({ kind, reason: 'smtp ETIMEDOUT' });
  });

  it('reads a refusal that comes with the end of the connection', async () => {
    const port = await bareServer((line, socket) => {
      if (!line.startsWith('RCPT')) return polite(line);
      socket.end('421 4.3.2 shutting down\r\n');
      return null;
    });
    expect(await email(`smtp://127.0.0.1:${port}`).send(MESSAGE)).toMatchObject({ kind: 'slow_down' });
  });

  it('limits its connections, and replaces each after its number of messages', async () => {
    let open = 0;
    let most = 0;
    let total = 0;
    const port = await bareServer((line, socket) => {
      if (line.startsWith('EHLO')) {
        most = Math.max(most, ++open);
        total++;
        socket.once('close', () => open--);
      }
      return line === 'QUIT' ? '221 bye' : polite(line);
    });
    const limited = pool(port, '?maxConnections=3&maxMessages=2');
    const mime = 'Subject: x\r\n\r\nshort\r\n';
    const handovers = await Promise.all(Array.from({ length: 12 }, () => limited.send({ ...PARCEL, mime })));
    expect(handovers.filter(({ kind }) => kind !== 'taken')).toEqual([]);
    expect(total).toBeGreaterThanOrEqual(6);
    // A connection may still be closing after QUIT when its successor opens.
    expect(most).toBeLessThanOrEqual(6);
  });

  it('authenticates, over TLS where the server offers it, and reports a refused login', async () => {
    const seen: { secure: boolean; user: string | undefined }[] = [];
    const server = new SMTPServer({
      logger: false,
      authMethods: ['PLAIN'],
      onAuth: ({ username, password }, session, callback) => {
        seen.push({ secure: session.secure, user: username });
        if (password === 'p@ss') callback(null, { user: username });
        else callback(Object.assign(new Error('5.7.8 no'), { responseCode: 535 }));
      },
      onData: (stream, _session, callback) => stream.resume().once('end', () => callback()),
    });
    const listening = server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    closers.push(() => new Promise<void>((resolve) => server.close(resolve)));
    const address = listening.address();
    const host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

    const trusting = 'tls.rejectUnauthorized=false';
    const channel = email(`smtp://siar:p%40ss@${host}?${trusting}`);
    await channel.check();
    expect(await channel.send(MESSAGE)).toEqual({ kind: 'accepted' });
    expect(seen).toEqual([
      { secure: true, user: 'siar' },
      { secure: true, user: 'siar' },
    ]);
    const wrong = email(`smtp://siar:wrong@${host}?${trusting}`);
    expect(await wrong.send(MESSAGE)).toEqual({ kind: 'own_fault', reason: 'smtp 5.7.8' });
    await expect(wrong.check()).rejects.toThrow('refuses us: 535');
    // The server's certificate is not trusted: nothing is sent to it by default.
    expect(await email(`smtp://siar:p%40ss@${host}`).send(MESSAGE)).toMatchObject({ kind: 'away' });
  });

  it('names a missing or invalid setting', async () => {
    const open = (more: Record<string, string>): Promise<Channel> =>
      openOnly('email', testConfig('postgres://127.0.0.1:1/none', more));
    const smtp = { SMTP_URL: 'smtp://127.0.0.1:1' };
    await expect(open({})).rejects.toThrow('SMTP_URL is missing');
    await expect(open({ ...smtp, DKIM_DOMAIN: 'siar.go.id' })).rejects.toThrow('DKIM_PRIVATE_KEY is missing');
    const key = '-----BEGIN PRIVATE KEY-----\nnot one\n-----END PRIVATE KEY-----';
    await expect(open({ ...smtp, DKIM_PRIVATE_KEY: key })).rejects.toThrow('DKIM_DOMAIN is missing');
    await expect(open({ ...smtp, DKIM_DOMAIN: 'siar.go.id', DKIM_PRIVATE_KEY: key })).rejects.toThrow(
      'DKIM_PRIVATE_KEY cannot be read',
    );
  });
});
