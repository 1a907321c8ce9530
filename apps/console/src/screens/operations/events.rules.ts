/** What is looked at of an event. */
interface Event {
  act: string;
  subject: string;
  detail: Record<string, unknown>;
}

const QUEUED_AGAIN = 'reconcile.lost-jobs';

/**
 * Events with what Siar mended of one broadcast again and again folded into the newest of it, which has the sum: people's
 * acts would be pushed out of sight by it. The newest is first.
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

/** Copies that an act stopped or set going, listed or not; null: it says nothing of them. */
export function copiesOf({ act, detail }: Event): number | null {
  if (!['broadcast.cancel', 'broadcast.pause', 'broadcast.resume'].includes(act)) return null;
  const sum = Number(detail['stopped'] ?? 0) + Number(detail['unlisted'] ?? 0);
  return sum > 0 ? sum : null;
}
