// The order of a jest run that remembers none before it, as in CI: what drives browsers or programs takes longest, and
// would have one worker run on alone if it came last. Where jest remembers, it knows better.
import Sequencer from '@jest/test-sequencer';

const FIRST = ['/test/e2e/', '/test/faults/', '/test/integration/'];

export default class LongFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const rank = ({ path }) => {
      const found = FIRST.findIndex((folder) => path.includes(folder));
      return found < 0 ? FIRST.length : found;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
