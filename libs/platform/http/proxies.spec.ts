import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { watchProxies } from './proxies.js';

const HTTPS = 'https://siar.go.id';

describe('watchProxies', () => {
  const servers: Server[] = [];
  afterAll(() => servers.forEach((server) => server.close()));

  /** Starts a program with this TRUST_PROXY. @returns a request as a proxy sends it, and what the program reported */
  async function program(trust: string, host = '127.0.0.1') {
    const lines: string[] = [];
    const app = express();
    app.set('trust proxy', trust);
    let reports = 0;
    watchProxies(
      app,
      { TRUST_PROXY: trust, HOST: host, PUBLIC_URL: HTTPS },
      pino({ level: 'warn' }, { write: (line: string) => lines.push(line) }),
      () => (reports += 1),
    );
    app.use((request, response) => response.end(request.ip));
    const server = createServer(app);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const through = (headers: Record<string, string>): Promise<string> =>
      new Promise((resolve, reject) => {
        ask({ port, host: '127.0.0.1', headers }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
          response.on('end', () => resolve(text));
        })
          .on('error', reject)
          .end();
      });
    return { through, lines, reports: () => reports };
  }

  it('reports an untrusted proxy at its first request, once, and without any address', async () => {
    const { through, lines, reports } = await program('192.0.2.1');
    for (let n = 0; n < 5; n++) expect(await through({ 'x-forwarded-for': '203.0.113.7' })).toBe('127.0.0.1');
    expect([lines.length, reports()]).toEqual([1, 1]);
    expect(lines[0]).toContain('Set TRUST_PROXY to its address');
    expect(lines[0]).not.toContain('203.0.113.7');
  });

  it('ignores a trusted proxy and direct requests', async () => {
    const { through, lines } = await program('loopback');
    expect(await through({ 'x-forwarded-for': '203.0.113.7' })).toBe('203.0.113.7');
    expect(await through({})).toBe('127.0.0.1');
    expect(lines).toEqual([]);
  });

  it('warns at start when the program listens beyond its own host and names no proxy', async () => {
    expect((await program('loopback', '0.0.0.0')).lines).toHaveLength(1);
    expect((await program('uniquelocal', '0.0.0.0')).lines).toHaveLength(0);
  });
});
