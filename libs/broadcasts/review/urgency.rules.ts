import type { Urgency } from '#contract/api/reviews';

export type { Urgency } from '#contract/api/reviews';

/** When a submission under review would go out. */
export interface UnderReview {
  submittedAt: Date;
  /** The deadline given to the people on call; null: nobody was called. */
  callBy: Date | null;
  /** It goes out at approval. */
  atOnce: boolean;
  /** One entry for each region. */
  times: readonly { dueAt: Date; expiresAt: Date }[];
  /** The duration of its slowest channel, in ms. */
  takesMs: number;
}

/**
 * "Decide before": a decision up to this moment delays or loses nothing.
 * - `call`: the deadline given to the people on call; it takes precedence
 * - `due`: the first region's hour, while none has passed
 * - `expiry`: some hours have passed; the latest moment from which the slowest channel still ends before an expiry
 * - `at-once`: it has no hour; it has been waiting since this moment, its submission
 * - `expired`: too late: no region can get it any more
 */
export function urgencyOf({ submittedAt, callBy, atOnce, times, takesMs }: UnderReview, now: Date): Urgency {
  const own = ownUrgency({ submittedAt, atOnce, times, takesMs }, now);
  return callBy && callBy < own.before ? { before: callBy, why: 'call' } : own;
}

function ownUrgency(
  { submittedAt, atOnce, times, takesMs }: Omit<UnderReview, 'callBy'>,
  now: Date,
): Urgency {
  if (times.length === 0) return { before: submittedAt, why: 'at-once' };
  const first = earliest(times.map(({ dueAt }) => dueAt));
  if (!atOnce && first >= now) return { before: first, why: 'due' };
  const open = times.filter(({ expiresAt }) => expiresAt > now);
  if (open.length === 0) return { before: earliest(times.map(({ expiresAt }) => expiresAt)), why: 'expired' };
  if (atOnce) return { before: submittedAt, why: 'at-once' };
  const expiry = earliest(open.map(({ expiresAt }) => expiresAt));
  return { before: new Date(expiry.getTime() - takesMs), why: 'expiry' };
}

const earliest = (instants: readonly Date[]): Date => new Date(Math.min(...instants.map(Number)));
