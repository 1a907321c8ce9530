import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';
import { mountConsole } from './console.js';

const PAGE = '<!doctype html><title>Siar</title>';
const SCRIPT = 'export const siar = 1;';

/** Serves a folder as the publisher does; paths outside the console get a 404. */
async function serve(folder: string): Promise<{ server: Server; url: string }> {
  const app = express();
  mountConsole(app as unknown as NestExpressApplication, folder);
  app.use((_request, response) => void response.status(404).json({ status: 404 }));
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('serving the console', () => {
  let folder: string;
  let served: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'siar-console-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), PAGE);
    writeFileSync(join(folder, 'assets/main-abc.js'), SCRIPT);
    writeFileSync(join(folder, 'assets/main-abc.js.gz'), gzipSync(SCRIPT));
    writeFileSync(join(folder, 'assets/main-abc.js.br'), brotliCompressSync(SCRIPT));
    served = await serve(folder);
  });
  afterAll(() => {
    served.server.close();
    rmSync(folder, { recursive: true });
  });
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${served.url}${path}`, { method, headers: { connection: 'close', ...headers } });
  const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

  it.each(['/', '/siaran/123', '/tulis', '/audit?act=x'])(
    'answers a browser at %s with the page, uncached',
    async (path) => {
      const answer = await get(path, BROWSER);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache']);
      expect(await answer.text()).toBe(PAGE);
    },
  );

  it.each(['/api/v1/nothing', '/ops/nothing', '/health/nothing', '/metrics', '/assets/old-file.js'])(
    'leaves %s to other handlers',
    async (path) => expect((await get(path, BROWSER)).status).toBe(404),
  );

  it('leaves programs and state-changing requests to other handlers', async () => {
    expect((await get('/siaran/123', { accept: '*/*' })).status).toBe(404);
    expect((await get('/siaran/123', BROWSER, 'POST')).status).toBe(404);
  });

  it('lets browsers cache files with hashed names, compressed if they accept it', async () => {
    for (const [takes, packing] of [
      ['gzip', 'gzip'],
      ['gzip, deflate, br', 'br'],
    ] as const) {
      const packed = await get('/assets/main-abc.js', { 'accept-encoding': takes });
      expect(packed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(packed.headers.get('content-encoding')).toBe(packing);
      expect(packed.headers.get('content-type')).toMatch(/^text\/javascript/);
      expect(await packed.text()).toBe(SCRIPT);
    }
    const plain = await get('/assets/main-abc.js', { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect([plain.headers.get('vary'), await plain.text()]).toEqual(['Accept-Encoding', SCRIPT]);
  });

  it('reports that the console is not built', async () => {
    const { server, url } = await serve(join(folder, 'not-there'));
    const answer = await fetch(url, { headers: { connection: 'close' } });
    expect([answer.status, await answer.text()]).toEqual([
      503,
      'The console is not built: npm run build:console\n',
    ]);
    server.close();
  });
});
