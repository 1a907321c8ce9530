import type { Broadcast } from '../../api';

/** Whether a broadcast's text can be changed: once copies have gone out, only a correction changes it. Pure. */
export const isEditable = ({ state, begun }: Pick<Broadcast, 'state' | 'begun'>): boolean =>
  state === 'draft' || state === 'in_review' || state === 'rejected' || (state === 'withdrawn' && !begun);
