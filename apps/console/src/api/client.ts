import type { z } from 'zod';
import type { Api } from '../../../../libs/contract/api/index.js';
import { type Ask, ask } from '../http';

const BASE = '/api/v1';
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
/** A path of the API below its base, with parameters in braces: `/broadcasts/{id}`. */
type Path<M extends Method> = keyof Api extends infer R
  ? R extends `${Uppercase<M>} ${infer P}`
    ? P
    : never
  : never;
type Operation<M extends Method, P extends string> = Api[`${Uppercase<M>} ${P}` & keyof Api];

/** The response body of an operation; void when the response has none. */
export type Answer<M extends Method, P extends Path<M>> =
  Operation<M, P> extends { answer: infer S extends z.ZodType } ? z.input<S> : void;
/** The request body of an operation. */
export type Body<M extends Method, P extends Path<M>> =
  Operation<M, P> extends { body: infer S extends z.ZodType } ? z.input<S> : never;
/** The query parameters of an operation. */
export type Query<M extends Method, P extends Path<M>> =
  Operation<M, P> extends { query: infer S extends z.ZodType } ? z.input<S> : never;

type Names<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Given<M extends Method, P extends Path<M>> = Omit<Ask, 'body'> &
  ([Names<P>] extends [never] ? unknown : { path: Record<Names<P>, string> }) &
  ([Body<M, P>] extends [never] ? unknown : { body: Body<M, P> }) &
  ([Query<M, P>] extends [never] ? unknown : { query?: Sought<Query<M, P>> });
/** Query values; null and empty ones are omitted. */
type Sought<Q> = { [K in keyof Q]?: Q[K] | null | undefined | '' };

/**
 * Calls the staff API, typed by the contract.
 * @param path as in the contract, such as `/broadcasts/{id}`
 * @throws ApiError with the problem that the API returns
 */
export function call<M extends Method, P extends Path<M>>(
  method: M,
  path: P,
  ...[given]: Record<never, never> extends Given<M, P> ? [given?: Given<M, P>] : [given: Given<M, P>]
): Promise<Answer<M, P>> {
  const { path: names, query, ...how } = (given ?? {}) as Ask & Located;
  return ask<Answer<M, P>>(method.toUpperCase(), located(path, { path: names, query }), how);
}

interface Located {
  path?: Readonly<Record<string, string>> | undefined;
  query?: Readonly<Record<string, string | number | boolean | null | undefined>> | undefined;
}

/** The URL of a file or a stream, which `call` does not fetch. */
export const addressOf = <P extends Path<'get'>>(
  path: P,
  where: { path: Record<Names<P>, string>; query?: Sought<Query<'get', P>> },
): string => `${BASE}${located(path, where as Located)}`;

/** Fills in the path's parameters and appends the query. */
export function located(path: string, { path: names = {}, query = {} }: Located): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  const at = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(names[name] ?? ''));
  return given.length > 0 ? `${at}?${new URLSearchParams(given).toString()}` : at;
}
