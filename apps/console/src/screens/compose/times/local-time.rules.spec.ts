import { partsOf, timeOf } from './local-time.rules.js';

describe('a time in two parts', () => {
  it('is read back', () => {
    expect(timeOf(partsOf('2026-12-09T09:30'))).toBe('2026-12-09T09:30');
    expect(partsOf('')).toEqual({ day: '', hour: '' });
  });

  it.each([
    { day: '2026-12-09', hour: '' },
    { day: '', hour: '09:00' },
  ])('is none while one part is missing: %j', (half) => {
    expect(timeOf(half)).toBe('');
  });
});
