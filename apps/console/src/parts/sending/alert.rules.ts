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

/** An open alert, as far as it tells who handles it; instants in ISO 8601. */
interface Taken {
  open: boolean;
  answer: string | null;
  answeredAt: string | null;
  answeredBy: unknown;
  escalatedAt: string | null;
}

/**
 * Whether somebody handles an open alert, or took it and did not decide in time, so that others are called again; null: nobody
 * took it, or it is closed.
 */
export function handling(alert: Taken | null): 'taken' | 'lapsed' | null {
  if (!alert?.open || alert.answer !== 'taken' || !alert.answeredBy || alert.answeredAt === null) return null;
  return alert.escalatedAt !== null && alert.escalatedAt > alert.answeredAt ? 'lapsed' : 'taken';
}
