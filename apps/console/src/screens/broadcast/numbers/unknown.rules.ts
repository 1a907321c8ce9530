/** Why unknown copies cannot be sent again. */
export type Withheld = 'stopped' | 'braked' | 'paused' | 'ended';

/** Unknown copies of one channel and region, with one reason. */
interface Group {
  channel: string;
  region: string;
  reason: string | null;
  copies: number;
  withheld: Withheld | null;
}

/** A selection of unknown copies; null: no restriction. */
export interface Chosen {
  channel: string | null;
  /** The code of a province, which includes its regencies. */
  province: string | null;
  cause: string | null;
}

export const provinceOf = (region: string): string => region.split('.')[0] ?? region;

/** The selected groups. */
export const chosenOf = <Any extends Group>(
  groups: readonly Any[],
  { channel, province, cause }: Chosen,
): Any[] =>
  groups.filter(
    (group) =>
      (channel === null || group.channel === channel) &&
      (province === null || provinceOf(group.region) === province) &&
      (cause === null || group.reason === cause),
  );

/** How many can be sent again, and how many cannot, by what withholds them. */
export function sendable(groups: readonly Group[]): {
  copies: number;
  withheld: [why: Withheld, copies: number][];
} {
  const withheld = new Map<Withheld, number>();
  let copies = 0;
  for (const group of groups) {
    if (group.withheld === null) copies += group.copies;
    else withheld.set(group.withheld, (withheld.get(group.withheld) ?? 0) + group.copies);
  }
  return { copies, withheld: [...withheld] };
}

/** A line for each channel and reason, the largest first, with its provinces. */
export interface Line<Channel> {
  channel: Channel;
  reason: string | null;
  copies: number;
  provinces: Map<string, number>;
}

export function linesOf<Any extends Group>(groups: readonly Any[]): Line<Any['channel']>[] {
  const lines = new Map<string, Line<Any['channel']>>();
  for (const { channel, region, reason, copies } of groups) {
    const key = `${channel} ${reason}`;
    const line = lines.get(key) ?? { channel, reason, copies: 0, provinces: new Map<string, number>() };
    const province = provinceOf(region);
    line.copies += copies;
    line.provinces.set(province, (line.provinces.get(province) ?? 0) + copies);
    lines.set(key, line);
  }
  return [...lines.values()].toSorted((a, b) => b.copies - a.copies);
}
