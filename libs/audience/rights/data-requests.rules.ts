/** Rights a citizen can exercise at the data protection officer (UU 27/2022 art. 7, 8 and 11). */
export const WANTS = ['access', 'restriction', 'lifting', 'erasure'] as const;
export type Want = (typeof WANTS)[number];

/** How the request was made. */
export const WAYS = ['letter', 'counter', 'telephone', 'email'] as const;
export type Way = (typeof WAYS)[number];

/** How the officer verified the identity. Codes, never the evidence: that would be further personal data. */
export const IDENTITY_CHECKS = ['identity-card', 'call-back', 'known-answers'] as const;
export type IdentityCheck = (typeof IDENTITY_CHECKS)[number];

/** Outcomes of a request. The first four name an act, and are possible only after that act. */
export const OUTCOMES = [
  'exported',
  'restricted',
  'lifted',
  'erased',
  'nothing-held',
  'not-identified',
  'refused',
  'taken-back',
] as const;
export type Outcome = (typeof OUTCOMES)[number];
/** An outcome that is an act on stored data. */
export type Deed = 'exported' | 'restricted' | 'lifted' | 'erased';
const DEEDS: readonly Outcome[] = ['exported', 'restricted', 'lifted', 'erased'];

/** A request must be answered within 3×24 hours (UU 27/2022 art. 32 and 41). */
export const DEADLINE_HOURS = 72;

/** Open: the identity is not verified yet. Verified: the officer may act. */
export type RequestState = 'open' | 'verified' | 'closed';

/** The possible outcomes of a request in its present state. @param done the acts performed for it */
export function possibleOutcomes(state: RequestState, done: readonly Deed[]): Outcome[] {
  if (state === 'closed') return [];
  const refusals: Outcome[] =
    state === 'open'
      ? ['nothing-held', 'not-identified', 'taken-back']
      : ['nothing-held', 'refused', 'taken-back'];
  // After an act, "nothing is held" is no longer a possible outcome.
  return done.length > 0
    ? OUTCOMES.filter((one) => DEEDS.includes(one) && done.some((deed) => deed === one))
    : refusals;
}
