import type { z } from 'zod';
import { english, type Fault, fault, type FaultCode, FAULTS, type Params } from '#contract/problems';

/**
 * Maps an issue of zod to faults of the catalogue. Names an unknown field like any other place.
 * @param path of the place, from the root of the validated value
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
