import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Ask, Username } from '../factories/staff.js';
import { testSystem, type TestSystem } from '../factories/system.js';

describe('malformed input', () => {
  let system: TestSystem;
  let document: OpenAPIObject;
  let id: string;
  const cast = new Map<Username, Ask>();
  beforeAll(async () => {
    system = await testSystem({ contacts: 20, workers: 0 });
    for (const name of ['penulis', 'kpu-nasional', 'operator', 'admin', 'bantuan', 'dpo'] as const)
      cast.set(name, await system.as(name));
    id = await system.broadcast({ channels: ['email'] });
    document = (await (await fetch(`${system.publishers[0]?.url}/api/docs-json`)).json()) as OpenAPIObject;
  }, 40_000);
  afterAll(() => system?.stop());
  const as = (name: Username): Ask => {
    const ask = cast.get(name);
    if (!ask) throw new Error(`${name} has not signed in`);
    return ask;
  };

  it('is refused where a text contains NUL, with the field’s name', async () => {
    await as('operator')('POST', '/api/v1/emergency-stop', { reason: 'Latihan' });
    const refused = await as('operator')('POST', '/api/v1/emergency-stop/lift', { note: 'a\0b' });
    expect(refused).toMatchObject({
      status: 400,
      body: { type: 'urn:siar:malformed', faults: [{ path: 'note', code: 'unstorable' }] },
    });
    expect((await as('operator')('POST', '/api/v1/emergency-stop/lift', { note: 'Selesai' })).status).toBe(
      200,
    );
  });

  it.each(['a\0b', 'x\uD800'])('causes no 5xx on any route: %j in every text', async (text) => {
    const inAddress = encodeURIComponent(text.replaceAll(HALF, '\uFFFD'));
    const faults: string[] = [];
    for (const [path, item] of Object.entries(document.paths)) {
      // Routes that would end the test or the session.
      if (/\/session|emergency|cancel|events/.test(path)) continue;
      const target = path.replaceAll(/\{id\}/g, id).replaceAll(/\{\w+\}/g, inAddress);
      for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
        const operation = item[method];
        if (!operation) continue;
        const body = operation.requestBody && filled(operation.requestBody, text);
        const query = (operation.parameters ?? [])
          .flatMap((one) => ('in' in one && one.in === 'query' ? [`${one.name}=${inAddress}`] : []))
          .join('&');
        for (const [name, ask] of cast) {
          const asked = ask(method.toUpperCase(), query === '' ? target : `${target}?${query}`, body);
          const status = await asked.then((answer) => answer.status).catch(() => 0);
          if (status === 0 || status >= 500) faults.push(`${name} ${method} ${path}: ${status}`);
          // A user without the right to the route proves nothing.
          if (status !== 403) break;
        }
      }
    }
    expect(faults).toEqual([]);
  });

  it('is answered before the first byte when an export continues after an unknown row', async () => {
    const csv = `/api/v1/broadcasts/${id}/deliveries.csv`;
    const { status, body } = await as('operator')('GET', `${csv}?after=1`);
    expect([status, body['type']]).toEqual([404, 'urn:siar:not-found']);
    expect((await as('operator')('GET', csv)).status).toBe(200);
  });

  it('is described: CSV as CSV, and every schema as one', () => {
    for (const path of [
      '/api/v1/audit/entries.csv',
      '/api/v1/broadcasts/{id}/report.csv',
      '/api/v1/broadcasts/{id}/deliveries.csv',
    ]) {
      const answer = document.paths[path]?.get?.responses['200'];
      expect(answer && 'content' in answer && Object.keys(answer.content ?? {})).toEqual(['text/csv']);
    }
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const wrong: string[] = [];
    const look = (at: string, value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, one] of Object.entries(value)) {
        if (key === 'schema' && ajv.validateSchema(one as object) !== true) wrong.push(at);
        else look(`${at}/${key}`, one);
      }
    };
    look('', document.paths);
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {}))
      if (ajv.validateSchema(schema) !== true) wrong.push(name);
    expect(wrong).toEqual([]);
  });
});

/** Not in an address: it cannot be encoded in UTF-8. */
const HALF = /[\uD800-\uDFFF]/g;

/** A body in which every text is this one, as far as the schema describes the fields. */
function filled(requestBody: object, text: string): unknown {
  const { content } = requestBody as { content?: Record<string, { schema?: unknown }> };
  return fill(content?.['application/json']?.schema ?? {}, text);
}

function fill(schema: unknown, text: string): unknown {
  const { type, properties, items, anyOf, oneOf } = schema as {
    type?: string;
    properties?: Record<string, unknown>;
    items?: unknown;
    anyOf?: unknown[];
    oneOf?: unknown[];
  };
  if (type === 'object')
    return Object.fromEntries(Object.entries(properties ?? {}).map(([name, one]) => [name, fill(one, text)]));
  if (type === 'array') return [fill(items ?? {}, text)];
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'boolean') return true;
  const [first] = anyOf ?? oneOf ?? [];
  return first === undefined ? text : fill(first, text);
}
