/**
 * The number of an account's binds that one of its workers holds: equal parts, of which the first workers have one more.
 * Pure.
 * @param workers that share them, this one included
 * @param before workers that come before this one in the common order
 */
export const shareOf = (binds: number, workers: number, before: number): number =>
  Math.floor(binds / workers) + (before < binds % workers ? 1 : 0);
