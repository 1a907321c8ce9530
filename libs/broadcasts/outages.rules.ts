import type { ChannelName } from '#channels';
import type { Outage } from '#contract/api/deliveries';
import { type Happened, incidentsOf, type Known } from './last-day.rules.js';

/** The acts of the trail that these rules read. */
export const OUTAGE_ACTS = ['channel.slow', 'channel.steady', 'provider.away', 'provider.back'] as const;

/** A provider that asks to go slower for less than this, in ms, is no trouble to tell of afterwards. */
const SLOW_MS = 60_000;

/**
 * What the providers did to a broadcast while it was being sent, the oldest first: on each channel by itself, since one is
 * back before another. What stood before it began or after it ended counts only within it. Pure.
 * @param entries of the trail, the oldest first; between a check that it answers and the next messages a provider is not back
 * @param span `to`: null while it goes on
 */
export function outagesOf(
  entries: readonly Happened[],
  { accounts, away }: Pick<Known, 'accounts' | 'away'>,
  channels: readonly ChannelName[],
  span: { from: Date; to: Date | null; now: Date },
): Outage[] {
  const known: Known = { accounts, away, paused: new Set(), unsent: {} };
  const until = (span.to ?? span.now).getTime();
  return channels
    .flatMap((channel) => {
      const own = entries.filter(({ subject }) => {
        const [, name = ''] = subject.split(':');
        return (accounts[name] ?? name) === channel;
      });
      return incidentsOf(own, known).flatMap(({ kind, from, to, account, reason }): Outage[] => {
        const begun = Math.max(from.getTime(), span.from.getTime());
        const ended = Math.min(to?.getTime() ?? until, until);
        if ((kind !== 'away' && kind !== 'slow') || ended < begun || from.getTime() >= until) return [];
        if (kind === 'slow' && ended - begun < SLOW_MS) return [];
        const stands = to === null && span.to === null;
        return [
          {
            kind,
            channel,
            account,
            reason,
            from: new Date(begun),
            to: stands ? null : new Date(ended),
          },
        ];
      });
    })
    .toSorted((a, b) => a.from.getTime() - b.from.getTime());
}
