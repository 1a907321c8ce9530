import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { createLogger } from '#platform/logging';
import { startTracing } from '#platform/tracing';
import { usualBackend } from '../factories/database.js';
import { type TestSystem, testSystem } from '../factories/system.js';

interface Sent {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}

/** A collector of OTLP over HTTP in JSON (opentelemetry.io/docs/specs/otlp). */
async function collector() {
  const spans: Sent[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const whole = Buffer.concat(parts);
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(whole) : whole).toString();
      bodies.push(text);
      const body = JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: Sent[] }[] }[] };
      for (const resource of body.resourceSpans)
        for (const scope of resource.scopeSpans) spans.push(...scope.spans);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, spans, bodies, stop: () => new Promise((done) => server.close(done).closeAllConnections()) };
}

describe('the trace of a broadcast', () => {
  let system: TestSystem;
  afterAll(() => system.stop());

  it('leads from the approval to the receipts, in one trace, with a span for each chunk, and names nobody', async () => {
    const { url, spans, bodies, stop } = await collector();
    const end = await startTracing(
      'test',
      { OTEL_EXPORTER_OTLP_ENDPOINT: url },
      createLogger('test', 'silent'),
    );
    const [backend] = usualBackend();
    system = await testSystem({ queueUrl: backend?.url(), contacts: 200, more: { CLAIM_WINDOW: '50' } });
    const ids = [
      await system.broadcast({ channels: ['sms'] }),
      await system.broadcast({ channels: ['email'] }),
    ];
    const [id = '', other = ''] = ids;
    const { total } = await system.until(
      id,
      ({ state, total: { delivered } }) => state === 'completed' && delivered > 0,
      60,
    );
    await system.until(other, ({ state }) => state === 'completed', 60);
    await end();
    await stop();

    const value = (span: Sent, key: string) => {
      const found = span.attributes.find((one) => one.key === key)?.value;
      return found?.stringValue ?? found?.intValue;
    };
    const ours = spans.filter((span) => value(span, 'siar.broadcast') === id);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(2);
    expect(new Set(ours.map(({ traceId }) => traceId)).size).toBe(1);
    const root = ours.find(({ name }) => name === 'approve');
    expect(root).toBeDefined();
    expect(root?.parentSpanId ?? '').toBe('');
    for (const span of ours) if (span !== root) expect(span.parentSpanId).toBe(root?.spanId);
    expect(new Set(ours.map(({ name }) => name))).toEqual(
      new Set(['approve', 'release a wave', 'fan out a wave', 'hand over a chunk', 'apply receipts', 'end']),
    );
    const chunks = ours.filter(({ name }) => name === 'hand over a chunk');
    const copies = chunks.reduce((sum, span) => sum + Number(value(span, 'siar.copies')), 0);
    expect(copies).toBeGreaterThanOrEqual(total.targeted - total.suppressed);
    for (const { startTimeUnixNano, endTimeUnixNano } of chunks)
      expect(BigInt(endTimeUnixNano)).toBeGreaterThan(BigInt(startTimeUnixNano));
    const people = await system.db.source.query<{ name: string }[]>(
      `SELECT name FROM contacts WHERE name <> ''`,
    );
    const addresses = [...system.sandbox.inbox.list({ broadcast: id })].map(({ arrival }) =>
      arrival.to.replace('+', ''),
    );
    expect(Math.min(people.length, addresses.length)).toBeGreaterThan(0);
    const all = bodies.join('\n');
    expect([...people.map(({ name }) => name), ...addresses].filter((one) => all.includes(one))).toEqual([]);
  });
});
