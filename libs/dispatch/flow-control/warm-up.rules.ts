import type { WarmUp } from '#channels/accounts';

const DAY_MS = 86_400_000;
/** Jakarta is ahead of UTC by this, in ms, all year. */
const JAKARTA_MS = 7 * 3_600_000;

/** Which day of Jakarta an instant lies in, in days since 1970. */
const dayOf = (at: Date): number => Math.floor((at.getTime() + JAKARTA_MS) / DAY_MS);

/**
 * Returns how many e-mails an account may hand over today to each large mailbox provider; null: as many as it can, since its
 * warm-up is over. Before the first day, that day's ceiling holds. Pure.
 */
export function dailyCeiling({ from, daily }: WarmUp, now: Date): number | null {
  const day = dayOf(now) - Date.parse(from) / DAY_MS;
  return day < daily.length ? (daily[Math.max(0, day)] ?? null) : null;
}

/** When the next day of Jakarta begins. Pure. */
export const nextDay = (now: Date): Date => new Date((dayOf(now) + 1) * DAY_MS - JAKARTA_MS);
