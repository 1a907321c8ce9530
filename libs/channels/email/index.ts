// E-mail: what programs beside the worker need of it.
export { checkBounceSecret, readBounceReport } from './bounces.js';
export { SenderDomain } from './sender-domain/sender-domain.js';
