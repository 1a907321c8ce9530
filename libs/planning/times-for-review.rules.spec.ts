import { localHours } from './times-for-review.rules.js';

const region = (code: string, timeZone: string) => ({ code, name: code, timeZone });
const REGIONS = [
  region('11', 'Asia/Jakarta'),
  region('61', 'Asia/Pontianak'),
  region('51', 'Asia/Makassar'),
  region('91', 'Asia/Jayapura'),
];
const NOW = new Date('2026-11-26T13:07:30Z');

describe('the local hours of a schedule', () => {
  it('are the same in every time zone for a scheduled hour, from east to west', () => {
    const found = localHours({ at: '2026-11-27T07:00' }, REGIONS, NOW);
    expect(found).toEqual(
      [
        ['Asia/Jayapura', 1],
        ['Asia/Makassar', 1],
        ['Asia/Jakarta', 2],
      ].map(([timeZone, regions]) => ({
        timeZone,
        regions,
        atOnce: false,
        local: '2026-11-27T07:00',
        night: false,
      })),
    );
  });

  it('are the current local times for a broadcast at once, with a flag for night', () => {
    const found = localHours({ at: 'now', perRegion: { '91': '2026-11-27T05:59' } }, REGIONS, NOW);
    expect(found.map(({ local, atOnce, night }) => [local, atOnce, night])).toEqual([
      ['2026-11-27T05:59', false, true],
      ['2026-11-26T21:07', true, true],
      ['2026-11-26T20:07', true, true],
    ]);
    const earlier = localHours({ at: 'now' }, REGIONS, new Date('2026-11-26T12:59:00Z'));
    expect(earlier.map(({ local, night }) => [local.slice(11), night])).toEqual([
      ['21:59', true],
      ['20:59', true],
      ['19:59', false],
    ]);
  });
});
