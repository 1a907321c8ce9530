// Which broadcasts the dialog of the emergency stop lists, so that those with wrong content are named.
interface Line {
  id: string;
  title: string;
  doubted: boolean;
  counts: { pending: number; claimed: number; unlisted: number } | null;
}

/** The broadcasts that can be named in the stop. */
export interface Stoppable {
  of: { id: string; title: string; is: 'running' | 'paused' | 'scheduled' }[];
  /** Whether more run, or are scheduled, than are listed. */
  more: boolean;
}

/** A page of the list, and where the next one begins. */
interface Page {
  broadcasts: readonly Line[];
  after: string | null;
}

/**
 * Lists what runs, what is paused with copies left to send that nobody doubts, and what begins later: its content may be
 * wrong as well, and whoever lets it go on has to know.
 */
export const stoppable = (running: Page, paused: readonly Line[], scheduled: Page): Stoppable => ({
  of: [
    ...running.broadcasts.map(({ id, title }) => ({ id, title, is: 'running' as const })),
    ...paused
      .filter(
        ({ doubted, counts }) =>
          !doubted && counts !== null && counts.pending + counts.claimed + counts.unlisted > 0,
      )
      .map(({ id, title }) => ({ id, title, is: 'paused' as const })),
    ...scheduled.broadcasts.map(({ id, title }) => ({ id, title, is: 'scheduled' as const })),
  ],
  more: running.after !== null || scheduled.after !== null,
});

/** The ids of what is marked at first where the reason is wrong content: the one broadcast that runs; of several nobody can tell. */
export function likelyWrong({ of, more }: Stoppable): string[] {
  const running = of.filter(({ is }) => is === 'running');
  return running.length === 1 && !more ? running.map(({ id }) => id) : [];
}
