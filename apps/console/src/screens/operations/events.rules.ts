/** The members of an event that these rules need. */
interface Event {
  act: string;
  subject: string;
  detail: Record<string, unknown>;
}

const QUEUED_AGAIN = 'reconcile.lost-jobs';

/**
 * Merges Siar's repairs of all broadcasts into the newest of them, which gets the sum: they would push the acts of
 * people out of view. The newest is first.
 */
export function folded<E extends Event>(events: readonly E[]): E[] {
  const repairs = events.filter(({ act }) => act === QUEUED_AGAIN);
  const [newest] = repairs;
  const sum = {
    batches: repairs.reduce((total, { detail }) => total + Number(detail['batches'] ?? 0), 0),
    broadcasts: new Set(repairs.map(({ subject }) => subject)).size,
  };
  return events
    .filter((event) => event.act !== QUEUED_AGAIN || event === newest)
    .map((event) => (event === newest ? { ...event, detail: { ...event.detail, ...sum } } : event));
}

/** The key of an event's sentence: one act has several where it means different things. */
export function wordsOf<A extends string>({ act, detail }: { act: A; detail: Event['detail'] }) {
  if (act === 'broadcast.pause' && detail['by'] === 'brake') return 'broadcast.brake';
  if (act === 'broadcast.pause' && detail['doubt'] === true && detail['by'] !== 'correction')
    return 'broadcast.pauseInDoubt';
  if (act === 'broadcast.resume' && detail['waves'] === 0) return 'broadcast.release';
  if (act === 'broadcast.resume' && detail['doubtCleared'] === true) return 'broadcast.resumeCleared';
  if (act === 'broadcast.doubt' && 'pausedSince' in detail) return 'broadcast.doubtPaused';
  if (act === QUEUED_AGAIN && Number(detail['broadcasts']) > 1) return 'reconcile.lostJobsOfSome';
  return act;
}

/** Copies that an act stopped or resumed, listed or not; null: its detail has no such counts. */
export function copiesOf({ act, detail }: Event): number | null {
  if (!['broadcast.cancel', 'broadcast.pause', 'broadcast.resume'].includes(act)) return null;
  const sum = Number(detail['stopped'] ?? 0) + Number(detail['unlisted'] ?? 0);
  return sum > 0 ? sum : null;
}
