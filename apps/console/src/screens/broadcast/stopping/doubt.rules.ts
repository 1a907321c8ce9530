import type { Broadcast } from '../../../api';
import { citizensRead } from '../../../parts/broadcasts/chain.rules.js';

/** Whether only KPU can lift the doubt: KPU raised it, or a correction under KPU's review did. */
export const heldByKpu = ({ doubt }: Pick<Broadcast, 'doubt'>): boolean =>
  doubt?.by === 'kpu' || doubt?.by === 'correction';

/**
 * The words for what a pause holds, and until when: what KPU pauses for its content goes on only after
 * KPU has lifted the doubt.
 * @param doubt the answer given so far; null: none yet
 * @param reviewer whether the person answers for KPU
 */
export const pauseWhat = (doubt: boolean | null, reviewer: boolean): 'pause.what' | 'pause.whatKpu' =>
  doubt === true && reviewer ? 'pause.whatKpu' : 'pause.what';

/** The words for the effect of lifting a doubt: citizens stay warned while a correction of it is under review. */
export const liftWords = (
  broadcast: Parameters<typeof citizensRead>[0] & { pausedWaves: number },
): 'liftDoubt.inReview' | 'resume.doubtEnded' | 'liftDoubt.what' => {
  if (citizensRead({ ...broadcast, doubt: null }) === 'doubted') return 'liftDoubt.inReview';
  return broadcast.pausedWaves === 0 ? 'resume.doubtEnded' : 'liftDoubt.what';
};
