/** Copies that a provider rejected and that can go again, of one channel and region, for one code. */
interface Group {
  channel: string;
  region: string;
  reason: string;
  copies: number;
  withheld: 'stopped' | 'braked' | 'paused' | 'ended' | null;
}

/** Those of one cause: the codes that a person reads as the same, on its channels. */
export const rejectedOf = <Any extends Group>(
  groups: readonly Any[],
  { channels, reasons }: { channels: readonly string[]; reasons: readonly string[] },
): Any[] => groups.filter(({ channel, reason }) => channels.includes(channel) && reasons.includes(reason));

/** The copies on these channels that can go again now. */
export const rejectedOn = (groups: readonly Group[], channels: readonly string[]): number =>
  groups
    .filter(({ channel, withheld }) => withheld === null && channels.includes(channel))
    .reduce((sum, { copies }) => sum + copies, 0);

/** People that got nothing because of one cause. */
interface Missed {
  channel: string;
  state: string;
  reason: string | null;
  people: number;
  /** Those of them with a working address on a channel that the broadcast did not use for them; null: not counted. */
  elsewhere: number | null;
}

/** What can still be done for people that got nothing, each counted once; null: not counted. */
interface Ways {
  /** Their rejected message can go again. */
  again: number;
  /** Another channel can reach them. */
  elsewhere: number | null;
  /** Neither. */
  none: number | null;
  /** Their message was cancelled or ran out. */
  stopped: number;
}

/** @param missed the people that got nothing, by cause @param groups what can go again of the broadcast */
export function waysTo(missed: readonly Missed[], groups: readonly Group[]): Ways {
  const left = groups.filter(({ withheld }) => withheld !== 'ended');
  const ways: Ways = { again: 0, elsewhere: 0, none: 0, stopped: 0 };
  for (const { channel, state, reason, people, elsewhere } of missed) {
    if (state === 'cancelled' || state === 'expired') {
      ways.stopped += people;
      continue;
    }
    const copies = left
      .filter((group) => state === 'failed' && group.channel === channel && group.reason === reason)
      .reduce((some, group) => some + group.copies, 0);
    const again = Math.min(people, copies);
    const other = elsewhere === null ? null : Math.min(people - again, elsewhere);
    ways.again += again;
    ways.elsewhere = ways.elsewhere === null || other === null ? null : ways.elsewhere + other;
    ways.none = ways.none === null || other === null ? null : ways.none + people - again - other;
  }
  return ways;
}
