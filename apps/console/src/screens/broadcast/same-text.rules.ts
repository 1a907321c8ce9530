import type { Broadcast, BroadcastState } from '../../api';

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
