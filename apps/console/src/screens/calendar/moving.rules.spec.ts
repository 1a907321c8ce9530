import { DAY_MS } from './days.rules.js';
import { moved, stepOf, warningsAt, shortened } from './moving.rules.js';

describe('moving a draft', () => {
  it('moves every time of it by the same', () => {
    expect(
      moved(
        {
          at: '2029-02-14T09:00',
          perRegion: { '91': '2029-02-15T07:30' },
          expires: '2029-02-15T20:00:00',
          window: { from: '08:00', to: '20:00' },
        },
        DAY_MS + 1_800_000,
      ),
    ).toEqual({
      at: '2029-02-15T09:30',
      perRegion: { '91': '2029-02-16T08:00' },
      expires: '2029-02-16T20:30',
      window: { from: '08:00', to: '20:00' },
    });
    expect(moved({ at: '2029-02-14T09:00' }, -DAY_MS)).toEqual({ at: '2029-02-13T09:00' });
  });

  it.each([
    ['ArrowUp', 'days', -7 * DAY_MS],
    ['ArrowDown', 'hours', 1_800_000],
    ['ArrowRight', 'hours', DAY_MS],
    ['Enter', 'days', null],
  ] as const)('goes by %s, over %s', (key, by, step) => {
    expect(stepOf(key, by)).toBe(step);
  });

  it.each([
    ['2029-02-12T09:00', ['quiet']],
    ['2029-02-14T21:00', ['window', 'polling']],
    ['2029-01-01T08:00', ['passed']],
    ['2029-02-20T08:00', []],
    ['2029-02-20T20:00', ['window']],
  ])('to %s warns of %s', (local, warnings) => {
    expect(
      warningsAt(Date.parse(`${local}Z`), {
        now: Date.parse('2029-02-01T00:00Z'),
        window: { from: '08:00', to: '20:00' },
        quiet: new Set(['2029-02-11', '2029-02-12', '2029-02-13']),
        polling: new Set(['2029-02-14']),
      }),
    ).toEqual(warnings);
  });
});

it.each([
  ['Jam buka TPS', 'Jam buka TPS'],
  [
    'Undangan sosialisasi hari pemungutan suara untuk pemilih pemula',
    'Undangan sosialisasi hari pemungutan suara…',
  ],
  ['a'.repeat(60), `${'a'.repeat(44)}…`],
])('shortens a title between words: %s', (title, short) => expect(shortened(title)).toBe(short));
