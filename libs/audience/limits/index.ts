// Limits on what a network and an address may ask of the public pages.
export { blocksOf } from './network-blocks.rules.js';
export { countAct, type LimitKeys, NETWORK_LIMITS } from './count-act.js';
export { countLook, countReveal } from './count-look.js';
