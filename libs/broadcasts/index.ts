export { approvedTimes } from './approved-at.js';
export { Broadcasts, type BroadcastView, type TestSent } from './broadcasts.js';
export { BroadcastsModule } from './broadcasts.module.js';
export { HomeView } from './home-view.js';
export { outagesDuring } from './outages.js';
export { countNaming, type Hold, type Naming, titlesSeen } from './store.js';
