// Whether KPU can approve the companion of a correction: the one rule of lists, reviews, refusals and calls.
import type { BroadcastState } from '#contract';
import type { Unapprovable } from '#contract/api/chain';

export type { Unapprovable } from '#contract/api/chain';

/** What decides whether a companion can be approved: the state of its correction. */
export interface CorrectionFacts {
  state: BroadcastState;
  /** A correction of it was approved, whatever became of that. */
  corrected: boolean;
  /** A correction of it is under review. */
  beingCorrected: boolean;
  /** All or part of it was stopped for doubt. */
  doubted: boolean;
}

/**
 * Why a companion cannot be approved; null when it can. A doubt on a correction that has ended stays in the database: its
 * end is named instead.
 * @param correction null: the broadcast is no companion
 */
export function whyUnapprovable(correction: CorrectionFacts | null): Unapprovable | null {
  if (!correction) return null;
  const { state, corrected, beingCorrected, doubted } = correction;
  if (corrected) return 'correction-corrected';
  switch (state) {
    case 'cancelled':
      return 'correction-cancelled';
    case 'withdrawn':
      return 'correction-withdrawn';
    case 'rejected':
      return 'correction-rejected';
    case 'draft':
      return 'correction-draft';
    case 'in_review':
      return 'correction-first';
    default:
      if (beingCorrected) return 'correction-being-corrected';
      return doubted ? 'correction-in-doubt' : null;
  }
}

const FINAL: readonly Unapprovable[] = [
  'correction-corrected',
  'correction-cancelled',
  'correction-withdrawn',
  'correction-rejected',
];

/** Whether the companion can never be approved as it is: it is to be rejected or withdrawn. */
export const isNever = (why: Unapprovable): boolean => FINAL.includes(why);

/** Whether it can be approved once what stands in its way is decided, with no other decision on its correction. */
export const isOnHold = (why: Unapprovable): boolean =>
  why === 'correction-being-corrected' || why === 'correction-in-doubt';

/**
 * Whether a companion is not submitted by itself: KPU could never approve it, or its correction is a draft, with which it
 * is submitted again.
 */
export const isUnsubmittable = (why: Unapprovable): boolean => isNever(why) || why === 'correction-draft';
