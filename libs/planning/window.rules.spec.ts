import fc from 'fast-check';
import { anyInstant, anyWindow, INDONESIA } from '../../test/factories/windows.js';
import { windowCloses, isWithinWindow, nextOpening } from './window.rules.js';

describe('a send window', () => {
  it('opens at its first instant and closes at its last, in local time', () => {
    const day = { from: '08:00', to: '20:00' };
    expect(isWithinWindow(Date.parse('2026-12-01T00:59:59.999Z'), 'Asia/Jakarta', day)).toBe(false);
    expect(isWithinWindow(Date.parse('2026-12-01T01:00:00Z'), 'Asia/Jakarta', day)).toBe(true);
    expect(isWithinWindow(Date.parse('2026-12-01T12:59:59.999Z'), 'Asia/Jakarta', day)).toBe(true);
    expect(isWithinWindow(Date.parse('2026-12-01T13:00:00Z'), 'Asia/Jakarta', day)).toBe(false);
    expect(isWithinWindow(Date.parse('2026-12-01T13:00:00Z'), 'Asia/Jakarta', null)).toBe(true);
  });

  it('is open at its next opening, and at no instant before', () => {
    fc.assert(
      fc.property(
        anyInstant,
        fc.constantFrom(...INDONESIA),
        anyWindow,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (at, zone, window, share) => {
          const next = nextOpening(at, zone, window);
          expect(isWithinWindow(next, zone, window)).toBe(true);
          expect(next).toBeGreaterThanOrEqual(at);
          if (next > at)
            expect(isWithinWindow(at + Math.floor((next - at) * share), zone, window)).toBe(false);
          const shut = windowCloses(next, zone, window);
          expect(isWithinWindow(shut - 1, zone, window)).toBe(true);
          expect(isWithinWindow(shut, zone, window)).toBe(false);
        },
      ),
    );
  });
});
