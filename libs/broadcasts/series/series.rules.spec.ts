import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  carriedAlong,
  movedSchedule,
  reminderSchedule,
  reminderTitle,
  seriesDigest,
} from './series.rules.js';

const dates = { pollingDate: '2029-02-14', byRegion: { '11': '2029-03-01', '32.04': '2029-02-24' } };
const at = (hour: string) => () => hour;

describe('the days of a reminder', () => {
  it('count back from the polling day, over the end of a month and a leap day', () => {
    const of = (pollingDate: string, days: number) =>
      reminderSchedule(days, at('09:00'), { dates: { pollingDate, byRegion: {} }, regions: ['51'] });
    expect(of('2029-02-14', 7)).toEqual({ at: '2029-02-07T09:00', expires: '2029-02-07T23:59' });
    expect(of('2028-03-01', 1).at).toBe('2028-02-29T09:00');
    expect(of('2029-02-14', 0).at).toBe('2029-02-14T09:00');
  });

  it('follow the polling day of each region, and then need no common end', () => {
    expect(reminderSchedule(7, at('10:30'), { dates, regions: ['11', '11.01', '32.04', '51'] })).toEqual({
      at: '2029-02-07T10:30',
      perRegion: { '11': '2029-02-22T10:30', '11.01': '2029-02-22T10:30', '32.04': '2029-02-17T10:30' },
    });
  });

  it('are right when they were made, and stay so whatever the hours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.subarray(['11', '12.01', '32', '32.04', '51'], { minLength: 1 }),
        fc.constantFrom('07:00', '19:45'),
        (days, regions, hour) => {
          const made = reminderSchedule(days, at(hour), { dates, regions });
          expect(movedSchedule(days, made, { dates, regions })).toBeNull();
          const later = { ...dates, pollingDate: '2029-02-21' };
          const moved = movedSchedule(days, made, { dates: later, regions });
          // Only those with a day of their own are right still.
          expect(moved === null).toBe(regions.every((code) => ['11', '32.04'].includes(code)));
          if (moved) expect(movedSchedule(days, moved, { dates: later, regions })).toBeNull();
        },
      ),
    );
  });

  it('keep the hours and the window of what they correct', () => {
    const window = { from: '07:00', to: '21:00' };
    const schedule = { at: '2029-02-01T08:15', perRegion: { '11': '2029-02-02T19:00' }, window };
    expect(movedSchedule(1, schedule, { dates, regions: ['11', '51'] })).toEqual({
      at: '2029-02-13T08:15',
      perRegion: { '11': '2029-02-28T19:00' },
      window,
    });
    expect(movedSchedule(1, { at: 'now' }, { dates, regions: ['51'] })?.at).toBe('2029-02-13T09:00');
  });

  it('name the regions that are carried along on the day of the region around them', () => {
    expect(carriedAlong(dates, ['32', '51'])).toEqual(['32.04']);
    expect(carriedAlong(dates, ['32.04', '11.01'])).toEqual([]);
  });
});

it('gives a title one mark, within its length', () => {
  expect(reminderTitle('Cek TPS', 7)).toBe('Cek TPS (H-7)');
  expect(reminderTitle('Cek TPS (H-7)', 0)).toBe('Cek TPS (Hari H)');
  expect(reminderTitle('x'.repeat(150), 14)).toHaveLength(150);
});

it('binds an approval to the digests of all members, in any order', () => {
  const [a, b] = ['b'.repeat(64), 'a'.repeat(64)];
  const expected = createHash('sha256').update(`${b}\n${a}`).digest('hex');
  expect(seriesDigest([a, b])).toBe(expected);
  expect(seriesDigest([b, a])).toBe(expected);
  expect(seriesDigest([a])).not.toBe(expected);
});
