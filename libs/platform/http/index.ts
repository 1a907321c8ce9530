// What every HTTP server of Siar has: guards, problems, answers.
export { html, Html } from './html.js';
export { ProblemFilter, Public, unread, Validate } from './http.js';
export { Problem } from './problem.js';
export { Figures, isQuietCheck, OpsController } from './ops.controller.js';
export { noteUntrustedProxy, watchProxies } from './proxies.js';
export { sendRanged } from './ranged.js';
export { serve, type Serving } from './serve.js';
export { faultsOf } from './zod-faults.js';
