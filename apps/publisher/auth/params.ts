import { z } from 'zod';
import { says, Validate } from '#platform';

/** An id in a path or query: the digits of a bigint. */
export const idText = z.string().regex(/^[1-9]\d{0,17}$/, says('id'));

/** Validates an id in a path. */
export const IdParam = new Validate(idText);
