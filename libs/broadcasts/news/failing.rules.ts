/** Staff are informed about a channel's failures from this number of failed copies of a broadcast on. */
export const FAILING_FROM = 20;
/** The failed share of the copies handed over, from which staff are informed. */
export const FAILING_SHARE = 0.2;

/** Whether too many copies of a broadcast failed on a channel. @param handed includes the failed copies */
export const isFailing = ({ failed, handed }: { failed: number; handed: number }): boolean =>
  failed >= FAILING_FROM && failed >= handed * FAILING_SHARE;

/** Staff are informed again once a channel has this many times the failed copies that they were last told of. */
export const WORSE = 2;
