/** What one look at a program found. */
export interface Look {
  /** It did what it should: its pool answered, it claimed what there is to claim. */
  progress: boolean;
  /** A fresh connection to the database can be written over; asked only where there is no progress. */
  databaseThere: boolean;
}

/** Since when a program hangs, in ms of its own clock, and whether that is too long. */
export interface Verdict {
  hungSince: number | null;
  end: boolean;
}

/**
 * Judges whether a program hangs for good. While the database itself is away it does not: it keeps outcomes that nobody
 * else can tell, and would lose them by ending.
 * @param hungSince of the verdict before
 * @param patienceMs how long it may hang; its own time-outs free most hangs before
 */
export function judge(hungSince: number | null, look: Look, now: number, patienceMs: number): Verdict {
  if (look.progress || !look.databaseThere) return { hungSince: null, end: false };
  const since = hungSince ?? now;
  return { hungSince: since, end: now - since >= patienceMs };
}
