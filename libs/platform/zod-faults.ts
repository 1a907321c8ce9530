import type { z } from 'zod';
import {
  english,
  type Fault,
  fault,
  type FaultCode,
  type FaultParams,
  FAULTS,
  type Params,
} from '#contract/problems';

/** Codes whose parameters a check of zod has itself: its bounds. */
type Bare<C extends FaultCode> = unknown extends FaultParams<C> ? [] : [FaultParams<C>];

/** For a check of a schema: names what is wrong by its code, where zod's own class of it would say too little. */
export const says = <C extends FaultCode>(
  code: C,
  ...[params]: Bare<C>
): { message: string; params?: Params } => ({ message: code, ...(params && { params: params as Params }) });

/**
 * What one issue of zod comes to, by the catalogue. A field there is not is named like any other place.
 * @param path of the place, from the root of what was validated
 */
export function faultsOf(issue: z.core.$ZodIssue, path: PropertyKey[] = issue.path): Fault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => fault([...path, key].join('.'), 'unknown-field'));
  const [code, params] = meant(issue);
  return [{ path: path.join('.'), code, params, message: english(FAULTS[code], params) }];
}

function meant(issue: z.core.$ZodIssue): [FaultCode, Params] {
  if (issue.code !== 'unrecognized_keys' && 'input' in issue && issue.input === undefined)
    return ['missing', {}];
  if (Object.hasOwn(FAULTS, issue.message))
    return [issue.message as FaultCode, { ...(issue.code === 'custom' ? (issue.params as Params) : {}) }];
  switch (issue.code) {
    case 'too_small':
      return [bound(issue.origin, 'under-length', 'too-few', 'below'), { min: Number(issue.minimum) }];
    case 'too_big':
      return [bound(issue.origin, 'over-length', 'too-many', 'above'), { max: Number(issue.maximum) }];
    case 'invalid_value':
      return ['not-one-of', { allowed: issue.values.map(String) }];
    case 'invalid_type':
      return ['wrong-type', { expected: issue.expected }];
    case 'invalid_format':
      return ['wrong-form', { form: issue.format }];
    default:
      return ['not-right', {}];
  }
}

function bound(origin: string, text: FaultCode, list: FaultCode, number: FaultCode): FaultCode {
  if (origin === 'string') return text;
  return origin === 'array' || origin === 'set' || origin === 'map' || origin === 'file' ? list : number;
}
