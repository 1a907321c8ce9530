import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mock } from 'node:test';
import { ACT_MS, type ApiError, ask, READ_MS } from './http';

describe('a server that takes requests and never answers', () => {
  const hanging = createServer();
  const { fetch } = globalThis;
  let reached: () => void;

  beforeAll(async () => {
    await new Promise<void>((listens) => hanging.listen(0, '127.0.0.1', listens));
    const { port } = hanging.address() as AddressInfo;
    hanging.on('request', () => reached());
    globalThis.fetch = (path, init) => fetch(`http://127.0.0.1:${port}${path as string}`, init);
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterAll(async () => {
    mock.timers.reset();
    globalThis.fetch = fetch;
    hanging.closeAllConnections();
    await new Promise((closed) => hanging.close(closed));
  });

  it.each([
    ['GET', READ_MS, 'read'],
    ['POST', ACT_MS, 'act'],
  ])('%s ends at its deadline; an act is said to be of unknown outcome', async (method, ms, late) => {
    const arrives = new Promise<void>((arrived) => (reached = arrived));
    let ended = false;
    const answer = ask(method, '/home').catch((error: unknown) => {
      ended = true;
      return error as ApiError;
    });
    await arrives;
    mock.timers.tick(ms - 1);
    await new Promise((turn) => setImmediate(turn));
    expect(ended).toBe(false);
    mock.timers.tick(1);
    expect(await answer).toMatchObject({ status: 0, problem: { late } });
  });
});
