/** The members of an event that these rules need. */
interface Event {
  act: string;
  subject: string;
  detail: Record<string, unknown>;
}

const QUEUED_AGAIN = 'reconcile.lost-jobs';

/**
 * Merges Siar's repeated repairs of one broadcast into the newest of them, which gets the sum: they would push the acts
 * of people out of view. The newest is first.
 */
export function folded<E extends Event>(events: readonly E[]): E[] {
  const first = new Map<string, number>();
  const shown: E[] = [];
  for (const event of events) {
    const at = first.get(event.subject);
    const into = event.act === QUEUED_AGAIN && at !== undefined ? shown[at] : undefined;
    if (at !== undefined && into) {
      shown[at] = { ...into, detail: { ...into.detail, batches: batches(into) + batches(event) } };
      continue;
    }
    if (event.act === QUEUED_AGAIN) first.set(event.subject, shown.length);
    shown.push(event);
  }
  return shown;
}

const batches = ({ detail }: Event): number => Number(detail['batches'] ?? 0);

/** Copies that an act stopped or resumed, listed or not; null: its detail has no such counts. */
export function copiesOf({ act, detail }: Event): number | null {
  if (!['broadcast.cancel', 'broadcast.pause', 'broadcast.resume'].includes(act)) return null;
  const sum = Number(detail['stopped'] ?? 0) + Number(detail['unlisted'] ?? 0);
  return sum > 0 ? sum : null;
}
