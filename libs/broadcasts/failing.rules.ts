/** People are told of a channel's failures from this many copies of a broadcast on. */
export const FAILING_FROM = 20;
/** And from this share of the copies that were handed over. */
const FAILING_SHARE = 0.2;

/** Whether people are told that too many copies of a broadcast failed on a channel. @param handed those that failed included */
export const isFailing = ({ failed, handed }: { failed: number; handed: number }): boolean =>
  failed >= FAILING_FROM && failed >= handed * FAILING_SHARE;
