import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import type { Channel, ChannelName, OutgoingMessage, Outcome } from '#channels';
import { adheresToTheContract, type Stand, type Trouble } from './contract.js';

// An invented channel, which shows what a new one requires: docs/channels.md. It has its own provider protocol, POST /
// with {to, text}, and passes the same suite as the others. Its name is not in CHANNELS, hence the cast.
const NAME = 'echo' as ChannelName;

class EchoChannel implements Channel {
  readonly name = NAME;
  readonly account = 'first';
  readonly atOnce = 32;
  readonly revisions = null;

  constructor(private readonly root: string) {}

  async send({ to, text }: OutgoingMessage): Promise<Outcome> {
    const { status, code } = await this.call('POST', JSON.stringify({ to, text }));
    if (status === 200) return { kind: 'accepted', providerId: 'echo' };
    if (status === 404) return { kind: 'dead', reason: 'echo 404' };
    if (status === 403) return { kind: 'sender_at_fault', reason: 'echo 403' };
    if (status === 429) return { kind: 'slow_down', reason: 'echo 429', afterMs: 1_000 };
    if (status !== null) return { kind: 'away', reason: `echo ${status}` };
    return { kind: code === 'ECONNREFUSED' ? 'away' : 'unknown', reason: `echo ${code}` };
  }

  async check(): Promise<void> {
    const { status, code } = await this.call('GET', '');
    if (status !== 200) throw new Error(`Echo does not answer: ${code}`);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private call(method: string, body: string): Promise<{ status: number | null; code: string }> {
    return new Promise((resolve) => {
      const call = request(this.root, { method, timeout: 2000 }, (response) => {
        response.resume().once('end', () => resolve({ status: response.statusCode ?? 0, code: '' }));
      });
      call.once('timeout', () => call.destroy(Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' })));
      call.once('error', (error: NodeJS.ErrnoException) =>
        resolve({ status: null, code: error.code ?? 'ERROR' }),
      );
      call.end(body);
    });
  }
}

const STATUS: Partial<Record<Trouble, number>> = {
  away: 503,
  dead: 404,
  sender_at_fault: 403,
  slow_down: 429,
};

async function echoStand(): Promise<Stand> {
  let trouble: Trouble | null = null;
  let inbox: { to: string; text: string }[] = [];
  const answer = (response: ServerResponse, body: string): void => {
    const status = trouble === null ? undefined : STATUS[trouble];
    if (body === '') response.end();
    else if (trouble === 'reset_before_message') response.destroy();
    else if (status !== undefined) response.writeHead(status).end();
    else {
      inbox.push(JSON.parse(body) as { to: string; text: string });
      if (trouble === 'reset_after_message') response.destroy();
      else if (trouble !== 'no_answer') response.end();
    }
  };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => answer(response, Buffer.concat(chunks).toString()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    channel: new EchoChannel(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`),
    unreachable: new EchoChannel('http://127.0.0.1:1'),
    address: (number) => `echo-${number}`,
    order: (ordered) => void (trouble = ordered),
    calm: () => {
      trouble = null;
      inbox = [];
    },
    arrived: () => Promise.resolve(inbox),
    brokenBefore: 'unknown',
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

adheresToTheContract(NAME, echoStand);
