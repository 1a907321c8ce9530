// The order of a jest run: what failed last, then what took longest. A spec that has not run here yet, as all in CI, is taken for a long
// one where it drives browsers or programs, which would occupy one worker alone if they came last.
import Sequencer from '@jest/test-sequencer';

const FIRST = ['/test/faults/', '/test/e2e/every-screen', '/test/e2e/', '/test/integration/'];

/** The time that a spec is expected to take, in ms; of one that has not run, only its place among the others counts. */
function expected({ path, duration }) {
  if (duration !== undefined) return duration;
  const found = FIRST.findIndex((folder) => path.includes(folder));
  return found < 0 ? 0 : Number.MAX_SAFE_INTEGER - found;
}

export default class LongFirst extends Sequencer {
  sort(tests) {
    const failed = (test) => Number(this.hasFailed(test));
    return super.sort(tests).toSorted((a, b) => failed(b) - failed(a) || expected(b) - expected(a));
  }
}
