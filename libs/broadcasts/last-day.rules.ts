import { type ChannelName, CHANNELS } from '#channels';
import type { BrakeFinding } from '#contract/api/brake';
import type { Incident, IncidentEnd, IncidentKind } from '#contract/api/home';

/** An entry of the trail, as far as these rules read it. */
export interface Happened {
  id: string;
  at: Date;
  act: string;
  subject: string;
  actor: { name: string } | null;
  detail: Record<string, unknown>;
}

/** An incident without what its broadcast is called. */
export type Found = Omit<Incident, 'broadcast'> & { broadcastId: string | null };

/** What the trail does not say. */
export interface Known {
  /** The channel of each account. */
  accounts: Readonly<Record<string, ChannelName>>;
  /** Since when each account is away that is now, also between a check that it answers and the next messages. */
  away: Readonly<Record<string, Date>>;
  /** Until when each channel was last asked to go slower; null: it is now. */
  slowed: Readonly<Partial<Record<ChannelName, Date | null>>>;
  /** Broadcasts that are paused now, in whole or in part. */
  paused: ReadonlySet<string>;
  /** Of broadcasts that expired: their copies that were not sent, and all of them. */
  unsent: Readonly<Record<string, { messages: number; all: number }>>;
}

/** The acts that these rules read. */
export const READ = [
  'broadcast.cancel',
  'broadcast.complete',
  'broadcast.expire',
  'broadcast.failing',
  'broadcast.pause',
  'broadcast.resume',
  'broadcast.withdraw',
  'carrier.hold',
  'carrier.release',
  'carrier.through',
  'channel.pause',
  'channel.resume',
  'channel.slow',
  'channel.steady',
  'emergency.fence',
  'emergency.lift',
  'emergency.stop',
  'provider.away',
  'provider.back',
  'reconcile.dead-claim',
] as const;

/** What begins again within this time of its end, in ms, is one incident that came back. */
const AGAIN_MS = 10 * 60_000;
/** A provider that goes away again within this time, in ms, was not really back. */
const FLAPS_MS = 2 * 60_000;
/** What begins on several channels within this time, in ms, has one cause. */
const TOGETHER_MS = 2 * 60_000;

/** An incident that is being put together; a part of it ends by itself. */
interface Open extends Found {
  /** The channel, account or carrier of each part that stands; a whole broadcast is one part, `*`. */
  standing: Set<string>;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const countOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
const channelOf = (value: unknown): ChannelName | null => CHANNELS.find((one) => one === value) ?? null;

/**
 * What went wrong, or was stopped, from the entries of the trail, the oldest first. One cause is one incident: on several
 * channels, when it comes back within minutes, and when a brake counts the copies that failed. Providers that are away are
 * apart by account and answer; those that ask to go slower are apart by channel, each time. Pure.
 */
export function incidentsOf(entries: readonly Happened[], known: Known): Found[] {
  const found: Open[] = [];

  const begin = (
    kind: IncidentKind,
    { id, at, actor, detail }: Happened,
    part: string,
    more: Partial<Omit<Found, 'kind'>>,
    same: (other: Open) => boolean = () => true,
    againMs = AGAIN_MS,
  ): void => {
    const broadcastId = more.broadcastId ?? null;
    const alike = found.findLast(
      (one) =>
        one.kind === kind &&
        one.broadcastId === broadcastId &&
        same(one) &&
        (at.getTime() - one.from.getTime() <= TOGETHER_MS ||
          (one.to !== null && at.getTime() - one.to.getTime() <= againMs) ||
          one.standing.has(part)),
    );
    if (alike) {
      if (alike.to !== null) alike.times += 1;
      if (more.held) alike.held = (alike.held ?? 0) + more.held;
      Object.assign(alike, { to: null, ended: null, endedBy: null });
      alike.standing.add(part);
      for (const channel of more.channels ?? [])
        if (!alike.channels.includes(channel)) alike.channels.push(channel);
      return;
    }
    found.push({
      eventId: id,
      kind,
      from: at,
      to: null,
      ended: null,
      endedBy: null,
      by: actor?.name ?? null,
      forCorrection: detail['by'] === 'correction',
      channels: [],
      account: null,
      carrier: null,
      times: 1,
      copies: null,
      of: null,
      held: null,
      reason: textOf(detail['reason']),
      brake: null,
      ...more,
      broadcastId,
      standing: new Set([part]),
    });
  };

  const end = (
    how: IncidentEnd,
    { at, actor }: Happened,
    part: string,
    which: (one: Open) => boolean,
  ): void => {
    for (const one of found) {
      if (one.standing.size === 0 || !which(one)) continue;
      if (part === '*') one.standing.clear();
      else one.standing.delete(part);
      if (one.standing.size === 0) Object.assign(one, { to: at, ended: how, endedBy: actor?.name ?? null });
    }
  };

  for (const entry of entries) {
    const { act, subject, detail, at } = entry;
    const [, name = ''] = subject.split(':');
    const channel = channelOf(detail['channel']) ?? channelOf(name);
    const channels = channel ? [channel] : [];
    const broadcastId = subject.startsWith('broadcast:') ? name : null;
    const holdsIt = ({ kind, broadcastId: of }: Open): boolean =>
      of === broadcastId && (kind === 'pause' || kind === 'brake');
    switch (act) {
      case 'emergency.fence':
      case 'emergency.stop':
        // Between two stops everything was sent: together they would seem to be one long stop.
        begin('stop', entry, '*', {}, (one) => one.to === null);
        break;
      case 'emergency.lift':
        end('lifted', entry, '*', ({ kind }) => kind === 'stop');
        break;
      case 'channel.pause':
        begin('channel-pause', entry, name, { channels }, (one) => one.reason === textOf(detail['reason']));
        break;
      case 'channel.resume':
        end('resumed', entry, name, ({ kind }) => kind === 'channel-pause');
        break;
      case 'channel.slow':
        // Each has its own end: one that is over stays over.
        begin('slow', entry, name, { channels }, (one) => one.standing.has(name));
        break;
      case 'channel.steady':
        for (const one of found.filter(({ kind, standing }) => kind === 'slow' && standing.has(name)))
          // The entry comes a while after the provider last asked for it.
          slowUntil(one, typeof detail['seconds'] === 'number' ? later(one.from, detail['seconds']) : at);
        break;
      case 'provider.away': {
        const of = channelOf(name) ?? known.accounts[name] ?? null;
        const account = channelOf(name) ? null : name;
        // Each account has an outage of its own, and another answer is another one.
        begin(
          'away',
          entry,
          name,
          { account, channels: of ? [of] : [] },
          (one) =>
            one.account === account &&
            one.channels[0] === (of ?? undefined) &&
            one.reason === textOf(detail['reason']),
          FLAPS_MS,
        );
        break;
      }
      case 'provider.back':
        end('back', entry, name, ({ kind }) => kind === 'away');
        break;
      case 'broadcast.pause': {
        const brake = isFinding(detail['brake']) ? detail['brake'] : null;
        const by = detail['by'];
        // What a correction pauses goes on, or ends, with it.
        begin(
          by === 'brake' ? 'brake' : 'pause',
          entry,
          channel ?? '*',
          {
            broadcastId,
            channels,
            brake,
            held: countOf(detail['stopped']) + countOf(detail['unlisted']),
            by: by === 'brake' ? null : (entry.actor?.name ?? null),
          },
          (one) => one.kind === 'brake' || one.reason === textOf(detail['reason']),
        );
        break;
      }
      case 'broadcast.resume':
        // A brake that is released of what stays in doubt lets nothing go on.
        if (detail['waves'] !== 0 && textOf(detail['regionCode']) === null)
          end('resumed', entry, channel ?? '*', holdsIt);
        break;
      case 'broadcast.cancel':
        if (textOf(detail['regionCode']) === null)
          end(detail['by'] === 'correction' ? 'corrected' : 'cancelled', entry, channel ?? '*', holdsIt);
        break;
      case 'broadcast.withdraw':
        end('withdrawn', entry, '*', holdsIt);
        break;
      case 'broadcast.complete':
        end('over', entry, '*', holdsIt);
        break;
      case 'broadcast.expire': {
        const { messages = 0, all = 0 } = known.unsent[name] ?? {};
        const held = found.findLast((one) => holdsIt(one) && one.standing.size > 0);
        end('expired', entry, '*', holdsIt);
        if (held) Object.assign(held, { copies: messages, of: all });
        else if (messages > 0) {
          begin('expired', entry, '*', { broadcastId, copies: messages, of: all });
          happened(found);
        }
        break;
      }
      case 'broadcast.failing': {
        const copies = { copies: countOf(detail['failed']), of: countOf(detail['handed']) };
        const cause = found.findLast(
          (one) =>
            one.broadcastId === broadcastId &&
            // It is told again as it becomes worse.
            (one.kind === 'brake' || one.kind === 'failing') &&
            (one.channels.length === 0 || one.channels.some((each) => each === channel)),
        );
        if (cause) Object.assign(cause, copies, cause.kind === 'failing' && { from: at, eventId: entry.id });
        else {
          begin('failing', entry, channel ?? '*', { broadcastId, channels, ...copies });
          happened(found);
        }
        break;
      }
      case 'carrier.hold':
        begin(
          'carrier',
          entry,
          String(detail['carrier']),
          { broadcastId, channels, carrier: textOf(detail['carrier']) },
          (one) => one.carrier === detail['carrier'],
        );
        break;
      case 'carrier.release':
      case 'carrier.through':
        end(
          act === 'carrier.release' ? 'resumed' : 'back',
          entry,
          String(detail['carrier']),
          (one) => one.kind === 'carrier' && one.broadcastId === broadcastId,
        );
        break;
      case 'reconcile.dead-claim': {
        const last = found.findLast((one) => one.kind === 'crash' && one.broadcastId === broadcastId);
        const copies = countOf(detail['unknown']);
        if (last && at.getTime() - last.from.getTime() <= AGAIN_MS) last.copies = (last.copies ?? 0) + copies;
        else {
          begin('crash', entry, '*', { broadcastId, copies });
          happened(found);
        }
        break;
      }
    }
  }
  for (const one of found)
    if (
      (one.kind === 'pause' || one.kind === 'brake') &&
      one.standing.size > 0 &&
      !known.paused.has(one.broadcastId ?? '')
    )
      // Its parts were resumed one by one, or ran out.
      Object.assign(one, { ended: 'over' }).standing.clear();
  for (const one of found) {
    const until = one.kind === 'slow' && one.channels[0] ? known.slowed[one.channels[0]] : null;
    if (one.standing.size > 0 && until && until >= one.from) slowUntil(one, until);
  }
  for (const [account, since] of Object.entries(known.away)) {
    const last = found.findLast((one) => one.kind === 'away' && (one.account ?? one.channels[0]) === account);
    // It answered a check, and has taken nothing since.
    if (last?.to && since.getTime() - last.to.getTime() <= FLAPS_MS)
      Object.assign(last, { to: null, ended: null, endedBy: null });
  }
  return found.map((one) => {
    const { standing: _, ...rest } = one;
    return rest;
  });
}

const later = (than: Date, seconds: number): Date => new Date(than.getTime() + seconds * 1000);

function slowUntil(one: Open, to: Date): void {
  one.standing.clear();
  Object.assign(one, { to, ended: 'back' });
}

/** The last of these has no duration: it happened, and does not end. */
const happened = (found: readonly Open[]): void => found.at(-1)?.standing.clear();

/** What only happens has no end. */
const MOMENTS: ReadonlySet<IncidentKind> = new Set(['failing', 'expired', 'crash']);

/** Whether an incident stands. */
export const stands = ({ kind, ended }: Pick<Found, 'kind' | 'ended'>): boolean =>
  ended === null && !MOMENTS.has(kind);

/** Those that began, stood or ended since then: what stands first, then the newest first. */
export const since = <One extends Pick<Found, 'kind' | 'ended' | 'from' | 'to'>>(
  of: readonly One[],
  then: Date,
): One[] =>
  of
    .filter((one) => stands(one) || (one.to ?? one.from) >= then)
    .toSorted((a, b) => Number(stands(b)) - Number(stands(a)) || b.from.getTime() - a.from.getTime());

const isFinding = (value: unknown): value is BrakeFinding =>
  typeof value === 'object' && value !== null && 'why' in value && 'code' in value;
