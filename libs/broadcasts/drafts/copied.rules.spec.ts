import { scheduleAhead } from './copied.rules.js';

const ACEH = { code: '11', name: 'Aceh', timeZone: 'Asia/Jakarta' };
const PAPUA = { code: '91', name: 'Papua', timeZone: 'Asia/Jayapura' };
const NOW = new Date('2029-02-14T01:00:00Z');

it.each([
  ['is kept where every time is ahead', { at: '2029-02-14T10:30' }, true],
  ['is kept where it is sent at once', { at: 'now' }, true],
  ['is left out where it has passed', { at: '2029-02-14T07:00' }, false],
  ['is left out where it has passed for one zone', { at: '2029-02-14T09:00' }, false],
  [
    'is left out where one region is late',
    { at: '2029-02-15T09:00', perRegion: { '91': '2029-02-14T09:00' } },
    false,
  ],
] as const)('the schedule of a copy %s', (_, schedule, kept) => {
  expect(scheduleAhead(schedule, [ACEH, PAPUA], NOW)).toEqual(kept ? schedule : undefined);
});

it.each([
  ['is kept with a time that is ahead', { at: '2029-02-14T10:30', expires: '2029-02-15T10:30' }, true],
  ['is left out where it is sent at once', { at: 'now', expires: '2031-02-15T10:30' }, false],
  [
    'is left out where it is sent at once and it has passed',
    { at: 'now', expires: '2029-02-01T10:30' },
    false,
  ],
] as const)('the expiry of a copy %s', (_, schedule, kept) => {
  expect(scheduleAhead(schedule, [ACEH, PAPUA], NOW)).toEqual(kept ? schedule : { at: schedule.at });
});
