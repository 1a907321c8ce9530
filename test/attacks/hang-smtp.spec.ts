import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Channel, type OutgoingMessage } from '#channels';
import { deadlineAfter, moment } from '#platform/waiting';
import { openOnly } from '../factories/open-only.js';
import { testConfig } from '../factories/database.js';

/** PROVIDER_TIMEOUT_SECONDS: the limit of one complete hand-over. */
const TIMEOUT_S = 0.5;
/** The slow server's delay for each reply, in ms: below the limit, but three steps exceed it. */
const SLOW_MS = 200;

const message = (to: string): OutgoingMessage => ({
  to,
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
});

type Step = 'greeting' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'dot';

/** A mail server that delays the ordered steps. */
async function slowServer() {
  const slow = new Set<Step>();
  const taken: string[] = [];
  const said: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    let to = '';
    let body = '';
    let inMessage = false;
    const answer = async (step: Step, reply: string): Promise<void> => {
      if (slow.has(step)) await sleep(SLOW_MS);
      if (!socket.destroyed) socket.write(`${reply}\r\n`);
    };
    void answer('greeting', '220 lambat');
    socket.on('data', (bytes: Buffer) => {
      const text = bytes.toString('latin1');
      if (inMessage) {
        body += text;
        if (!body.endsWith('\r\n.\r\n')) return;
        inMessage = false;
        taken.push(to);
        return void answer('dot', '250 taken');
      }
      said.push(text);
      const verb = text.slice(0, 4) as Step;
      if (verb === 'RCPT') to = /<(.*?)>/.exec(text)?.[1] ?? '';
      inMessage = verb === 'DATA';
      body = '';
      void answer(verb, inMessage ? '354 go on' : '250 ok');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    slow,
    taken,
    said,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a mail server that answers each command late', () => {
  let server: Awaited<ReturnType<typeof slowServer>>;
  let channel: Channel;
  beforeAll(async () => {
    server = await slowServer();
    channel = await openOnly(
      'email',
      testConfig('postgres://127.0.0.1:1/none', {
        SMTP_URL: `smtp://127.0.0.1:${server.port}?maxConnections=1`,
        PROVIDER_TIMEOUT_SECONDS: String(TIMEOUT_S),
      }),
    );
    // The worker thread runs, and its first connection is open.
    expect(await channel.send(message('pertama@example.org'))).toMatchObject({ kind: 'accepted' });
  });
  afterAll(async () => {
    await channel.close();
    await server.stop();
  });
  afterEach(() => server.slow.clear());

  const timed = async <T>(work: Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work;
    expect(performance.now() - began).toBeLessThan(TIMEOUT_S * 1000 + 300);
    return result;
  };

  it('has one deadline for the whole hand-over: before the final dot it is retried', async () => {
    for (const step of ['MAIL', 'RCPT', 'DATA'] as const) server.slow.add(step);
    expect(await timed(channel.send(message('lambat@example.org')))).toEqual({
      kind: 'retry',
      reason: 'smtp ETIMEDOUT',
    });
    await sleep(4 * SLOW_MS);
    expect(server.taken).not.toContain('lambat@example.org');
  });

  it('includes connecting in the deadline: the server is away then, as a probe finds within the same time', async () => {
    for (const step of ['greeting', 'EHLO', 'MAIL'] as const) server.slow.add(step);
    expect(await timed(channel.send(message('sambung@example.org')))).toMatchObject({ kind: 'retry' });
    server.slow.clear();
    // One slow step: two of them leave a busy machine a tenth of a second.
    server.slow.add('greeting');
    await expect(timed(channel.check())).resolves.toBeUndefined();
    expect(server.taken).not.toContain('sambung@example.org');
  });

  it('after the final dot the outcome is unknown', async () => {
    expect(await channel.send(message('cepat@example.org'))).toMatchObject({ kind: 'accepted' });
    for (const step of ['RCPT', 'DATA', 'dot'] as const) server.slow.add(step);
    expect(await timed(channel.send(message('titik@example.org')))).toEqual({
      kind: 'unknown',
      reason: 'smtp ETIMEDOUT',
    });
    expect(server.taken).toContain('titik@example.org');
  });

  it('gets no copy with a lease that would end before the hand-over', async () => {
    for (const step of ['MAIL', 'RCPT', 'DATA'] as const) server.slow.add(step);
    const first = channel.send(message('satu@example.org'));
    const began = performance.now();
    const second = channel.send({
      ...message('dua@example.org'),
      startBy: deadlineAfter(moment(), 100),
    });
    expect(await second).toMatchObject({ kind: 'slow_down', afterMs: 0 });
    expect(performance.now() - began).toBeLessThan(TIMEOUT_S * 1000 - 100);
    await first;
    expect(server.said.join()).not.toContain('dua@');
  });

  it('gets nothing from a machine that was suspended past its lease, by either clock', async () => {
    const now = moment();
    for (const startBy of [
      { steady: now.steady + 3600_000, wall: now.wall - 1 },
      { steady: now.steady - 1, wall: now.wall + 3600_000 },
    ])
      expect(await channel.send({ ...message('tidur@example.org'), startBy })).toMatchObject({
        kind: 'slow_down',
      });
    expect(server.said.join()).not.toContain('tidur@');
  });
});
