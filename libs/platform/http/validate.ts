import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { fault } from '#contract/problems';
import { unstorableIn } from '../database/unstorable.rules.js';
import { Problem } from './problem.js';
import { faultsOf } from './zod-faults.js';

/**
 * Validates a body, query or path parameter against a zod schema, at the edge. Also rejects text that PostgreSQL cannot
 * store, whatever the schema allows.
 * @throws Problem malformed with each place
 */
export class Validate<T extends z.ZodType> implements PipeTransform<unknown, z.output<T>> {
  constructor(private readonly schema: T) {}

  transform(value: unknown, { type, data }: Partial<ArgumentMetadata> = {}): z.output<T> {
    const place = type === 'param' && data !== undefined ? [data] : [];
    const parsed = this.schema.safeParse(value ?? {}, { reportInput: true });
    const faults = parsed.success
      ? []
      : parsed.error.issues.flatMap((issue) => faultsOf(issue, [...place, ...issue.path]));
    const named = new Set(faults.map(({ path }) => path));
    for (const at of unstorableIn(value)) {
      const path = [...place, ...at].join('.');
      if (!named.has(path)) faults.push(fault(path, 'unstorable'));
    }
    if (parsed.success && faults.length === 0) return parsed.data;
    throw new Problem('not-valid', {}, faults);
  }
}
