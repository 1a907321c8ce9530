// What every HTTP server of Siar has: guards, problems, answers.
export { html, Html } from './html.js';
export { Problem } from './problem.js';
export { ProblemFilter, unread } from './problem-filter.js';
export { Public } from './public.js';
export { Figures, isQuietCheck, OpsController } from './ops.controller.js';
export { noteUntrustedProxy, watchProxies } from './proxies.js';
export { sendRanged } from './ranged.js';
export { serve, type Serving } from './serve.js';
export { Validate } from './validate.js';
export { faultsOf } from './zod-faults.js';
