export { DispatchModule } from './dispatch.module.js';
export { DISPATCH_SECRETS } from './stored-secrets.js';
