import type { Broadcast } from '../../api';
import { correctedOf } from '../../parts/chain.rules';

/** Whether only KPU can lift the doubt: KPU raised it, or a correction under KPU's review did. */
export const heldByKpu = ({ doubt }: Pick<Broadcast, 'doubt'>): boolean =>
  doubt?.by === 'kpu' || doubt?.by === 'correction';

/** The words for why only KPU can lift the doubt, and what comes next. A correction that was not approved leaves it. */
export function doubtKey({
  doubt,
  chain,
}: Pick<Broadcast, 'doubt' | 'chain'>): 'doubtByKpu' | 'doubtByCorrection' | 'doubtByUnapproved' {
  if (doubt?.by !== 'correction') return 'doubtByKpu';
  return correctedOf(chain) === 'in_review' ? 'doubtByCorrection' : 'doubtByUnapproved';
}
