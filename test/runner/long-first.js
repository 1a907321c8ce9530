// The order of a jest run without cached durations, as in CI: specs that drive browsers or programs take longest, and
// would occupy one worker alone if they came last. Where jest has cached durations, it uses those.
import Sequencer from '@jest/test-sequencer';

const FIRST = ['/test/faults/', '/test/e2e/every-screen', '/test/e2e/', '/test/integration/'];

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
