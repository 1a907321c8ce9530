import fc from 'fast-check';
import { z } from 'zod';
import { API, type RouteName } from '#contract/api';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { type Ask, CAST, signIn, type Username } from '../factories/staff.js';

/** Requests to each route that takes something, by each of the cast. */
const RUNS = Number(process.env['SHAPE_RUNS'] ?? 3);
/** The same seed repeats the same requests: `SHAPE_SEED=… SHAPE_RUNS=…`. */
const SEED = Number(process.env['SHAPE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Rules that a JSON schema cannot express, each with a sentence of its own. */
const BEYOND_SHAPE: ReadonlySet<string> = new Set([
  'closes-first',
  'contestant-twice',
  'deadline-before-polling',
  'identity-number',
  'invisible',
  'is-empty',
  'local-time',
  'local-time-or-now',
  'message-code',
  'one-line',
  'quiet-ends-first',
  'quiet-until-polling',
  'say-comment',
  'say-why',
  'series-day-once',
  'template-texts',
  'tell-somebody',
]);

type Json = Record<string, unknown>;
const WORD = fc.stringMatching(/^[a-z]{1,12}$/);

/** Values that a JSON schema allows. */
function valuesOf(schema: Json): fc.Arbitrary<unknown> {
  const { enum: options, const: only, anyOf, type, properties, items, additionalProperties } = schema;
  if (only !== undefined) return fc.constant(only);
  if (Array.isArray(options)) return fc.constantFrom(...(options as unknown[]));
  if (Array.isArray(anyOf)) return fc.oneof(...(anyOf as Json[]).map(valuesOf));
  if (Array.isArray(type))
    return fc.oneof(...(type as string[]).map((one) => valuesOf({ ...schema, type: one })));
  const number = (name: string, otherwise: number): number => Number(schema[name] ?? otherwise);
  switch (type) {
    case 'string':
      return textsOf(schema);
    case 'integer':
    case 'number':
      return fc.integer({ min: number('minimum', 0), max: Math.min(number('maximum', 1000), 1000) });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      const minLength = number('minItems', 0);
      return fc.array(valuesOf((items ?? {}) as Json), {
        minLength,
        maxLength: Math.min(number('maxItems', minLength + 2), minLength + 2),
      });
    }
    case 'object': {
      if (!properties)
        return fc.dictionary(
          textsOf((schema['propertyNames'] ?? {}) as Json),
          valuesOf((additionalProperties || {}) as Json),
          { maxKeys: 2 },
        );
      const fields = Object.entries(properties as Record<string, Json>);
      const required = new Set((schema['required'] ?? []) as string[]);
      return fc.record(Object.fromEntries(fields.map(([name, field]) => [name, valuesOf(field)])), {
        requiredKeys: fields.map(([name]) => name).filter((name) => required.has(name)),
      });
    }
    default:
      return fc.constant('x');
  }
}

function textsOf(schema: Json): fc.Arbitrary<string> {
  const { pattern, format, enum: options, minLength = 0, maxLength = 40 } = schema;
  if (Array.isArray(options)) return fc.constantFrom(...(options as string[]));
  if (format === 'date-time')
    return fc
      .date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
  if (format === 'date') return fc.integer({ min: 10, max: 28 }).map((day) => `2027-02-${day}`);
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern, 'u'));
  return WORD.map((word) => word.padEnd(Number(minLength), 'a').slice(0, Number(maxLength)));
}

/** The JSON schema of what a request may be, its named parts in their places. */
function schemaOf(schema: z.ZodType): Json {
  const { $defs = {}, ...made } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json & {
    $defs?: Record<string, Json>;
  };
  const placed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(placed);
    if (typeof value !== 'object' || value === null) return value;
    const { $ref, ...rest } = value as Json;
    if (typeof $ref === 'string') return placed($defs[$ref.split('/').at(-1) ?? '']);
    return Object.fromEntries(Object.entries(rest).map(([name, one]) => [name, placed(one)]));
  };
  return placed(made) as Json;
}

describe('a request as the contract allows it', () => {
  let publisher: TestPublisher;
  const cast: [Username, Ask][] = [];
  beforeAll(async () => {
    publisher = await testPublisher();
    for (const name of Object.keys(CAST) as Username[]) cast.push([name, await signIn(publisher.url, name)]);
  });
  afterAll(() => publisher.stop());

  const taking = (Object.keys(API) as RouteName[]).filter(
    (route) => ('body' in API[route] || 'query' in API[route]) && !/session|import/.test(route),
  );

  it.each(taking)('%s is never refused for its shape, and never an error of ours', async (route) => {
    const [method = '', path = ''] = route.split(' ');
    const { query, body } = API[route] as { query?: z.ZodType; body?: z.ZodType };
    const given = fc.record({
      query: query ? valuesOf(schemaOf(query)) : fc.constant({}),
      body: body ? valuesOf(schemaOf(body)) : fc.constant(undefined),
    });
    for (const one of fc.sample(given, { numRuns: RUNS, seed: SEED })) {
      const named = Object.entries(
        one.query as Record<string, string | number | boolean | null | undefined>,
      ).flatMap(([name, value]) =>
        value === undefined || value === null ? [] : [[name, String(value)] as [string, string]],
      );
      const base = path.startsWith('/health') || path === '/metrics' ? '' : '/api/v1';
      const filled = path
        .replace('/languages/{code}', '/languages/jv')
        .replace('{channel}', 'sms')
        .replace('{role}', 'reviewer')
        .replace('{account}', 'operator')
        .replaceAll(/\{\w+\}/g, '1');
      const search = named.length > 0 ? `?${new URLSearchParams(named).toString()}` : '';
      for (const [who, ask] of cast) {
        const answer = await ask<{ code?: string; faults?: { path: string; code: string }[] }>(
          method,
          `${base}${filled}${search}`,
          one.body,
        );
        const ours = (answer.body.code === 'not-valid' ? (answer.body.faults ?? []) : []).filter(
          ({ code, path: at }) => !BEYOND_SHAPE.has(code) && at !== 'id',
        );
        expect({ seed: SEED, who, given: one, status: answer.status < 500, ours }).toEqual({
          seed: SEED,
          who,
          given: one,
          status: true,
          ours: [],
        });
        expect(answer.headers.get('content-type') ?? 'none').toMatch(
          /^(application\/(problem\+)?json|text\/csv|none)/,
        );
      }
    }
  });
});
