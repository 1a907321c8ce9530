import type { components } from '../api.generated.js';

type Schemas = components['schemas'];

/** One place where what was typed breaks a rule of the API. */
export type Fault = Schemas['Fault'];
export type FaultCode = Schemas['FaultCode'];
/** Why the API refuses something as a whole. */
export type ProblemCode = Schemas['Problem']['code'];
/** Values of what a refusal is about, by name. */
export type Params = Schemas['Params'];
