import type { Broadcast } from '../../api';

/** Whether only KPU can lift the doubt on a broadcast: it cast it itself, or a correction under its review did. */
export const heldByKpu = ({ doubt }: Pick<Broadcast, 'doubt'>): boolean =>
  doubt?.by === 'kpu' || doubt?.by === 'correction';
