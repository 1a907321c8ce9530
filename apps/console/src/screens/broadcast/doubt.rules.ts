import type { Broadcast } from '../../api';
import { citizensRead } from '../../parts/chain.rules.js';

/** Whether only KPU can lift the doubt: KPU raised it, or a correction under KPU's review did. */
export const heldByKpu = ({ doubt }: Pick<Broadcast, 'doubt'>): boolean =>
  doubt?.by === 'kpu' || doubt?.by === 'correction';

/** The words for the effect of lifting a doubt: citizens stay warned while a correction of it is under review. */
export const liftWords = (
  broadcast: Parameters<typeof citizensRead>[0] & { pausedWaves: number },
): 'liftDoubt.inReview' | 'resume.doubtEnded' | 'liftDoubt.what' => {
  if (citizensRead({ ...broadcast, doubt: null }) === 'doubted') return 'liftDoubt.inReview';
  return broadcast.pausedWaves === 0 ? 'resume.doubtEnded' : 'liftDoubt.what';
};
