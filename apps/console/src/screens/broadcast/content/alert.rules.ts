/** A call to somebody, with its state. */
interface Fate {
  state: string;
  reason: string | null;
}

/** How long a call usually takes to leave, in ms. */
const LEAVES_WITHIN_MS = 30_000;

/** Whether calls that nobody tried yet are only leaving: too early to say that none went out. */
export const areLeaving = (fates: readonly Fate[], calledAt: string | null, now: number): boolean =>
  calledAt !== null &&
  Math.abs(now - Date.parse(calledAt)) < LEAVES_WITHIN_MS &&
  fates.every(({ state, reason }) => state === 'waiting' && reason === null);
