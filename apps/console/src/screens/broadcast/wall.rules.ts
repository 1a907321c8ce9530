import { type Counts, type Standing, STANDINGS } from '../../parts/sending/account.rules.js';

/** Shown at zero too: nobody has to wonder whether they are left out. */
const ALWAYS: readonly Standing[] = ['failed', 'unknown'];
/** These come and go while it runs: at zero they keep their place until it ends. */
const WHILE_IT_RUNS: readonly Standing[] = ['pending', 'claimed'];

/**
 * The standings of the copies that were not reached: every one that occurs, so that the wall adds up to all copies.
 * @param over whether the broadcast has ended
 */
export const leftOver = (total: Counts, over: boolean): Standing[] =>
  STANDINGS.filter(
    (one) =>
      one !== 'accepted' &&
      one !== 'delivered' &&
      (total[one] > 0 || ALWAYS.includes(one) || (!over && WHILE_IT_RUNS.includes(one))),
  );
