import { SetMetadata } from '@nestjs/common';

/** Metadata key of a method that is periodic work. */
export const PERIODIC = 'siar:periodic';

/** A name for the log, and the pause between the end of one run and the start of the next, in ms. */
export interface Rhythm {
  name: string;
  pauseMs: number;
}

/**
 * A run of periodic work. Several publishers may run the same work at once.
 * @param signal aborts when the program stops: a run that loops ends then
 * @returns the pause before the next run in ms, where it differs from the rhythm's
 */
export type PeriodicRun = (signal: AbortSignal) => Promise<number | void>;

/** Marks a method of a provider as periodic work, which the program's `Scheduler` runs. */
export const Periodic =
  (name: string, pauseMs: number) =>
  <Run extends PeriodicRun>(target: object, key: string, method: TypedPropertyDescriptor<Run>): void => {
    SetMetadata(PERIODIC, { name, pauseMs } satisfies Rhythm)(target, key, method);
  };
