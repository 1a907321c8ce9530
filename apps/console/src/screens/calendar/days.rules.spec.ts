import fc from 'fast-check';
import { addDays, addMonths, daysOf, firstHour, isDay, mondayOf, step, VIEWS } from './days.rules.js';

const anyDay = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('2000-01-01', days));

describe('the days of the calendar', () => {
  it('of a month are whole weeks from Monday around it', () => {
    const days = daysOf('month', '2029-02-14');
    expect([days[0], days.at(-1), days.length]).toEqual(['2029-01-29', '2029-03-04', 35]);
    fc.assert(
      fc.property(anyDay, (day) => {
        const shown = daysOf('month', day);
        expect(shown.length % 7).toBe(0);
        expect(shown[0]).toBe(mondayOf(shown[0] ?? ''));
        expect(shown.filter((one) => one.startsWith(day.slice(0, 7)))).toEqual(daysOf('list', day));
        // The API gives 62 days at most.
        expect(shown.length + 1).toBeLessThanOrEqual(62);
      }),
    );
  });

  it('hold the day that they are shown for, and a step leads to another part', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...VIEWS), (day, view) => {
        expect(daysOf(view, day)).toContain(day);
        expect(step(view, day, 1) > day && step(view, day, -1) < day).toBe(true);
      }),
    );
  });

  it.each([
    ['2029-01-31', 1, '2029-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2029-01-15', -1, '2028-12-15'],
  ])('%s and %s months are %s', (day, months, then) => {
    expect(addMonths(day, months)).toBe(then);
  });

  it.each(['2029-02-30', '2029-2-1', 'today', ''])('do not hold %s', (text) => {
    expect(isDay(text)).toBe(false);
  });
});

describe('the hour at the top', () => {
  it.each([
    [[], null, 7],
    [[], 3, 3],
    [[2, 9], null, 2],
    [[9, 14], 13, 9],
    [[22], 19, 19],
  ])('of broadcasts at %j, now %j, is %i', (taken, now, hour) => {
    expect(firstHour(taken, now)).toBe(hour);
  });
});
