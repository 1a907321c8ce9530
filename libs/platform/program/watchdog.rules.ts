/** The result of one check of a program. */
export interface Look {
  /** The program makes progress: its pool answers, and it claims available work. */
  progress: boolean;
  /** A new connection can write to the database; checked only where there is no progress. */
  databaseThere: boolean;
}

/** Since when a program hangs, in ms of its own clock, and whether to end it. */
export interface Verdict {
  hungSince: number | null;
  end: boolean;
}

/**
 * Decides whether a program hangs for good. It does not while the database itself is unavailable: the program then
 * holds outcomes that exist nowhere else and would be lost if it ended.
 * @param hungSince of the previous verdict
 * @param patienceMs how long it may hang, in ms; its own timeouts resolve most hangs earlier
 */
export function judge(hungSince: number | null, look: Look, now: number, patienceMs: number): Verdict {
  if (look.progress || !look.databaseThere) return { hungSince: null, end: false };
  const since = hungSince ?? now;
  return { hungSince: since, end: now - since >= patienceMs };
}
