import { type Channel, CHANNELS } from '../../api';
import { reasonKey } from '../../parts/sending/provider-codes.rules.js';
import { outageOf as outageBy } from '../../parts/sending/silent.rules.js';
import { dayAt } from '../../times';

/** The members of an event that these rules need. */
interface Event {
  act: string;
  at: string;
  subject: string;
  detail: Record<string, unknown>;
}

/** An event with the others that are the same thing on other channels. */
export type Together<E> = E & {
  /** Of all of them, the newest first. */
  ids: string[];
  /** Empty: it is about no single channel. */
  channels: Channel[];
};

/** A provider that goes away again within this time, in ms, was not really back. */
const FLAPS_MS = 2 * 60_000;
/** What is done on several channels within this time, in ms, is one thing. */
const TOGETHER_MS = 2 * 60_000;
/** What differs from channel to channel though the cause is one: counts are summed, times are the longest. */
const SUMMED = ['failed', 'handed', 'stopped', 'unlisted', 'resent', 'accepted', 'addresses'] as const;
const LONGEST = ['seconds'] as const;
/** What a key of one cause holds of the detail. */
const SAME = [
  'by',
  'note',
  'regionCode',
  'doubt',
  'pausedSince',
  'carrier',
  'job',
  'from',
  'to',
  'times',
  'begun',
] as const;

/** The channel that an event is about; null: none, or several. */
function channelOf({ subject, detail }: Pick<Event, 'subject' | 'detail'>): Channel | null {
  const of = detail['channel'] ?? subject.split(':')[1];
  return CHANNELS.find((one) => one === of) ?? null;
}

/** Equal for events that one cause brought about on several channels. */
function causeOf(event: Event & { actor: { name: string } | null }): string {
  const { act, actor, subject, detail } = event;
  const [kind, name] = subject.split(':');
  const reason = detail['reason'];
  const brake = detail['brake'];
  return JSON.stringify([
    act,
    actor?.name,
    channelOf({ subject, detail: {} }) ? kind : name,
    act === 'provider.away' ? answerOf(reason) : reason,
    typeof brake === 'object' && brake !== null ? { ...brake, channel: null, copies: null, of: null } : null,
    ...SAME.map((key) => detail[key]),
  ]);
}

/** The answer for which something is away: each provider has codes of its own for one. */
const answerOf = (reason: unknown): unknown =>
  typeof reason === 'string' ? (reasonKey(reason) ?? reason) : reason;

/**
 * Merges what a provider that goes away and answers checks in turn leaves in the trail: one entry, the newest, with how often it
 * went away for one reason, and since when. Once alone stays as it is. The newest is first.
 */
export function flapped<E extends Event & { id: string }>(events: readonly E[]): (E & { ids?: string[] })[] {
  /** Outages of one account for one reason that follow each other, the oldest entry first. */
  const runs: E[][] = [];
  for (const event of events.toReversed()) {
    if (event.act !== 'provider.away' && event.act !== 'provider.back') continue;
    const run = runs.findLast(([first]) => first?.subject === event.subject);
    const [first, last] = [run?.[0], run?.at(-1)];
    const goesOn =
      last?.act === 'provider.away'
        ? event.act === 'provider.back'
        : event.act === 'provider.away' &&
          last !== undefined &&
          first?.act === 'provider.away' &&
          answerOf(first.detail['reason']) === answerOf(event.detail['reason']) &&
          Date.parse(event.at) - Date.parse(last.at) <= FLAPS_MS;
    if (run && goesOn) run.push(event);
    else runs.push([event]);
  }
  const of = new Map(runs.flatMap((run) => run.map((event) => [event.id, run])));
  return events.flatMap((event) => {
    const run = of.get(event.id) ?? [event];
    const times = run.filter(({ act }) => act === 'provider.away').length;
    if (times < 2) return [event];
    const [first] = run;
    if (!first || run.at(-1) !== event) return [];
    const detail = { ...event.detail, reason: first.detail['reason'], times, begun: first.at };
    return [{ ...event, detail, ids: run.map(({ id }) => id).toReversed() }];
  });
}

/** Merges what one cause brought about on several channels at about one time. The newest is first, and stays. */
export function together<E extends Event & { id: string; ids?: string[]; actor: { name: string } | null }>(
  events: readonly E[],
): Together<E>[] {
  const found: { key: string; of: Together<E> }[] = [];
  for (const event of events) {
    const channel = channelOf(event);
    const key = causeOf(event);
    const same = found.findLast((one) => one.key === key)?.of;
    if (
      channel === null ||
      !same ||
      same.channels.length === 0 ||
      same.channels.includes(channel) ||
      Date.parse(same.at) - Date.parse(event.at) > TOGETHER_MS
    ) {
      found.push({ key, of: { ...event, ids: event.ids ?? [event.id], channels: channel ? [channel] : [] } });
      continue;
    }
    same.ids.push(...(event.ids ?? [event.id]));
    same.channels = CHANNELS.filter((one) => one === channel || same.channels.includes(one));
    const of = (name: string): number[] =>
      [same.detail[name], event.detail[name]].filter((one) => typeof one === 'number');
    same.detail = {
      ...same.detail,
      ...Object.fromEntries(
        SUMMED.flatMap((name) =>
          of(name).length > 0 ? [[name, of(name).reduce((sum, one) => sum + one, 0)]] : [],
        ),
      ),
      ...Object.fromEntries(
        LONGEST.flatMap((name) => (of(name).length > 0 ? [[name, Math.max(...of(name))]] : [])),
      ),
    };
  }
  return found.map(({ of }) => of);
}

/** The events of each day in Jakarta, as `dayAt` names it, in their order. */
export function byDay<E extends Pick<Event, 'at'>>(events: readonly E[]): { day: string; of: E[] }[] {
  const found = new Map<string, E[]>();
  for (const event of events) {
    const day = dayAt(event.at);
    found.set(day, [...(found.get(day) ?? []), event]);
  }
  return [...found].map(([day, of]) => ({ day, of }));
}

/** A day, `2026-12-01`, this many days later. */
export const dayLater = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** What Siar mended without harm to any message: the background jobs count it, and nobody has to act on it. */
const HARMLESS = 'reconcile.lost-jobs';

/**
 * Leaves out what did no harm, and merges programs that were cut off, in all broadcasts, into the newest of them, which
 * gets the sum and the time of the first: they would push the acts of people out of view. The newest is first.
 */
export function folded<E extends Event>(
  events: readonly E[],
): (E & { act: Exclude<E['act'], typeof HARMLESS> })[] {
  return events.filter(isTold).flatMap((event) => {
    if (event.act !== 'reconcile.dead-claim') return [event];
    const alike = events.filter(({ act }) => act === event.act);
    const oldest = alike.at(-1);
    if (alike[0] !== event || !oldest) return [];
    if (alike.length === 1) return [event];
    const sum = alike.reduce((total, { detail }) => total + Number(detail['unknown'] ?? 0), 0);
    const broadcasts = new Set(alike.map(({ subject }) => subject)).size;
    return [{ ...event, detail: { ...event.detail, unknown: sum, broadcasts, summedSince: oldest.at } }];
  });
}

const isTold = <E extends Event>(event: E): event is E & { act: Exclude<E['act'], typeof HARMLESS> } =>
  event.act !== HARMLESS;

/** What a provider did, as it answered: a key of `operations.outage`. */
export const outageOf = (reason: unknown) => outageBy(typeof reason === 'string' ? reason : null);

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
  if (act === 'provider.away' || act === 'provider.back') {
    // A channel with one account names that account as itself.
    const of = CHANNELS.some((channel) => subject === `provider:${channel}`) ? 'provider' : 'account';
    if (Number(detail['times']) > 1) return `${of}.${act === 'provider.away' ? 'flaps' : 'flapped'}` as const;
    if (of === 'account') return act === 'provider.away' ? 'account.away' : 'account.back';
    if (act === 'provider.away') return `provider.${outageOf(detail['reason'])}` as const;
  }
  if (act === 'broadcast.pause' && detail['by'] === 'brake') return 'broadcast.brake';
  if (act === 'broadcast.pause' && detail['doubt'] === true && detail['by'] !== 'correction')
    return 'broadcast.pauseInDoubt';
  if (act === 'broadcast.resume' && detail['waves'] === 0) return 'broadcast.release';
  if (act === 'broadcast.resume' && detail['doubtCleared'] === true) return 'broadcast.resumeCleared';
  if (act === 'broadcast.doubt' && 'pausedSince' in detail) return 'broadcast.doubtPaused';
  if (act === 'reconcile.dead-claim' && Number(detail['broadcasts']) > 1) return 'reconcile.deadClaimsOfSome';
  return act;
}

/** Copies that an act stopped or resumed, listed or not; null: its detail has no such counts. */
export function copiesOf({ act, detail }: Pick<Event, 'act' | 'detail'>): number | null {
  if (!['broadcast.cancel', 'broadcast.pause', 'broadcast.resume'].includes(act)) return null;
  // What a brake holds grows by what is given back after it: the card of the brake has the number of now.
  if (act === 'broadcast.pause' && detail['by'] === 'brake') return null;
  const sum = Number(detail['stopped'] ?? 0) + Number(detail['unlisted'] ?? 0);
  return sum > 0 ? sum : null;
}
