import fc from 'fast-check';
import { anyInstant, anyWindow, INDONESIA } from '../../test/factories/windows.js';
import { closing, isOpen, nextOpening } from './window.rules.js';

describe('a send window', () => {
  it('opens at its first instant and closes at its last, in local time', () => {
    const day = { from: '08:00', to: '20:00' };
    expect(isOpen(Date.parse('2026-12-01T00:59:59.999Z'), 'Asia/Jakarta', day)).toBe(false);
    expect(isOpen(Date.parse('2026-12-01T01:00:00Z'), 'Asia/Jakarta', day)).toBe(true);
    expect(isOpen(Date.parse('2026-12-01T12:59:59.999Z'), 'Asia/Jakarta', day)).toBe(true);
    expect(isOpen(Date.parse('2026-12-01T13:00:00Z'), 'Asia/Jakarta', day)).toBe(false);
    expect(isOpen(Date.parse('2026-12-01T13:00:00Z'), 'Asia/Jakarta', null)).toBe(true);
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
          expect(isOpen(next, zone, window)).toBe(true);
          expect(next).toBeGreaterThanOrEqual(at);
          if (next > at) expect(isOpen(at + Math.floor((next - at) * share), zone, window)).toBe(false);
          const shut = closing(next, zone, window);
          expect(isOpen(shut - 1, zone, window)).toBe(true);
          expect(isOpen(shut, zone, window)).toBe(false);
        },
      ),
    );
  });
});
