// What stops and hinders broadcasts: people, the brake, and channels that send nothing although they could.
export { AccountDecisions } from './account-decisions.js';
export { Brake } from './brake.js';
export { type CarrierHold, CarrierHolds } from './carrier-holds.js';
export { type ChannelPause, ChannelPauses } from './channel-pauses.js';
export { Emergency, type EmergencyStop, type HeldBack, type Stopped } from './emergency.js';
export { HinderingView } from './hindering.js';
export { type HinderedBroadcast, holdsStamp } from './hindrances.js';
export { type ChannelSince, ChannelWatch } from './channel-watch.js';
