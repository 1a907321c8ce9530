/** The path of the window in which a person is at the ministry's issuer while their page stays as it is. */
export const ISSUER_WINDOW = '/masuk-kementerian';

/** The name of the query's part with the outcome: `ok`, or the code of a refusal. */
export const OUTCOME = 'masuk';

/** What a window is opened for. */
export type IssuerPurpose = 'sign-in' | 'step-up';

/** Between the pages of this origin: the issuer's page must not hold a reference to ours (Cross-Origin-Opener-Policy). */
const CHANNEL = 'siar-issuer';

/** Tells the other pages that the person has come back from the issuer. */
export function tellDone(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('ok');
  channel.close();
}

/** Calls back each time a person has come back from the issuer. @returns ends it */
export function onDone(done: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', done);
  return () => channel.close();
}
