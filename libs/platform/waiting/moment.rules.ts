/**
 * An instant on this machine's two clocks, in ms. The steady clock is never set, but stops while a virtual machine is
 * suspended. The wall clock goes on, but may be set. Each covers for the other.
 */
export interface Moment {
  /** CLOCK_MONOTONIC: the same in every thread of a process. */
  steady: number;
  /** Since the Unix epoch. */
  wall: number;
}

/** Returns the elapsed time, in ms, by the clock that has advanced further. */
export const elapsedMs = (since: Moment, at: Moment): number =>
  Math.max(at.steady - since.steady, at.wall - since.wall);

export const deadlineAfter = (from: Moment, ms: number): Moment => ({
  steady: from.steady + ms,
  wall: from.wall + ms,
});

/** Whether either clock has reached the deadline. */
export const isOver = (deadline: Moment, at: Moment): boolean =>
  at.steady >= deadline.steady || at.wall >= deadline.wall;
