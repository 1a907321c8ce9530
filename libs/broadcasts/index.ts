export { Broadcasts } from './broadcasts.js';
export { BroadcastsModule } from './broadcasts.module.js';
export { type FrozenContent, type FrozenDocument } from './freeze.js';
export { compileDocument, type RecipientValues, type Render, type Rendered } from './render.js';
