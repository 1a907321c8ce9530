import { goingUntil, piecesOf, trialsIn } from './incidents.rules';

const at = (second: number): string => new Date(second * 1000).toISOString();

describe('the trials within a brake', () => {
  const brake = { kind: 'brake', from: at(10), to: at(120), act: { channel: 'email' } };
  const resume = (second: number, regionCode: string | null, sent: number | null = null) => ({
    act: 'resume',
    at: at(second),
    by: { name: 'Bayu' },
    channel: 'email',
    regionCode,
    before: sent === null ? null : { sent, failed: 0 },
  });
  const point = (second: number, handed: number, failed = 0) => ({
    channel: 'email',
    at: at(second),
    handed,
    failed,
  });

  it('tell what the provider took of each: of a failed one nothing', () =>
    expect(
      trialsIn(
        brake,
        [resume(20, '17', 0), resume(70, '31', 0), resume(120, null, 17)],
        [point(15, 0), point(59, 14, 14), point(119, 31, 14)],
      ).map(({ region, accepted, by }) => [region, accepted, by]),
    ).toEqual([
      ['17', 0, 'Bayu'],
      ['31', 17, 'Bayu'],
    ]));

  it('tell nothing that nobody noted', () =>
    expect(trialsIn(brake, [resume(20, '17')], []).map(({ accepted }) => accepted)).toEqual([null]));

  it.each([
    ['the release of all of it', brake, [resume(120, null)]],
    ['what went on after it', brake, [resume(130, '17')]],
    ['an outage', { ...brake, kind: 'away' }, [resume(20, '17')]],
  ])('are none of %s', (_, of, stops) => expect(trialsIn(of, stops, [])).toEqual([]));
});

describe('the strip of stops', () => {
  const span = [0, 100_000] as const;
  const brake = { kind: 'brake', from: at(25), to: at(75), act: { channel: 'email' } };

  it('shows each stop on its channel, and one of everything on all', () => {
    const all = [brake, { kind: 'stop', from: at(50), to: null, act: { channel: null } }];
    expect(piecesOf(all, 'email', span)).toEqual([
      { kind: 'brake', left: 0.25, width: 0.5 },
      { kind: 'stop', left: 0.5, width: 0.5 },
    ]);
    expect(piecesOf(all, 'sms', span)).toEqual([{ kind: 'stop', left: 0.5, width: 0.5 }]);
  });

  it('ends with its edges, and has nothing of another time', () => {
    expect(piecesOf([{ ...brake, from: at(-50), to: at(500) }], 'email', span)).toEqual([
      { kind: 'brake', left: 0, width: 1 },
    ]);
    expect(piecesOf([{ ...brake, from: at(110), to: at(500) }], 'email', span)).toEqual([]);
    expect(piecesOf([brake], 'email', [5, 5])).toEqual([]);
  });

  it('has nothing that began after the channel had sent all of its own', () => {
    expect(piecesOf([brake], 'email', span, brake.from)).toEqual([]);
    expect(piecesOf([brake], 'email', span, brake.to)).toHaveLength(1);
  });
});

it('a channel goes to its last copy, and to the end of the strip while it has any left', () => {
  const span = [Date.parse('2026-12-01T10:00:00Z'), Date.parse('2026-12-01T10:10:00Z')] as const;
  expect(goingUntil('2026-12-01T10:05:00Z', span)).toBe(0.5);
  expect(goingUntil('2026-12-01T10:20:00Z', span)).toBe(1);
  expect(goingUntil(undefined, span)).toBe(1);
});
