import { CHANNELS } from '../../api';

/** The members of an event that these rules need. */
interface Event {
  act: string;
  at: string;
  subject: string;
  detail: Record<string, unknown>;
}

/** Siar's repairs, and the number that each of their entries has. */
const REPAIRED: Readonly<Record<string, string>> = {
  'reconcile.lost-jobs': 'batches',
  'reconcile.dead-claim': 'unknown',
};

/**
 * Merges Siar's repairs of one kind, of all broadcasts, into the newest of them, which gets the sum and the time of the
 * first: they would push the acts of people out of view. The newest is first.
 */
export function folded<E extends Event>(events: readonly E[]): E[] {
  return events.flatMap((event) => {
    const counted = REPAIRED[event.act];
    if (counted === undefined) return [event];
    const alike = events.filter(({ act }) => act === event.act);
    const oldest = alike.at(-1);
    if (alike[0] !== event || !oldest) return [];
    if (alike.length === 1) return [event];
    const sum = alike.reduce((total, { detail }) => total + Number(detail[counted] ?? 0), 0);
    const broadcasts = new Set(alike.map(({ subject }) => subject)).size;
    return [{ ...event, detail: { ...event.detail, [counted]: sum, broadcasts, summedSince: oldest.at } }];
  });
}

/** The key of an event's sentence: one act has several where it means different things. */
export function wordsOf<A extends string>({
  act,
  subject,
  detail,
}: {
  act: A;
  subject: string;
  detail: Event['detail'];
}) {
  // A channel with one account names that account as itself.
  if (!CHANNELS.some((channel) => subject === `provider:${channel}`)) {
    if (act === 'provider.away') return 'account.away';
    if (act === 'provider.back') return 'account.back';
  }
  if (act === 'broadcast.pause' && detail['by'] === 'brake') return 'broadcast.brake';
  if (act === 'broadcast.pause' && detail['doubt'] === true && detail['by'] !== 'correction')
    return 'broadcast.pauseInDoubt';
  if (act === 'broadcast.resume' && detail['waves'] === 0) return 'broadcast.release';
  if (act === 'broadcast.resume' && detail['doubtCleared'] === true) return 'broadcast.resumeCleared';
  if (act === 'broadcast.doubt' && 'pausedSince' in detail) return 'broadcast.doubtPaused';
  if (Number(detail['broadcasts']) > 1) {
    if (act === 'reconcile.lost-jobs') return 'reconcile.lostJobsOfSome';
    if (act === 'reconcile.dead-claim') return 'reconcile.deadClaimsOfSome';
  }
  return act;
}

/** Copies that an act stopped or resumed, listed or not; null: its detail has no such counts. */
export function copiesOf({ act, detail }: Pick<Event, 'act' | 'detail'>): number | null {
  if (!['broadcast.cancel', 'broadcast.pause', 'broadcast.resume'].includes(act)) return null;
  const sum = Number(detail['stopped'] ?? 0) + Number(detail['unlisted'] ?? 0);
  return sum > 0 ? sum : null;
}
