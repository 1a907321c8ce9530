import fc from 'fast-check';
import { dayIn } from './day.rules.js';

describe('a day as people write it', () => {
  it.each([
    ['2026-12-03', '2026-12-03'],
    ['3/12/2026', '2026-12-03'],
    ['03-12-2026', '2026-12-03'],
    ['3.12.2026', '2026-12-03'],
    ['3 Desember 2026', '2026-12-03'],
    [' 3  des 2026 ', '2026-12-03'],
    ['3 Dec. 2026', '2026-12-03'],
    ['Kam, 3 Des 2026', '2026-12-03'],
    ['Thursday 3 December 2026', '2026-12-03'],
    ['29 Februari 2028', '2028-02-29'],
  ])('%s is read', (text, day) => {
    expect(dayIn(text)).toBe(day);
  });

  it.each(['', '3', '3/12', '3/12/26', '31/11/2026', '29 Februari 2027', '3 ju 2026', 'besok', '12/13/2026'])(
    '%j is none',
    (text) => {
      expect(dayIn(text)).toBeNull();
    },
  );

  it.each([
    ['9 des', '2026-12-01', '2026-12-09'],
    ['9/12', '2026-12-01', '2026-12-09'],
    ['3 Januari', '2026-12-01', '2027-01-03'],
    ['20 des', '2027-01-05', '2026-12-20'],
    ['29 feb', '2027-06-01', '2028-02-29'],
    ['3 Desember 2030', '2026-12-01', '2030-12-03'],
  ])('%s without a year is the one nearest to %s', (text, near, day) => {
    expect(dayIn(text, near)).toBe(day);
    if (!/\d{4}/.test(text)) expect(dayIn(text)).toBeNull();
  });

  it('is read back from every way in which a browser shows it', () => {
    const day = fc.date({ min: new Date('1999-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    const ways = [
      { day: 'numeric', month: 'long', year: 'numeric' },
      { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
      { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
      { day: '2-digit', month: '2-digit', year: 'numeric' },
    ] as const;
    fc.assert(
      fc.property(day, fc.constantFrom('id', 'en-GB'), fc.constantFrom(...ways), (at, locale, way) => {
        const shown = at.toLocaleDateString(locale, { ...way, timeZone: 'UTC' });
        expect(dayIn(shown)).toBe(at.toISOString().slice(0, 10));
      }),
    );
  });
});
