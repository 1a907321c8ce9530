/** The figures of a channel that tell how fast it goes; copies, and messages a second. */
export interface Figures {
  waiting: number;
  scheduled: number;
  paused: number;
  /** Those still to be listed: what is being listed is not slow. */
  unlisted: number;
  pace: number;
  /** Null: no limit. */
  rate: number | null;
}

/** A pace below this share of what the provider should take is slow. */
const SLOW_SHARE = 0.25;
/** With less than this to go, in seconds, nobody needs to know. */
const SHORT_SECONDS = 60;
/** Fewer copies than these are little work: nobody waits for them long. */
const LITTLE = 50;

/** Copies that may go out now: their hour has come, and nobody has paused them. Pure. */
export const dueNow = ({
  waiting,
  scheduled,
  paused,
}: Pick<Figures, 'waiting' | 'scheduled' | 'paused'>): number => Math.max(0, waiting - scheduled - paused);

/** Whether a channel goes far below its limit though enough waits that is listed and due. Pure. */
export function isSlow(figures: Figures): boolean {
  const { pace, rate, unlisted } = figures;
  if (rate === null || pace <= 0 || pace >= SLOW_SHARE * rate) return false;
  const ready = dueNow(figures) - unlisted;
  return ready >= LITTLE && ready / pace > SHORT_SECONDS;
}

/** When a channel is through with what is due, at the pace of now, in ms since 1970; null: it is not slow. Pure. */
export const slowUntil = (figures: Figures, now: number): number | null =>
  isSlow(figures) ? now + (dueNow(figures) / figures.pace) * 1000 : null;
