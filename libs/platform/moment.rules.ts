/**
 * An instant on this machine's two clocks, in ms. The steady one is never set, but stands still while a virtual machine is
 * suspended; the wall clock goes on, but may be set. Each covers for the other.
 */
export interface Moment {
  /** CLOCK_MONOTONIC: the same in every thread of a process. */
  steady: number;
  /** Since 1970. */
  wall: number;
}

/** How long ago it was, in ms, by the clock that has gone further. */
export const elapsedMs = (since: Moment, at: Moment): number =>
  Math.max(at.steady - since.steady, at.wall - since.wall);

export const deadlineAfter = (from: Moment, ms: number): Moment => ({
  steady: from.steady + ms,
  wall: from.wall + ms,
});

/** Whether either clock has reached it. */
export const isOver = (deadline: Moment, at: Moment): boolean =>
  at.steady >= deadline.steady || at.wall >= deadline.wall;
