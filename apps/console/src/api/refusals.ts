import type { components } from '../api.generated.js';

type Schemas = components['schemas'];

/** One field whose value breaks a rule of the API. */
export type Fault = Schemas['Fault'];
export type FaultCode = Schemas['FaultCode'];
/** Why the API refuses the request as a whole. */
export type ProblemCode = Schemas['Problem']['code'];
/** Values of a refusal's sentence, by name. */
export type Params = Schemas['Params'];
