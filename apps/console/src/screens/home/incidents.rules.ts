import type { Home } from '../../api';
import { isSilent } from '../../parts/sending/silent.rules.js';

/** The lists of what waits, the one first that says the most of what is to be done about a broadcast. */
const LISTS = ['braked', 'failing', 'expired', 'uncertain', 'doubted', 'paused'] as const;
export type IncidentList = (typeof LISTS)[number];

type Lists = Readonly<Record<IncidentList, readonly { id: string }[]>>;

/**
 * The list that each broadcast stands in, though several have it: one incident is one card, which says the rest of it too.
 * @returns by the id of the broadcast
 */
export function placesOfIncidents(lists: Lists): Map<string, IncidentList> {
  const found = new Map<string, IncidentList>();
  for (const list of LISTS) for (const { id } of lists[list]) if (!found.has(id)) found.set(id, list);
  return found;
}

/** Doubts that KPU alone lifts: it owns the content. */
const KPU_DOUBTS: readonly (string | null)[] = ['kpu', 'correction'];

/** Who decides what becomes of a broadcast that is paused: until KPU has decided on its text, an operator can do nothing. */
export const waitsFor = ({
  correcting,
  doubtedBy,
  pauses,
}: {
  correcting: boolean;
  doubtedBy: string | null;
  pauses: readonly { by: string | null; doubted: boolean }[];
}): 'operator' | 'reviewer' =>
  correcting ||
  (KPU_DOUBTS.includes(doubtedBy) && pauses.every(({ by, doubted }) => doubted && by !== 'brake'))
    ? 'reviewer'
    : 'operator';

/** The kinds of hindrances, the one first that holds the most up. */
const KINDS = ['stopped', 'braked', 'paused', 'slowed'] as const;

/** Broadcasts with a hindrance first, the gravest of them at the top; the others stay in their order. */
export const troubledFirst = <One extends { hindrance: { kind: (typeof KINDS)[number] } | null }>(
  of: readonly One[],
): One[] => {
  const rank = ({ hindrance }: One): number => (hindrance ? KINDS.indexOf(hindrance.kind) : KINDS.length);
  return of.toSorted((one, other) => rank(one) - rank(other));
};

/** Whether the brake stopped a broadcast on this channel and nowhere else, and nobody paused a part of it besides. */
export const isBrakedOn = (
  { pauses }: { pauses: readonly { by: string | null; channels: readonly string[] }[] },
  channel: string,
): boolean =>
  pauses.length > 0 &&
  pauses.every(({ by, channels }) => by === 'brake' && channels.every((one) => one === channel));

/** Something that went wrong, or was stopped, of the last day. */
export type Incident = NonNullable<Home['lastDay']>['incidents'][number];

/** What only happens, and does not last. */
const MOMENTS: ReadonlySet<Incident['kind']> = new Set(['failing', 'expired', 'crash']);

/** Whether an incident has not ended. */
export const standing = ({ kind, ended }: Pick<Incident, 'kind' | 'ended'>): boolean =>
  ended === null && !MOMENTS.has(kind);

/** Why the provider of a channel takes nothing now, as it answered; null: nobody knows. */
export const awayReason = (
  incidents: readonly Pick<Incident, 'kind' | 'ended' | 'channels' | 'reason'>[],
  channel: Incident['channels'][number],
): string | null =>
  incidents.find((one) => one.kind === 'away' && standing(one) && one.channels.includes(channel))?.reason ??
  null;

/** Whole minutes between two instants, as hours and minutes; both 0: less than half a minute. */
export function lengthOf(from: string, to: string): { hours: number; minutes: number } {
  const minutes = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}

/** The words of what happened: a provider's trouble has those of Operasi, by what the provider answered. */
export function whatOf({ kind, account, reason }: Pick<Incident, 'kind' | 'account' | 'reason'>) {
  if (kind !== 'away') return kind;
  if (account !== null) return 'account';
  return reason === null ? 'away' : isSilent(reason) ? 'silent' : 'refuses';
}

/** The entries of the trail that say more, for those who do not see Operasi. */
const ACTS: Partial<Record<Incident['kind'], string>> = {
  stop: 'emergency.',
  'channel-pause': 'channel.pause',
  away: 'provider.',
  slow: 'channel.slow',
  crash: 'reconcile.dead-claim',
};

/** Where an incident is shown: at its broadcast, among the events of its day, or in the audit trail. */
export function placeOf(
  { kind, from, eventId, broadcast }: Pick<Incident, 'kind' | 'from' | 'eventId' | 'broadcast'>,
  operates: boolean,
): string {
  if (broadcast) return `/siaran/${broadcast.id}`;
  if (!operates) return `/audit?act=${ACTS[kind] ?? ''}`;
  const day = new Date(Date.parse(from) + 7 * 3_600_000).toISOString().slice(0, 10);
  return `/operasi?day=${day}&event=${eventId}`;
}
