import type { z } from 'zod';
import type { fault, faultCode, params } from '../../../../libs/contract/api/shared.js';
import type { problemDocument } from '../../../../libs/contract/problem-document.js';

/** One field whose value breaks a rule of the API. */
export type Fault = z.input<typeof fault>;
export type FaultCode = z.input<typeof faultCode>;
/** Why the API refuses the request as a whole. */
export type ProblemCode = z.input<typeof problemDocument>['code'];
/** Values of a refusal's sentence, by name. */
export type Params = z.input<typeof params>;
