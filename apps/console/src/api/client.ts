import type { paths } from '../api.generated';
import { type Ask, ask } from '../http';

const BASE = '/api/v1';
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
/** A path of the API below its base, with parameters in braces: `/broadcasts/{id}`. */
type Path<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: object }
    ? P extends `${typeof BASE}${infer Own}`
      ? Own
      : never
    : never;
}[keyof paths];
type Operation<M extends Method, P extends string> = paths[`${typeof BASE}${P}` & keyof paths][M];

/** The response body of an operation; void when the response has none. */
export type Answer<M extends Method, P extends Path<M>> =
  Operation<M, P> extends { responses: infer R } ? Content<R[keyof R & (200 | 201 | 202)]> : never;
type Content<R> = [R] extends [{ content: { 'application/json': infer T } }] ? T : void;

/** The request body of an operation. */
export type Body<M extends Method, P extends Path<M>> =
  Operation<M, P> extends { requestBody: { content: { 'application/json': infer B } } } ? B : never;
/** The query parameters of an operation. */
export type Query<M extends Method, P extends Path<M>> =
  Operation<M, P> extends { parameters: { query?: infer Q } } ? NonNullable<Q> : never;

type Names<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Given<M extends Method, P extends Path<M>> = Omit<Ask, 'body'> &
  ([Names<P>] extends [never] ? unknown : { path: Record<Names<P>, string> }) &
  ([Body<M, P>] extends [never] ? unknown : { body: Body<M, P> }) &
  ([Query<M, P>] extends [never] ? unknown : { query?: Sought<Query<M, P>> });
/** Query values; null and empty ones are omitted. */
type Sought<Q> = { [K in keyof Q]?: Q[K] | null | undefined | '' };

/**
 * Calls the staff API, typed by its OpenAPI description.
 * @param path as in the description, such as `/broadcasts/{id}`
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
