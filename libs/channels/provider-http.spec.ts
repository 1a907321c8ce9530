import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { NoAnswer, type ProviderAnswer, ProviderHttp, type ProviderRequest } from './provider-http.js';

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

const breaking = (): Promise<number> =>
  port(createTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy())));

function line(root: string): ProviderHttp {
  const http = new ProviderHttp(root, 800);
  closers.push(() => http.close());
  return http;
}

const ask = (http: ProviderHttp, more: Partial<ProviderRequest> = {}): Promise<ProviderAnswer> =>
  http.ask({ method: 'POST', path: '/x', headers: {}, body: 'message', timeoutMs: 2_000, ...more });

/** Returns the code and the `sent` flag of the error that a request to this address ends with. */
async function failure(root: string, more: Partial<ProviderRequest> = {}): Promise<[string, boolean]> {
  const error: unknown = await ask(line(root), more).catch((thrown: unknown) => thrown);
  if (!(error instanceof NoAnswer)) throw new Error('there was an answer');
  return [error.code, error.sent];
}

describe('ProviderHttp', () => {
  it('returns a response of any status, from a path below the address', async () => {
    const server = createServer((request, response) => {
      request.setEncoding('utf8');
      request.on('data', (body: string) =>
        response.writeHead(503, 'Not now').end(`${request.method} ${request.url} ${body}`),
      );
    });
    const answer = await ask(line(`http://127.0.0.1:${await port(server)}/bots/`));
    expect(answer).toEqual({ status: 503, statusText: 'Not now', text: 'POST /bots/x message' });
  });

  it('reports a refused connection as not sent', async () => {
    expect(await failure('http://127.0.0.1:1')).toEqual(['ECONNREFUSED', false]);
  });

  it('reports a failed TLS handshake as not sent: after silence, a reset, garbage', async () => {
    const silent = await port(createTcpServer());
    expect(await failure(`https://127.0.0.1:${silent}`)).toEqual(['ETIMEDOUT', false]);
    expect(await failure(`https://127.0.0.1:${await breaking()}`)).toEqual([expect.any(String), false]);
    const babbling = await port(createTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect(await failure(`https://127.0.0.1:${babbling}`)).toEqual([expect.any(String), false]);
  });

  it('reports a connection that breaks after the request as possibly sent', async () => {
    expect(await failure(`http://127.0.0.1:${await breaking()}`)).toEqual(['ECONNRESET', true]);
    const hangingUp = await port(createTcpServer((socket) => socket.once('data', () => socket.end())));
    expect(await failure(`http://127.0.0.1:${hangingUp}`)).toEqual(['ECONNRESET', true]);
  });

  it('ends a request at its time limit and on an abort', async () => {
    const silent = await port(createTcpServer());
    expect(await failure(`http://127.0.0.1:${silent}`, { timeoutMs: 50 })).toEqual(['ETIMEDOUT', true]);
    const dripping = createServer((_request, response) => {
      const drip = setInterval(() => response.write('.'), 10);
      response.once('close', () => clearInterval(drip));
    });
    const slow = `http://127.0.0.1:${await port(dripping)}`;
    expect(await failure(slow, { timeoutMs: 100 })).toEqual(['ETIMEDOUT', true]);
    const breakOff = new AbortController();
    const arrived = createTcpServer((socket) => socket.once('data', () => breakOff.abort()));
    const root = `http://127.0.0.1:${await port(arrived)}`;
    expect(await failure(root, { signal: breakOff.signal })).toEqual(['ABORT_ERR', true]);
    expect(await failure(root, { signal: AbortSignal.abort() })).toEqual(['ABORT_ERR', false]);
  });

  it('never writes a request that was aborted before the connection', async () => {
    const seen: Buffer[] = [];
    const server = createTcpServer((socket) => socket.on('data', (bytes) => seen.push(bytes)));
    const root = `http://127.0.0.1:${await port(server)}`;
    const connected = once(server, 'connection');
    expect(await failure(root, { signal: AbortSignal.abort() })).toEqual(['ABORT_ERR', false]);
    const [socket] = (await connected) as [Socket];
    await once(socket, 'close');
    expect(seen).toEqual([]);
  });

  it('keeps its connection and reuses it', async () => {
    let connections = 0;
    const server = createServer((_request, response) => response.end('ok'));
    server.on('connection', () => connections++);
    const http = line(`http://127.0.0.1:${await port(server)}`);
    for (let request = 0; request < 3; request++) {
      await ask(http);
      // A connection becomes free a moment after its response.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(connections).toBe(1);
  });

  it('opens a connection for each concurrent request', async () => {
    const waiting: (() => void)[] = [];
    const server = createServer((_request, response) => {
      waiting.push(() => response.end('ok'));
      if (waiting.length === 5) for (const answer of waiting) answer();
    });
    const http = line(`http://127.0.0.1:${await port(server)}`);
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(http)));
    expect(answers.map(({ text }) => text)).toEqual(Array(5).fill('ok'));
  });
});
