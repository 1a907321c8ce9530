import type { Broadcast } from '../../../api';

type StopAct = Pick<Broadcast['stops'][number], 'act' | 'doubt' | 'doubtCleared' | 'keptInDoubt'>;

/** The words for an act that held a broadcast back or let it go on, with what it did to a doubt. */
export function stopWords({ act, doubt, doubtCleared, keptInDoubt }: StopAct) {
  if (act === 'pause' && doubt) return 'pauseInDoubt';
  if (act === 'resume' && doubtCleared) return 'resumeCleared';
  return act === 'resume' && keptInDoubt ? 'resumeKept' : act;
}
