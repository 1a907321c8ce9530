import { Guesses, networkOf } from './guesses.js';

describe('guessing codes', () => {
  it('is stopped after twenty wrong ones in a minute, per network, and free again in the next', () => {
    let at = 0;
    const guesses = new Guesses(() => at);
    for (let i = 0; i < 20; i++) {
      expect(guesses.allows('192.0.2.1')).toBe(true);
      guesses.miss('192.0.2.1');
    }
    expect(guesses.allows('192.0.2.1')).toBe(false);
    expect(guesses.allows('192.0.2.2')).toBe(true);
    at = 60_000;
    expect(guesses.allows('192.0.2.1')).toBe(true);
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('counts %s as %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});
