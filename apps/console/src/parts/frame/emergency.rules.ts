// Which broadcasts the dialog of the emergency stop lists, so that those with wrong content are named.
interface Line {
  id: string;
  title: string;
  doubted: boolean;
  counts: { pending: number; claimed: number; unlisted: number } | null;
}

/** The broadcasts that can be named in the stop. */
export interface Stoppable {
  of: { id: string; title: string; isPaused: boolean }[];
  /** Whether more run than are listed. */
  moreRun: boolean;
}

/**
 * Lists what runs, and what is paused with copies left to send that nobody doubts: its content may be wrong as well, and
 * whoever resumes it has to know.
 */
export const stoppable = (
  running: { broadcasts: readonly Line[]; after: string | null },
  paused: readonly Line[],
): Stoppable => ({
  of: [
    ...running.broadcasts.map(({ id, title }) => ({ id, title, isPaused: false })),
    ...paused
      .filter(
        ({ doubted, counts }) =>
          !doubted && counts !== null && counts.pending + counts.claimed + counts.unlisted > 0,
      )
      .map(({ id, title }) => ({ id, title, isPaused: true })),
  ],
  moreRun: running.after !== null,
});

/** The ids of what is marked at first where the reason is wrong content: the one broadcast that runs; of several nobody can tell. */
export function likelyWrong({ of, moreRun }: Stoppable): string[] {
  const running = of.filter(({ isPaused }) => !isPaused);
  return running.length === 1 && !moreRun ? running.map(({ id }) => id) : [];
}
