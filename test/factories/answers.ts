import { isDeepStrictEqual } from 'node:util';
import type { INestApplication } from '@nestjs/common';
import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import { API } from '#contract/api';

/** Screens poll some answers above this many characters all the time: these are checked once in `LARGE_EVERY_MS`. */
const LARGE = 20_000;
const LARGE_EVERY_MS = 1000;

/**
 * Makes a publisher under test check its answers against the contract, large ones once a second for each route: one that has another shape, or a field that the
 * contract does not name, becomes a 500, and its reason goes to stderr.
 */
export function checkAnswers(app: INestApplication): void {
  const { response } = app.getHttpAdapter().getInstance() as Express;
  const send = response.json;
  const checked = new Map<string, number>();
  response.json = function (this: Response, body: unknown) {
    const { method, baseUrl, route } = this.req as Pick<Request, 'method' | 'baseUrl'> & {
      route?: { path: string };
    };
    // What is mounted below a path of its own, such as the queue board, is somebody else's.
    if (route && baseUrl === '' && this.statusCode < 300) {
      const name = nameOf(method, route.path);
      const wire = JSON.stringify(body);
      const now = performance.now();
      const often = wire.length > LARGE && now - (checked.get(name) ?? -Infinity) < LARGE_EVERY_MS;
      const misfit = often ? null : misfitOf(name, wire);
      if (!often) checked.set(name, now);
      if (misfit !== null) {
        process.stderr.write(`${misfit}\n`);
        throw new Error(misfit);
      }
    }
    return send.call(this, body);
  };
}

/** The name of a route in the contract. @param path as Express has it, such as `/api/v1/people/:id` */
const nameOf = (method: string, path: string): string =>
  `${method} ${path.replace(/^\/api\/v1/, '').replaceAll(/:(\w+)/g, '{$1}')}`;

/** Why an answer is not what the contract says; null: it is. @param text its JSON */
function misfitOf(name: string, text: string): string | null {
  const { answer } = (API as Record<string, { answer?: z.ZodType }>)[name] ?? {};
  if (!answer) return `${name} answers JSON, of which the contract says nothing`;
  const wire: unknown = JSON.parse(text);
  const read = z.safeDecode(answer, wire);
  if (!read.success) return `${name} does not fit the contract:\n${z.prettifyError(read.error)}`;
  const named: unknown = z.encode(answer, read.data);
  return isDeepStrictEqual(named, wire)
    ? null
    : `${name} answers more than the contract names:\n${difference(wire, named)}`;
}

/** The paths at which two values differ. */
function difference(a: unknown, b: unknown, at = ''): string {
  if (isDeepStrictEqual(a, b)) return '';
  const both = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null;
  if (!both(a) || !both(b)) return `${at}\n`;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .map((key) => difference(a[key], b[key], `${at}.${key}`))
    .join('');
}
