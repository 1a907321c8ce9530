import { idText } from '#contract/api/shared';
import { Validate } from '#platform';

/** Validates an id in a path. */
export const IdParam = new Validate(idText);
