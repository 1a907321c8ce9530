/** Copies of one channel that become due on one day. */
export interface Lot<C extends string> {
  day: string;
  channel: C;
  copies: number;
}

/** What a day asks of a channel. */
export interface Load {
  /** Copies to send: those due that day, and what the day before could not carry. */
  copies: number;
  /** Of what the channel can send within the send hours of the day; above 1: more than it can. */
  share: number;
  /** Copies left from the day before. */
  carried: number;
}

/**
 * Spreads copies over days, at the channels' rates within the send hours. What a day cannot carry goes on the next day,
 * and ends with it: a broadcast expires a day after its time unless it says otherwise.
 * @param days consecutive, in order
 * @param rates messages a second; null: no limit, so that no day is full
 * @param hours send hours of a day
 */
export function loads<C extends string>(
  days: readonly string[],
  lots: readonly Lot<C>[],
  rates: Readonly<Record<C, number | null>>,
  hours: number,
): Map<string, Partial<Record<C, Load>>> {
  const found = new Map<string, Partial<Record<C, Load>>>(days.map((day) => [day, {}]));
  for (const channel of Object.keys(rates) as C[]) {
    const rate = rates[channel];
    if (rate === null || rate === 0) continue;
    const capacity = rate * hours * 3600;
    let carried = 0;
    for (const day of days) {
      const due = lots
        .filter((lot) => lot.channel === channel && lot.day === day)
        .reduce((sum, { copies }) => sum + copies, 0);
      const copies = due + carried;
      const of = found.get(day);
      if (copies > 0 && of) of[channel] = { copies, share: copies / capacity, carried };
      // The older copies go out first.
      carried = Math.min(due, Math.max(0, copies - capacity));
    }
  }
  return found;
}

/** Whether any of these days shows a share: what is said of shares is about nothing otherwise. */
export const showsShare = (
  of: ReadonlyMap<string, Partial<Record<string, Load>>>,
  days: readonly string[],
): boolean => days.some((day) => Object.keys(of.get(day) ?? {}).length > 0);

/** What is sent of a broadcast on a day, on one channel. */
export interface OwnLot<C extends string> extends Lot<C> {
  /** The broadcast. */
  id: string;
  /** Rupiah for a copy; null: nothing is counted. */
  each: number | null;
}

/** Copies that cost something, and their cost in rupiah. */
export interface Cost {
  copies: number;
  rupiah: number;
}

/** What these copies cost together; null: nothing. */
export function costOf(lots: readonly Pick<OwnLot<string>, 'copies' | 'each'>[]): Cost | null {
  const paid = lots.flatMap(({ copies, each }) => (each === null || copies === 0 ? [] : [{ copies, each }]));
  if (paid.length === 0) return null;
  return {
    copies: paid.reduce((sum, { copies }) => sum + copies, 0),
    rupiah: paid.reduce((sum, { copies, each }) => sum + copies * each, 0),
  };
}

/** How full a day is for a channel, in a word: `free` below a half, `more` up to four fifths, `nearly` up to all, `over` beyond. */
export type Fullness = 'free' | 'more' | 'nearly' | 'over';
export const fullnessOf = (share: number): Fullness =>
  share > 1 ? 'over' : share > 0.8 ? 'nearly' : share >= 0.5 ? 'more' : 'free';
