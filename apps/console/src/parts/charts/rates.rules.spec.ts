import fc from 'fast-check';
import {
  absencesOf,
  cutAt,
  haltsOf,
  holdsIn,
  isFarAbove,
  type Mark,
  type MarkKind,
  marksOf,
  onlyStep,
  shownMarks,
  stepsOf,
  summed,
} from './rates.rules';

const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
const point = (seconds: number, handed: number, channel = 'email') => ({ channel, at: at(seconds), handed });

describe('the steps of a curve', () => {
  it('are the differences from point to point, of the channel alone', () => {
    const points = [point(60, 0), point(60, 9, 'sms'), point(120, 600), point(180, 600)];
    expect(stepsOf(points, 'email', null)).toEqual([
      { from: 60_000, to: 120_000, handed: 600, perSecond: 10 },
      { from: 120_000, to: 180_000, handed: 0, perSecond: 0 },
    ]);
  });

  it.each([
    ['begin with the first hand-over', 50_000, [{ from: 50_000, to: 60_000, handed: 30, perSecond: 3 }]],
    ['know nothing of a time that nobody noted', 60_000 - 600_001, []],
    ['have none before the second point without it', null, []],
  ])('%s', (_, begun, steps) => expect(stepsOf([point(60, 30)], 'email', begun)).toEqual(steps));

  it('end with the last hand-over of the channel: its rate does not sink afterwards', () => {
    const only = { from: 0, to: 20_000, handed: 600, perSecond: 30 };
    expect(stepsOf([point(50, 600)], 'email', 0, 20_000)).toEqual([only]);
    expect(stepsOf([point(60, 600), point(120, 600)], 'email', 0, 20_000)).toEqual([only]);
  });

  it('never fall below zero, though copies that were sent again are handed over once more', () =>
    expect(stepsOf([point(0, 9), point(10, 4)], 'email', null)[0]?.perSecond).toBe(0));

  it('count what the provider took, not what it refused', () => {
    const refused = [
      { ...point(60, 0), failed: 0 },
      { ...point(120, 720), failed: 720 },
    ];
    expect(stepsOf(refused, 'email', null)[0]?.handed).toBe(0);
  });

  it('have nothing in an outage: what was taken before and after it stands there', () => {
    const outage = {
      kind: 'away' as const,
      channel: 'sms',
      account: null,
      times: 1,
      from: at(20),
      to: at(50),
    };
    const halts = absencesOf([outage, { ...outage, account: 'a' }, { ...outage, times: 2 }], 'sms');
    expect(halts).toEqual([[20_000, 50_000]]);
    const steps = cutAt(stepsOf([point(0, 0, 'sms'), point(60, 300, 'sms')], 'sms', null), halts);
    expect(steps.map(({ handed }) => handed)).toEqual([200, 0, 100]);
  });

  it('keep their sum in fewer steps', () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 2, maxLength: 300 }),
        fc.integer({ min: 1, max: 30 }),
        (growth, most) => {
          let handed = 0;
          const steps = stepsOf(
            growth.map((more, n) => point(n * 60, (handed += more))),
            'email',
            null,
          );
          const fewer = summed(steps, most);
          const sum = (of: readonly { handed: number }[]): number =>
            of.reduce((all, one) => all + one.handed, 0);
          expect(fewer.length).toBeLessThanOrEqual(most);
          expect(sum(fewer)).toBe(sum(steps));
          expect(fewer.at(-1)?.to).toBe(steps.at(-1)?.to);
        },
      ),
    ));
});

it.each([
  [500, 10, true],
  [500, 125, false],
  [500, 0, false],
  [null, 10, false],
])('names a limit of %p beside a curve that rises to %p: %p', (limit, highest, far) =>
  expect(isFarAbove(limit, highest)).toBe(far),
);

it('marks pauses by who made them, and the correction, in their order', () => {
  const stop = (act: string, seconds: number, as: string | null = null) => ({
    act,
    at: at(seconds),
    as,
    channel: 'sms',
    regionCode: null,
  });
  const marks = marksOf(
    [
      stop('pause', 3, 'brake'),
      stop('doubt', 4),
      stop('release', 5),
      stop('pause', 6, 'kpu'),
      stop('stop-all', 1),
    ],
    at(2),
    [],
  );
  expect(marks.map(({ kind }) => kind)).toEqual(['stop', 'correction', 'brake', 'resume', 'pause']);
});

it('marks what a provider did, from its beginning to its end', () => {
  const outage = { kind: 'away' as const, channel: 'sms', from: at(2) };
  const told = (to: string | null) => marksOf([], null, [{ ...outage, to }]).map(({ kind }) => kind);
  expect(told(at(5))).toEqual(['away', 'back']);
  expect(told(null)).toEqual(['away']);
  // The end of a slow-down is not the return of a provider.
  expect(marksOf([], null, [{ ...outage, kind: 'slow', to: at(5) }]).map(({ kind }) => kind)).toEqual([
    'slow',
    'steady',
  ]);
});

describe('the one step of a curve', () => {
  const step = (handed: number) => ({ from: 0, to: 60_000, handed, perSecond: handed / 60 });
  it.each([
    ['is the only minute', [step(9)], 9],
    ['is the only one in which anything went out', [step(9), step(0)], 9],
    ['is the first where nothing went out', [step(0), step(0)], 0],
    ['is none of several', [step(9), step(3)], null],
    ['is none where a silence is to be seen', [step(9), step(0), step(0), step(0)], null],
    ['is none before the first minute', [], null],
  ])('%s', (_, steps, handed) => expect(onlyStep(steps)?.handed ?? null).toBe(handed));
});

const mark = (
  kind: MarkKind,
  seconds: number,
  channel: string | null = null,
  region: string | null = null,
): Mark => ({
  kind,
  at: seconds * 1000,
  channel,
  region,
});

describe('the halts of a channel', () => {
  it.each<[string, Mark[], (readonly [number, number])[]]>([
    [
      'last from a pause to the next act that lets it go on',
      [mark('pause', 10), mark('resume', 20)],
      [[10_000, 20_000]],
    ],
    [
      'last over the trial of a region, until the rest goes on',
      [mark('brake', 10, 'email'), mark('resume', 20, 'email', '51'), mark('resume', 40, 'email')],
      [[10_000, 40_000]],
    ],
    ['have no end while it is paused', [mark('brake', 10, 'email')], [[10_000, Infinity]]],
    ['are none where only a region is paused', [mark('pause', 10, null, '51')], []],
    ['are none where another channel is paused', [mark('pause', 10, 'sms')], []],
    [
      'last until the last hold is lifted',
      [mark('pause', 10), mark('stop', 15), mark('resume', 20), mark('lift', 30)],
      [[10_000, 30_000]],
    ],
    ['never end after a cancellation', [mark('cancel', 10), mark('resume', 20)], [[10_000, Infinity]]],
  ])('%s', (_, marks, halts) => expect(haltsOf(marks, 'email')).toEqual(halts));
});

describe('the holds of a whole broadcast', () => {
  const told = (marks: Mark[]): string[] =>
    holdsIn(marks).holds.map(
      ({ kind, from, to }) => `${kind} ${from / 1000} ${to === null ? '' : to / 1000}`,
    );

  it('are spans, and no marks', () => {
    const marks = [
      mark('pause', 10),
      mark('stop', 15),
      mark('resume', 20),
      mark('lift', 30),
      mark('cancel', 40),
    ];
    expect(told(marks)).toEqual(['pause 10 20', 'stop 15 30', 'cancel 40 ']);
    expect(holdsIn(marks).rest).toEqual([]);
  });

  it('are not those of a channel or a region, nor an end without a beginning', () => {
    const marks = [
      mark('resume', 5),
      mark('pause', 10, 'sms'),
      mark('pause', 12, null, '51'),
      mark('away', 15, 'sms'),
    ];
    expect(holdsIn(marks)).toEqual({ holds: [], rest: marks });
  });

  it('begin once, however often it is paused before it goes on', () =>
    expect(told([mark('pause', 10), mark('correction', 12), mark('resume', 20)])).toEqual(['pause 10 20']));
});

describe('steps cut at halts', () => {
  const step = { from: 0, to: 60_000, handed: 60, perSecond: 1 };

  it('end where the pause begins, with all that they counted before it', () =>
    expect(cutAt([step], [[20_000, Infinity]])).toEqual([
      { from: 0, to: 20_000, handed: 60, perSecond: 3 },
      { from: 20_000, to: 60_000, handed: 0, perSecond: 0 },
    ]));

  it('go on at the same pace after a pause within them', () =>
    expect(cutAt([step], [[20_000, 40_000]]).map(({ handed }) => handed)).toEqual([30, 0, 30]));

  it('stay as counted where nothing but the halt is in them', () =>
    expect(cutAt([step], [[-1, Infinity]])).toEqual([step]));

  it('keep their sum', () =>
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.uniqueArray(fc.integer({ min: 1, max: 59 }), { minLength: 2, maxLength: 8 }),
        (handed, at) => {
          const [from = 0, to = 0, ...more] = at.toSorted((a, b) => a - b).map((second) => second * 1000);
          const cut = cutAt(
            [{ ...step, handed }],
            [[from, to], ...(more[1] ? [[more[0] ?? 0, more[1]] as const] : [])],
          );
          expect(cut.reduce((sum, one) => sum + one.handed, 0)).toBe(handed);
          expect(cut.at(-1)?.to).toBe(step.to);
        },
      ),
    ));
});

it('names no mark that stands on no curve', () => {
  const marks = [mark('pause', 5), mark('pause', 20, 'sms'), mark('resume', 30), mark('resume', 90)];
  expect(shownMarks(marks, ['email'], [10_000, 60_000])).toEqual([mark('resume', 30)]);
});
