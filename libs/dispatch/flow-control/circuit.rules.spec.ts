import fc from 'fast-check';
import { heardNothing, probePauseMs } from './circuit.rules.js';

const chance = fc.double({ min: 0, max: 0.999, noNaN: true });

describe('the pause before the next probe', () => {
  it('doubles from five seconds to a minute', () => {
    const longest = [0, 1, 2, 3, 4, 5, 100].map((probes) =>
      Math.round(probePauseMs(5000, probes, 0.9999999)),
    );
    expect(longest).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
  });

  it('is never shorter than half its step, so that probes of many workers spread out and none comes early', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 300_000 }), fc.nat(1000), chance, (first, probes, random) => {
        const pause = probePauseMs(first, probes, random);
        const step = Math.min(first * 2 ** Math.min(probes, 20), first * 12);
        expect(pause).toBeGreaterThanOrEqual(step / 2);
        expect(pause).toBeLessThan(step);
      }),
    );
  });
});

describe('a hand-over without a word from the provider', () => {
  it.each([
    ['away', 'smtp ECONNREFUSED', true],
    ['away', 'twilio ENOTFOUND', true],
    ['away', 'smpp EHOSTUNREACH', true],
    ['unknown', 'telegram ETIMEDOUT', true],
    ['away', 'twilio http 503', false],
    ['away', 'smtp 421 4.3.2', false],
    ['unknown', 'smtp ECONNRESET', false],
    ['failed', 'smtp ETIMEDOUT', false],
    ['accepted', undefined, false],
  ])('%s %s: %s', (kind, reason, none) => expect(heardNothing({ kind, reason })).toBe(none));
});
