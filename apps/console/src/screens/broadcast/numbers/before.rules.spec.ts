import { nearDay, sharedHour, startsOf } from './before.rules.js';

it('names each clock of a start once, in the order of time', () => {
  const zone = (timeZone: string, startsAt: string) => ({ timeZone, startsAt });
  const [wit, wib] = [zone('WIT', '2029-02-14T00:00:00Z'), zone('WIB', '2029-02-14T02:00:00Z')];
  expect(startsOf([{ zones: [wib, wit] }, { zones: [wib] }], ({ timeZone }) => timeZone)).toEqual([
    'WIT',
    'WIB',
  ]);
});

it.each([
  ['2029-03-01', 'tomorrow'],
  ['2029-02-28', 'today'],
  ['2029-02-27', null],
  ['2029-03-02', null],
])('%s is %s', (day, expected) => expect(nearDay(day, '2029-02-28')).toBe(expected));

it.each([
  [['08.30 WIT', '08.30 WIB'], '08.30'],
  [['10.30 WIT', '08.30 WIB'], null],
  [['08.30 WIB'], null],
  [[], null],
])('%j show %j alike', (clocks, expected) => expect(sharedHour(clocks)).toBe(expected));
