import { z } from 'zod';
import { idText } from '#contract/api/shared';
import { Validate } from '#platform/http';

/** Validates an id in a path. */
export const IdParam = new Validate(idText);

/** Validates the number of a version in a path. */
export const VersionParam = new Validate(z.coerce.number().int().min(1).max(2_147_483_647));
