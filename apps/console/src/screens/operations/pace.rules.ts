/** The figures of a channel that tell how fast it goes; copies, and messages a second. */
interface Figures {
  waiting: number;
  scheduled: number;
  paused: number;
  pace: number;
  /** Null: no limit. */
  rate: number | null;
}

/** A pace below this share of what the provider should take is slow. */
const SLOW_SHARE = 0.1;
/** With less than this to go, in seconds, nobody needs to know. */
const SHORT_SECONDS = 120;

/** Copies that may go out now: their hour has come, and nobody has paused them. Pure. */
export const dueNow = ({ waiting, scheduled, paused }: Omit<Figures, 'pace' | 'rate'>): number =>
  Math.max(0, waiting - scheduled - paused);

/**
 * When a channel that goes far below its limit is through with what is due, at the pace of now.
 * @returns ms since 1970; null: it is not slow, nothing goes out at all, or it is soon over. Pure.
 */
export function slowUntil(figures: Figures, now: number): number | null {
  const { pace, rate } = figures;
  if (rate === null || pace <= 0 || pace >= SLOW_SHARE * rate) return null;
  const seconds = dueNow(figures) / pace;
  return seconds > SHORT_SECONDS ? now + seconds * 1000 : null;
}
