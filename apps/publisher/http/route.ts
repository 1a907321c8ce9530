import { Body, Query, RequestMapping, RequestMethod } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { API, type AnswerOf, type Api, type RouteName } from '#contract/api';
import { Validate } from '#platform/http';

/** The routes that take a body, or a query. */
type With<Part extends 'body' | 'query'> = {
  [R in RouteName]: Api[R] extends Record<Part, unknown> ? R : never;
}[RouteName];

/** A method that answers as the contract says; without a schema, as it likes: a file, a stream, nothing. */
type Handler<R extends RouteName> = (
  ...given: never[]
) => Api[R] extends { answer: unknown } ? AnswerOf<R> | Promise<AnswerOf<R>> : unknown;

/** Makes a method the handler of a route of the contract. Its controller stands at `api/v1`, or at the root. */
export function Route<R extends RouteName>(route: R) {
  const [method, path = ''] = route.split(' ');
  const mapping = RequestMapping({
    method: RequestMethod[method as keyof typeof RequestMethod],
    path: path.replaceAll(/\{(\w+)\}/g, ':$1'),
  });
  return <H extends Handler<R>>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => void mapping(target, name, descriptor);
}

/** The body of a route, validated by the contract. @throws Problem malformed with each place */
export const GivenBody = (route: With<'body'>): ParameterDecorator => Body(new Validate(API[route].body));

/** The query of a route, validated by the contract. @throws Problem malformed with each place */
export const GivenQuery = (route: With<'query'>): ParameterDecorator => Query(new Validate(API[route].query));

/** Describes an answer in CSV. */
export const AnswersCsv = (): MethodDecorator =>
  ApiOkResponse({ description: 'CSV (RFC 4180)', content: { 'text/csv': { schema: { type: 'string' } } } });
