import type { BrakeFinding, Home } from '../../api';
import { outageOf } from '../../parts/sending/silent.rules.js';

/** The lists of what waits, the one first that says the most of what is to be done about a broadcast: a pause that the reader can end among them. */
const LISTS = ['braked', 'ownPaused', 'failing', 'expired', 'uncertain', 'doubted', 'paused'] as const;
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

/** The kinds of hindrances, the gravest first; what stands still is before what somebody decided on. */
const KINDS = ['stopped', 'braked', 'stands', 'paused', 'slowed'] as const;

/** Broadcasts with a hindrance first, the gravest of them at the top; the others stay in their order. */
export const troubledFirst = <
  One extends { hindrance: { kind: Exclude<(typeof KINDS)[number], 'stands'>; stands: boolean } | null },
>(
  of: readonly One[],
): One[] => {
  const rank = ({ hindrance }: One): number =>
    hindrance ? KINDS.indexOf(hindrance.stands ? 'stands' : hindrance.kind) : KINDS.length;
  return of.toSorted((one, other) => rank(one) - rank(other));
};

/** Whether the brake stopped a broadcast on this channel and nowhere else, and nobody paused a part of it besides. */
export const isBrakedOn = (
  { pauses }: { pauses: readonly { by: string | null; channels: readonly string[] }[] },
  channel: string,
): boolean =>
  pauses.length > 0 &&
  pauses.every(({ by, channels }) => by === 'brake' && channels.every((one) => one === channel));

type Sender = NonNullable<Home['senders']>[number];

/** Whether a finding of the brake is about who sends, or what. */
const ABOUT_SENDER: Readonly<Record<BrakeFinding['why'], boolean>> = {
  sender: true,
  fault: true,
  refused: false,
  dead: false,
  key: false,
};

/** The senders of the channels on which the brake found that the sender or the content is refused. */
export function refusedSenders(
  pauses: readonly { brake: { channel: Sender['channel']; why: BrakeFinding['why'] } | null }[],
  senders: readonly Sender[],
): { channel: Sender['channel']; names: string[] }[] {
  const refused = new Set(
    pauses.flatMap(({ brake }) => (brake && ABOUT_SENDER[brake.why] ? [brake.channel] : [])),
  );
  return [...refused].flatMap((channel) => {
    const names = senders.filter((one) => one.channel === channel).map(({ sender }) => sender);
    return names.length > 0 ? [{ channel, names }] : [];
  });
}

/** What is due first, of what is not paused; null: nothing is. @param at the present, ISO 8601 */
export const firstDue = <One extends { dueAt: string; paused: boolean }>(
  next: readonly One[],
  at: string,
): One | null =>
  next
    .filter(({ dueAt, paused }) => !paused && Date.parse(dueAt) > Date.parse(at))
    .toSorted((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt))[0] ?? null;

type Waiting = Partial<
  Record<
    | 'away'
    | 'channelPauses'
    | 'failing'
    | 'expired'
    | 'drafts'
    | 'submitted'
    | 'reviews'
    | 'stopped'
    | 'doubted'
    | 'carrierHolds'
    | 'uncertain'
    | 'running'
    | 'ended',
    readonly unknown[] | null
  >
>;

/** Rows of what waits for the person, beside what they submitted. */
const rowsLeft = (waiting: Waiting): number =>
  [
    waiting.away,
    waiting.channelPauses,
    waiting.failing,
    waiting.expired,
    waiting.drafts,
    waiting.reviews,
    waiting.stopped,
    waiting.doubted,
    waiting.carrierHolds,
    waiting.uncertain,
  ].reduce((sum, list) => sum + (list?.length ?? 0), 0);

/** Whether what is over stands below what waits for the person: where little waits, the column would be empty. */
export const pastStandsLeft = (lists: Waiting): boolean =>
  rowsLeft(lists) + (lists.submitted?.length ?? 0) <= (lists.running?.length ?? 0);

/**
 * Whether what the person submitted stands beside what waits for them, not below it: where much waits, the other column
 * would end long before this one.
 */
export const submittedStandsRight = (lists: Waiting): boolean =>
  rowsLeft(lists) > (lists.running?.length ?? 0) + (lists.ended?.length ?? 0);

/** News that the person has not read, of broadcasts that no other list of the screen tells of. @param told their ids */
export const freshNews = <One extends { read: boolean; over: boolean; broadcast: { id: string } | null }>(
  news: readonly One[],
  told: ReadonlySet<string>,
): One[] =>
  news.filter(({ read, over, broadcast }) => !read && !over && broadcast !== null && !told.has(broadcast.id));

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

/** The kinds of incidents by the harm that they do: what stopped everything, what cost copies, then what only held them back. */
const HARM = [
  'stop',
  'brake',
  'expired',
  'failing',
  'crash',
  'away',
  'carrier',
  'channel-pause',
  'pause',
  'slow',
] as const satisfies readonly Incident['kind'][];

/** What began on several broadcasts within this time, in ms, has one cause. */
const TOGETHER_MS = 5 * 60_000;

/** Incidents of one cause, told as one: the earliest, with the sum of the copies and each broadcast. */
export type Cause = Omit<Incident, 'broadcast'> & { broadcasts: NonNullable<Incident['broadcast']>[] };

const sum = (one: number | null, other: number | null): number | null =>
  one === null && other === null ? null : (one ?? 0) + (other ?? 0);

/** What two incidents of one cause have in common. */
const causeOf = ({
  kind,
  ended,
  endedBy,
  by,
  forCorrection,
  channels,
  account,
  carrier,
  reason,
  brake,
}: Incident) =>
  JSON.stringify([
    kind,
    ended,
    endedBy,
    by,
    forCorrection,
    channels.toSorted(),
    account,
    carrier,
    reason,
    ...(brake ? [brake.channel, brake.why, brake.code, brake.carrier] : []),
  ]);

/**
 * What several broadcasts have of one cause is told once. What stands comes first, of these the gravest, then the newest.
 */
export function causesOf(incidents: readonly Incident[]): Cause[] {
  const found: { cause: string; last: number; of: Cause }[] = [];
  for (const one of incidents.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))) {
    const { broadcast, ...rest } = one;
    const cause = causeOf(one);
    const begun = Date.parse(one.from);
    const same =
      broadcast && found.find((other) => other.cause === cause && begun - other.last <= TOGETHER_MS);
    if (!same) found.push({ cause, last: begun, of: { ...rest, broadcasts: broadcast ? [broadcast] : [] } });
    else {
      const { of } = same;
      same.last = begun;
      if (of.broadcasts.every(({ id }) => id !== broadcast.id)) of.broadcasts.push(broadcast);
      Object.assign(of, {
        to: of.to !== null && one.to !== null && of.to < one.to ? one.to : of.to,
        times: Math.max(of.times, one.times),
        copies: sum(of.copies, one.copies),
        of: sum(of.of, one.of),
        held: sum(of.held, one.held),
        brake: of.brake &&
          one.brake && {
            ...of.brake,
            copies: sum(of.brake.copies, one.brake.copies),
            of: sum(of.brake.of, one.brake.of),
          },
      });
    }
  }
  return found
    .map(({ of }) => of)
    .toSorted(
      (a, b) =>
        Number(standing(b)) - Number(standing(a)) ||
        HARM.indexOf(a.kind) - HARM.indexOf(b.kind) ||
        Date.parse(b.from) - Date.parse(a.from),
    );
}

/** Whole seconds between two instants. */
export const secondsOf = (from: string, to: string): number =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));

/**
 * The copies that went wrong and the words for them; null: none are told. What the brake counted is in its own words: the
 * failures noted later are another count of the same.
 */
export function wrongIn({
  kind,
  ended,
  copies,
  of,
  brake,
}: Pick<Incident, 'kind' | 'ended' | 'copies' | 'of'> & { brake: { copies: number | null } | null }): {
  words: 'failing' | 'expired' | 'crash';
  copies: number;
  of: number;
} | null {
  if (copies === null || copies === 0) return null;
  const words =
    ended === 'expired' || kind === 'expired' ? 'expired' : kind === 'crash' ? 'crash' : 'failing';
  return words === 'failing' && brake !== null && brake.copies !== null
    ? null
    : { words, copies, of: of ?? 0 };
}

/** The words of what happened: a provider's trouble has those of Operasi, by what the provider answered. */
export function whatOf({ kind, account, reason }: Pick<Incident, 'kind' | 'account' | 'reason'>) {
  if (kind !== 'away') return kind;
  if (account !== null) return 'account';
  return outageOf(reason);
}

/** The entries of the trail that say more, for those who do not see Operasi. */
const ACTS: Partial<Record<Incident['kind'], string>> = {
  stop: 'emergency.',
  'channel-pause': 'channel.pause',
  away: 'provider.',
  slow: 'channel.slow',
  crash: 'reconcile.dead-claim',
};

/** What the entry of an incident of one channel is about: these entries name their channel, or its account. */
const SUBJECT: Partial<Record<Incident['kind'], string>> = {
  'channel-pause': 'channel',
  away: 'provider',
  slow: 'channel',
};

/** A day in Jakarta: `2026-12-01`. */
const dayOf = (at: string): string => new Date(Date.parse(at) + 7 * 3_600_000).toISOString().slice(0, 10);

/** Where Operasi marks an event among those of its day. */
const eventPlace = ({ from, eventId }: Pick<Incident, 'from' | 'eventId'>): string =>
  `/operasi?day=${dayOf(from)}&event=${eventId}`;

/** Where Operasi shows the brakes of the last day: the newest of them is marked. */
export function brakePlace(incidents: readonly Pick<Incident, 'kind' | 'from' | 'eventId'>[]): string {
  const [newest] = incidents
    .filter(({ kind }) => kind === 'brake')
    .toSorted((a, b) => Date.parse(b.from) - Date.parse(a.from));
  return newest ? eventPlace(newest) : '/operasi';
}

/** Where an incident is shown: at its broadcast, among the events of its day, or in the audit trail. */
export function placeOf(
  {
    kind,
    from,
    to,
    eventId,
    broadcasts,
    channels,
    account,
  }: Pick<Cause, 'kind' | 'from' | 'to' | 'eventId' | 'broadcasts' | 'channels' | 'account'>,
  operates: boolean,
): string {
  const [first, ...others] = broadcasts;
  if (first && others.length === 0) return `/siaran/${first.id}`;
  const day = dayOf(from);
  if (!operates) {
    const [channel, ...more] = channels;
    const about = SUBJECT[kind];
    return `/audit?${new URLSearchParams({
      act: ACTS[kind] ?? '',
      ...(about && channel && more.length === 0 && { kind: about, number: account ?? channel }),
      from: day,
      to: dayOf(to ?? from),
    })}`;
  }
  return eventPlace({ from, eventId });
}
