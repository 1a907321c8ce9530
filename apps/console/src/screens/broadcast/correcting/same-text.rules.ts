import type { Broadcast, BroadcastState } from '../../../api';

/** A broadcast that carries the text of another one. */
interface SameText {
  is: 'correction' | 'companion';
  id: string;
  state: BroadcastState;
  doubted: boolean;
}

/** The companion of a correction, or the correction of a companion; null: no other broadcast carries its text. */
export function sameTextOf({ remainder, chain }: Pick<Broadcast, 'remainder' | 'chain'>): SameText | null {
  if (remainder) return { is: 'companion', ...remainder };
  const { id = null, state, doubtedAt } = chain?.completes ?? {};
  return id !== null && state ? { is: 'correction', id, state, doubted: Boolean(doubtedAt) } : null;
}

/** Whether the companion of a correction holds, with the text of that, though it was taken back: KPU found the text right. */
export const holdsInCompanion = (
  correction: { state: BroadcastState; remainder: { state: BroadcastState; doubted: boolean } | null } | null,
): boolean =>
  correction !== null &&
  (correction.state === 'cancelled' || correction.state === 'withdrawn') &&
  correction.remainder !== null &&
  APPROVED.includes(correction.remainder.state) &&
  !correction.remainder.doubted;

/** Whether the correction that a companion completes holds, with the same text: citizens who check the companion are led there. */
export const holdsInCorrection = (
  chain: { completes: { stands: boolean; reads: string | null } | null } | null,
): boolean => chain?.completes?.stands === true && chain.completes.reads === null;

/** Whether a correction is approved and was not taken back, while its companion with the same text was withdrawn. */
export const lostCompanion = ({
  state,
  remainder,
}: {
  state: BroadcastState;
  remainder: { state: BroadcastState } | null;
}): boolean => APPROVED.includes(state) && remainder?.state === 'withdrawn';

/** States of an approved broadcast that was not taken back. */
export const APPROVED: readonly BroadcastState[] = ['approved', 'running', 'paused', 'completed', 'expired'];
