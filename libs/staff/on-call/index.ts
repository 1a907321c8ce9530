// Who is on call.
export { NATIONAL_ZONE, OnCall, type OnCallCandidate, type OnCallEntry, putOnCall } from './on-call.js';
export { ON_CALL_ROLES, type OnCallRole, type OnCallRota } from './on-call.rules.js';
