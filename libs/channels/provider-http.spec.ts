import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { request as secureRequest } from 'node:https';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { keptAlive, networkReason, unsent } from './provider-http.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function port(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function agentFor(root: string, timeoutMs = 400): ReturnType<typeof keptAlive> {
  const agent = keptAlive(root, timeoutMs);
  closers.push(() => Promise.resolve(agent.destroy()));
  return agent;
}

/** The error a request to this address ends with. */
async function failure(root: string): Promise<unknown> {
  const ask = root.startsWith('https:') ? secureRequest : get;
  const request = ask(root, { agent: agentFor(root) });
  request.end();
  const [error] = (await once(request, 'error').catch((thrown: unknown) => [thrown])) as [unknown];
  return error;
}

describe('connections to a provider', () => {
  it('know that nothing was sent when nobody listens', async () => {
    const refused = await failure('http://127.0.0.1:1');
    expect([unsent(refused), networkReason(refused)]).toEqual([true, 'ECONNREFUSED']);
  });

  it('know that nothing was sent when TLS does not come about: in silence, in a breach, in nonsense', async () => {
    const silent = await port(createTcpServer());
    const silence = await failure(`https://127.0.0.1:${silent}`);
    expect([unsent(silence), networkReason(silence)]).toEqual([true, 'ETIMEDOUT']);
    const breaking = await port(
      createTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy())),
    );
    expect(unsent(await failure(`https://127.0.0.1:${breaking}`))).toBe(true);
    const babbling = await port(createTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect(unsent(await failure(`https://127.0.0.1:${babbling}`))).toBe(true);
  });

  it('claim nothing about a connection that breaks after the request', async () => {
    const breaking = await port(
      createTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy())),
    );
    const broken = await failure(`http://127.0.0.1:${breaking}`);
    expect([unsent(broken), networkReason(broken)]).toEqual([false, 'ECONNRESET']);
  });

  it('are kept, and used again', async () => {
    let connections = 0;
    const server = createServer((_request, response) => response.end('ok'));
    server.on('connection', () => connections++);
    const root = `http://127.0.0.1:${await port(server)}`;
    const agent = agentFor(root);
    for (let request = 0; request < 3; request++) {
      const [response] = (await once(get(root, { agent }), 'response')) as [NodeJS.ReadableStream];
      await once(response.resume(), 'end');
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(connections).toBe(1);
  });

  it('take an error for what it is where it comes from elsewhere', () => {
    expect([unsent(new Error('x')), unsent(null), networkReason('x')]).toEqual([false, false, 'error']);
  });
});
