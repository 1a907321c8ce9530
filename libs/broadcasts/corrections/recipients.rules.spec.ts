import { recipientsOf } from './recipients.rules.js';

describe('the recipients of a chain of corrections', () => {
  const sent = (copies: number) => ({ companion: false, copies });
  const companion = (copies: number) => ({ companion: true, copies });

  it('are counted once, however often the message was corrected', () => {
    expect(recipientsOf([])).toBe(0);
    expect(recipientsOf([sent(291), sent(290), sent(289)])).toBe(291);
  });

  it('include those of the companions, whom nothing had reached before', () => {
    expect(recipientsOf([sent(291), sent(291), companion(37)])).toBe(328);
    expect(recipientsOf([sent(291), sent(291), companion(37), sent(328), companion(5)])).toBe(333);
  });
});
