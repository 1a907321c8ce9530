/** An act that held a broadcast back or let it go on, as far as these rules need it. */
interface Act {
  act: string;
  at: string;
  as: string | null;
  by: { name: string } | null;
  channel: string | null;
  regionCode: string | null;
  doubt: boolean;
  keptInDoubt: boolean;
  reason: string | null;
}

/** One doubt on the content: who cast it, on which part (null: all channels, or all regions), and why. */
export type OpenDoubt = Pick<Act, 'as' | 'by' | 'channel' | 'regionCode' | 'reason'>;

const within = (code: string, region: string): boolean => code === region || code.startsWith(`${region}.`);

/** Whether a part includes all of another. */
const includes = (part: Pick<Act, 'channel' | 'regionCode'>, other: Pick<Act, 'channel' | 'regionCode'>) =>
  (part.channel === null || part.channel === other.channel) &&
  (part.regionCode === null || (other.regionCode !== null && within(other.regionCode, part.regionCode)));

/**
 * The doubts that stand on a broadcast, the oldest first. A cancellation ends none: those who got the text still ask.
 * @param stops the oldest first
 * @param doubt the broadcast's own; each is its only one where the trail has none
 */
export function openDoubts(
  stops: readonly Act[],
  doubt: { since: string; by: string; reason: string | null } | null,
): OpenDoubt[] {
  if (!doubt) return [];
  const since = Date.parse(doubt.since);
  let open: OpenDoubt[] = [];
  for (const one of stops.filter(({ at }) => Date.parse(at) >= since)) {
    if (one.act === 'doubt' || (one.act === 'pause' && one.doubt)) {
      const { as, by, channel, regionCode, reason } = one;
      open.push({ as, by, channel, regionCode, reason });
    } else if (one.act === 'lift-doubt' || one.act === 'end-doubt') open = [];
    else if (one.act === 'resume' && !one.keptInDoubt) open = open.filter((each) => !includes(one, each));
  }
  return open.length > 0
    ? open
    : [{ as: doubt.by, by: null, channel: null, regionCode: null, reason: doubt.reason }];
}

/**
 * Whether a part was put in doubt, and not said to be right since: by the last act that concerned all of it.
 * @param stops the oldest first
 */
export function leftInDoubt(
  stops: readonly Act[],
  doubt: { since: string } | null,
  part: { channel: string; regionCode: string },
): boolean {
  if (!doubt) return false;
  const since = Date.parse(doubt.since);
  const casts = ({ act, doubt: casting }: Act): boolean => act === 'doubt' || (act === 'pause' && casting);
  const last = stops.findLast(
    (one) =>
      Date.parse(one.at) >= since &&
      includes(one, part) &&
      (casts(one) ||
        ['lift-doubt', 'end-doubt'].includes(one.act) ||
        (one.act === 'resume' && !one.keptInDoubt)),
  );
  return last !== undefined && casts(last);
}

/** Those of the doubts that concern any of these waves. */
export const doubtsOn = (
  doubts: readonly OpenDoubt[],
  waves: readonly { channel: string; regionCode: string }[],
): OpenDoubt[] =>
  doubts.filter(({ channel, regionCode }) =>
    waves.some(
      (wave) =>
        (channel === null || wave.channel === channel) &&
        (regionCode === null || within(wave.regionCode, regionCode)),
    ),
  );

/** Those of the doubts that concern a pause. @param regions null: all of its channels */
export const doubtsOnPause = (
  doubts: readonly OpenDoubt[],
  { channels, regions }: { channels: readonly string[]; regions: readonly string[] | null },
): OpenDoubt[] =>
  doubts.filter(
    ({ channel, regionCode }) =>
      (channel === null || channels.includes(channel)) &&
      (regionCode === null || regions === null || regions.some((code) => within(code, regionCode))),
  );

/** The name of the person who cast the doubt for which this stays paused, where it was paused for another reason before; null: not known. */
export const doubterOf = (
  doubts: readonly OpenDoubt[],
  pause: {
    by: string | null;
    reason: string | null;
    channels: readonly string[];
    regions: readonly string[] | null;
  },
): string | null =>
  doubtsOnPause(doubts, pause).findLast(({ as, reason }) => as === pause.by && reason === pause.reason)?.by
    ?.name ?? null;
