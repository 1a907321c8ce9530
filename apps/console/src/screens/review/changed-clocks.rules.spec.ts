import type { LocalHours } from '../../api/reviews';
import { changedClocks } from './changed-clocks.rules';

const at = (timeZone: string, local: string, more: Partial<LocalHours> = {}): LocalHours => ({
  timeZone,
  atOnce: false,
  local,
  night: false,
  regions: 1,
  ...more,
});
const [WIB, WITA, WIT] = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'] as const;

it('returns only the clocks that changed', () => {
  const before = [at(WIT, '2026-11-27T09:00'), at(WITA, '2026-11-27T07:00'), at(WIB, '2026-11-27T07:00')];
  const after = [at(WITA, '2026-11-27T08:00'), at('Asia/Pontianak', '2026-11-27T07:00')];
  expect(changedClocks(before, after)).toEqual([
    { zone: 'WITA', now: [after[0]], was: [before[1]] },
    { zone: 'WIT', now: [], was: [before[0]] },
  ]);
});

it('reports no change when "at once" has become later, or night', () => {
  const before = [
    at(WIT, '2026-11-27T17:30', { atOnce: true }),
    at(WIB, '2026-11-27T15:30', { atOnce: true }),
  ];
  const after = [
    at(WIT, '2026-11-27T20:30', { atOnce: true, night: true }),
    at(WIB, '2026-11-28T07:00', { regions: 9 }),
  ];
  expect(changedClocks(before, after).map(({ zone }) => zone)).toEqual(['WIB']);
});
