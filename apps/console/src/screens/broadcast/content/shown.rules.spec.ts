import { goesOutAt, outcomeOf } from './shown.rules.js';

describe('what became of a submission', () => {
  it.each([
    ['rejected', 'rejected', 'rejected'],
    ['approved', 'withdrawn', 'approved'],
    ['takenBack', 'withdrawn', 'withdrawn'],
    ['draftAgain', 'draft', 'voided'],
  ] as const)('is %s where the broadcast is %s and the submission %s', (expected, state, decision) =>
    expect(outcomeOf({ state, submission: { decision } })).toBe(expected),
  );
});

describe('when an approved broadcast goes out', () => {
  const hour = (timeZone: string, local = '2026-12-09T09:00', atOnce = false) => ({
    timeZone,
    local,
    atOnce,
  });

  it('is the first of its times, with every clock that shows the same', () => {
    expect(goesOutAt('approved', [hour('Asia/Jayapura'), hour('Asia/Jakarta')])).toEqual({
      local: '2026-12-09T09:00',
      timeZones: ['Asia/Jayapura', 'Asia/Jakarta'],
    });
    expect(
      goesOutAt('approved', [hour('Asia/Makassar'), hour('Asia/Jakarta', '2026-12-10T07:00')])?.timeZones,
    ).toEqual(['Asia/Makassar']);
  });

  it('is not told once it runs, nor where a part of it goes out at once', () => {
    expect(goesOutAt('running', [hour('Asia/Jakarta')])).toBeNull();
    expect(goesOutAt('approved', [hour('Asia/Makassar', undefined, true), hour('Asia/Jakarta')])).toBeNull();
    expect(goesOutAt('approved', [])).toBeNull();
  });
});
