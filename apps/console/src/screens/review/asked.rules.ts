import type { Submission } from '../../api';

/**
 * The rejection that the newest submission answers; null: KPU has rejected nothing, or has approved since.
 * @param submissions the newest first
 */
export function askedBefore(submissions: readonly Submission[]): Submission | null {
  const last = submissions.find((one, place) => {
    const next = submissions[place - 1];
    if (!next || (one.decision !== 'approved' && one.decision !== 'rejected')) return false;
    // A decision that was undone: the same is submitted again, with the same time.
    return one.digest !== next.digest || one.submittedAt !== next.submittedAt;
  });
  return last?.decision === 'rejected' ? last : null;
}
