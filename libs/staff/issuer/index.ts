// Sign-in by the ministry's own issuer (OIDC).
export { IssuerLogout } from './issuer-logout.js';
export { ISSUER_STAY_MS, IssuerSignIn } from './issuer-sign-in.js';
export { withOutcome } from './return-path.rules.js';
