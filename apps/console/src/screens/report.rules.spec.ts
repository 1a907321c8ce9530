import { earlierOf } from './report.rules.js';

describe('the report of a broadcast that was corrected twice', () => {
  const link = (publicCode: string, begun = true) => ({ publicCode, begun });

  it('names the first correction and its companion too, as far as they reached people', () => {
    const corrections = [link('B'), link('rejected', false), link('D')];
    expect(earlierOf(corrections, [link('C')], ['A', 'D', 'E'])).toEqual([
      { role: 'earlier', link: link('B') },
      { role: 'earlierCompanion', link: link('C') },
    ]);
  });

  it('names its own companion once', () => {
    expect(earlierOf([link('D')], [link('C')], ['B', 'D', 'C'])).toEqual([]);
  });
});
