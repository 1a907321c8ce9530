// The order of a jest run that remembers none before it, as in CI: what drives browsers or programs takes longest, and
// would have one worker run on alone if it came last.
import Sequencer from '@jest/test-sequencer';

const FIRST = ['/test/e2e/', '/test/faults/', '/test/integration/', '/test/', '/apps/', '/libs/'];

export default class LongFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => FIRST.findIndex((folder) => path.includes(folder));
    const length = (test) => test.duration ?? 0;
    return [...tests].sort(
      (a, b) => length(b) - length(a) || rank(a) - rank(b) || a.path.localeCompare(b.path),
    );
  }
}
