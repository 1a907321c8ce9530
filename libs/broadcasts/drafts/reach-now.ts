import type { Estimates } from '#audience/counting';
import type { Estimate } from '#contract/api/plan';
import type { Tx } from '#platform/database';
import type { CorrectionChoices, Draft } from './draft.js';
import type { CorrectionCounts } from '../corrections/counts.js';
import { familyOf } from '../corrections/lineage.js';
import type { StoredBroadcast } from '../store.js';

/** Counts the people a broadcast would reach now; for a correction, those who got what it corrects: null until then. */
export async function reachNow(
  tx: Tx,
  { estimates, corrections }: { estimates: Estimates; corrections: CorrectionCounts },
  { id, originalId, remainderOfId }: Pick<StoredBroadcast, 'id' | 'originalId' | 'remainderOfId'>,
  {
    audience,
    channels,
    reach,
    correction,
  }: Pick<Draft, 'audience' | 'channels' | 'reach'> & { correction?: CorrectionChoices | null },
): Promise<Estimate | null> {
  if (originalId === null) {
    const besides = remainderOfId === null ? [] : await familyOf(tx, remainderOfId);
    const { people, channels: counts } = await estimates.estimate(audience, channels, reach, besides);
    return { people, channels: counts };
  }
  const reached = await corrections.reached({ id, originalId, channels, correction });
  return reached && { people: reached.value.people, channels: reached.value.channels };
}
