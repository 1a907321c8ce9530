/** What somebody can ask of the data protection officer (UU 27/2022 art. 7, 8 and 11). */
export const WANTS = ['access', 'restriction', 'lifting', 'erasure'] as const;
export type Want = (typeof WANTS)[number];

/** How they asked. */
export const WAYS = ['letter', 'counter', 'telephone', 'email'] as const;
export type Way = (typeof WAYS)[number];

/** How the officer saw that they are whom they say. Codes, never what was shown: that would be more of a person's data. */
export const IDENTITY_CHECKS = ['identity-card', 'call-back', 'known-answers'] as const;
export type IdentityCheck = (typeof IDENTITY_CHECKS)[number];

/** What came of a request. The first four say what was done, and can be said only where it was. */
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
/** An outcome that is something done to what is held. */
export type Deed = 'exported' | 'restricted' | 'lifted' | 'erased';
const DEEDS: readonly Outcome[] = ['exported', 'restricted', 'lifted', 'erased'];

/** Within this a request must be answered: 3×24 hours (UU 27/2022 art. 32 and 41). */
export const DEADLINE_HOURS = 72;

/** Open: nobody's identity is proven yet. Verified: it is, and the officer may act. */
export type RequestState = 'open' | 'verified' | 'closed';

/** What the outcome of a request can be, as it stands. @param done what was done in answer to it */
export function possibleOutcomes(state: RequestState, done: readonly Deed[]): Outcome[] {
  if (state === 'closed') return [];
  const refusals: Outcome[] =
    state === 'open'
      ? ['nothing-held', 'not-identified', 'taken-back']
      : ['nothing-held', 'refused', 'taken-back'];
  // Who was given something cannot be told that there was nothing.
  return done.length > 0
    ? OUTCOMES.filter((one) => DEEDS.includes(one) && done.some((deed) => deed === one))
    : refusals;
}
