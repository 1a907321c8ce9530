// How often somebody may do something: citizens on public pages, staff who look people up.
export { blocksOf } from './network-blocks.rules.js';
export { countAct, type LimitKeys, NETWORK_LIMITS } from './count-act.js';
export { countLook, countReveal } from './count-look.js';
export type { NetworkLimit } from './limits.rules.js';
