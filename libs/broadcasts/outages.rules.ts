import type { ChannelName } from '#channels';
import type { Outage } from '#contract/api/deliveries';
import { type Happened, incidentsOf, type Known } from './last-day.rules.js';

/** The acts of the trail that these rules read. */
export const OUTAGE_ACTS = ['channel.slow', 'channel.steady', 'provider.away', 'provider.back'] as const;

/** A provider that asks to go slower for less than this in all, in ms, is no trouble to tell of afterwards: an account's limit does so now and then. */
const SLOW_MS = 15_000;

/** A provider that was away from a broadcast for less than this in all, in ms, held nothing of it that anybody noticed. */
const AWAY_MS = 1500;

/** A channel that is slowed down again within this time of the end, in ms, is in one series of it. */
const AGAIN_MS = 10 * 60_000;

/** From when to when a channel of a broadcast had something to send. */
export interface Sending {
  channel: ChannelName;
  from: Date;
  /** Null: it still has. */
  to: Date | null;
}

/**
 * What held a broadcast back at its providers, the oldest first: on each channel by itself, since one is back before
 * another, and only while it had something to send there. None begins before that; an end may lie after the broadcast's: it
 * is over when the provider is back. What comes back soon is one, with how often it held the broadcast back. Pure.
 * @param entries of the trail, the oldest first; between a check that it answers and the next messages a provider is not back
 */
export function outagesOf(
  entries: readonly Happened[],
  { accounts, away, slowed }: Pick<Known, 'accounts' | 'away' | 'slowed'>,
  channels: readonly Sending[],
  now: Date,
): Outage[] {
  const known: Known = { accounts, away, slowed, paused: new Set(), unsent: {} };
  return channels
    .flatMap(({ channel, from: begun, to: ended }) => {
      const own = entries.filter(({ subject }) => {
        const [, name = ''] = subject.split(':');
        return (accounts[name] ?? name) === channel;
      });
      const found = incidentsOf(own, known).flatMap(
        ({ kind, from, to, account, reason, times }): Outage[] => {
          if (kind !== 'away' && kind !== 'slow') return [];
          const all = kind === 'away' ? timesOf(own, account ?? channel, from, to) : [{ from, to }];
          const spans = all
            .filter((one) => (one.to ?? now) > begun && one.from < (ended ?? now))
            .map((one) => ({ ...one, from: later(one.from, begun) }));
          const [first, last] = [spans[0], spans.at(-1)];
          if (!first || !last) return [];
          return [
            {
              kind,
              channel,
              account,
              reason,
              from: first.from,
              to: last.to,
              spans,
              times: Math.max(1, times - (all.length - spans.length)),
              seconds:
                (Math.min((last.to ?? now).getTime(), (ended ?? now).getTime()) - first.from.getTime()) /
                1000,
            },
          ];
        },
      );
      return inSeries(found)
        .filter(({ kind, to, seconds }) =>
          kind === 'away' ? to === null || seconds * 1000 >= AWAY_MS : seconds * 1000 >= SLOW_MS,
        )
        .map((one) => ({ ...one, seconds: Math.round(one.seconds) }));
    })
    .toSorted((a, b) => a.from.getTime() - b.from.getTime());
}

const later = (one: Date, other: Date): Date => (one > other ? one : other);

/** Each time that an account was away within an outage; entries of the trail, the oldest first. */
function timesOf(
  entries: readonly Happened[],
  account: string,
  from: Date,
  to: Date | null,
): Outage['spans'] {
  const spans: Outage['spans'] = [];
  for (const { act, subject, at } of entries) {
    if (subject !== `provider:${account}` || at < from || (to !== null && at > to)) continue;
    const last = spans.at(-1);
    if (act === 'provider.back') {
      if (last) last.to ??= at;
    } else if (act === 'provider.away' && last?.to !== null) spans.push({ from: at, to: null });
  }
  const last = spans.at(-1);
  // It answered a check, and takes nothing.
  if (last) last.to = to;
  return spans;
}

/** Slow-downs that follow each other closely are one; the oldest first, of one channel. */
function inSeries(of: readonly Outage[]): Outage[] {
  const series: Outage[] = [];
  for (const one of of) {
    const last = series.findLast(({ kind }) => kind === 'slow');
    if (one.kind === 'slow' && last?.to && one.from.getTime() - last.to.getTime() <= AGAIN_MS)
      Object.assign(last, {
        to: one.to,
        spans: [...last.spans, ...one.spans],
        times: last.times + one.times,
        seconds: last.seconds + one.seconds,
      });
    else series.push({ ...one });
  }
  return series;
}
