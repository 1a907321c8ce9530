import { Validator } from '@seriousme/openapi-schema-validator';
import type { OpenAPIObject } from '@nestjs/swagger';
import { API } from '#contract/api';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';

describe('the description of the API', () => {
  let publisher: TestPublisher;
  let document: OpenAPIObject;
  beforeAll(async () => {
    publisher = await testPublisher();
    document = (await (await fetch(`${publisher.url}/api/docs-json`)).json()) as OpenAPIObject;
  });
  afterAll(() => publisher.stop());

  it('is valid OpenAPI 3.1', async () => {
    expect(await new Validator().validate({ ...document })).toEqual({ valid: true });
  });

  it('has every route of the contract, and no other', () => {
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replace(/^\/api\/v1/, '')}`),
    );
    expect(described.toSorted()).toEqual(Object.keys(API).toSorted());
  });

  it('refers only to schemas that it has', () => {
    const named = new Set(
      [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name),
    );
    const { schemas = {} } = document.components ?? {};
    expect([...named].filter((name) => !Object.hasOwn(schemas, name ?? ''))).toEqual([]);
  });
});
