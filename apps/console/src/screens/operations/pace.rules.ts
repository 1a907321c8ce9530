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
  /** Whether it has been {@link isSluggish} for minutes. */
  sluggish?: boolean;
}

/** A pace below this share of what the provider should take is slow. */
const SLOW_SHARE = 0.25;
/** The same of a pace that has stood for minutes: for moments it varies as much, at a start, a retry or an end. */
const SLUGGISH_SHARE = 0.5;
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
  const { pace, rate, unlisted, sluggish } = figures;
  if (rate === null || pace <= 0 || pace >= (sluggish ? SLUGGISH_SHARE : SLOW_SHARE) * rate) return false;
  const ready = dueNow(figures) - unlisted;
  return ready >= LITTLE && ready / pace > SHORT_SECONDS;
}

/** Whether it goes below half its limit: slow, if that stays. Pure. */
export const isSluggish = (figures: Figures): boolean => isSlow({ ...figures, sluggish: true });

/** When a channel is through with what is due, at the pace of now, in ms since 1970; null: it is not slow. Pure. */
export const slowUntil = (figures: Figures, now: number): number | null =>
  isSlow(figures) ? now + (dueNow(figures) / figures.pace) * 1000 : null;
