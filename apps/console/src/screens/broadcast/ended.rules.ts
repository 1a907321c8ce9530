import type { BroadcastState } from '../../api';

const ENDED: readonly BroadcastState[] = ['completed', 'cancelled', 'expired', 'withdrawn'];

/** Whether nothing of the broadcast can be paused or cancelled any more. */
export const hasEnded = ({ state }: { state: BroadcastState }): boolean => ENDED.includes(state);

/** Whether it came to its end, so that the approval of its correction had nothing to cancel. */
export const endedByItself = ({ state }: { state: BroadcastState }): boolean =>
  state === 'completed' || state === 'expired';

/** Whether a correction corrects a correction: it then goes to the recipients of several broadcasts. */
export const correctedBefore = (chain: { corrects: readonly unknown[] } | null): boolean =>
  (chain?.corrects.length ?? 0) > 1;

/** Whether a companion cannot be approved, because its correction is not in force. */
export const waitsForCorrection = (chain: { completes: { stands: boolean } | null } | null): boolean =>
  chain?.completes?.stands === false;
