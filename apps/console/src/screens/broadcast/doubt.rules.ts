import type { Broadcast } from '../../api';

/** Whether only KPU can lift the doubt: KPU raised it, or a correction under KPU's review did. */
export const heldByKpu = ({ doubt }: Pick<Broadcast, 'doubt'>): boolean =>
  doubt?.by === 'kpu' || doubt?.by === 'correction';
