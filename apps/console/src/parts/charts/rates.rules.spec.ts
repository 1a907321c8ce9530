import fc from 'fast-check';
import { sumOf } from '../sending/account.rules';
import {
  absencesOf,
  closed,
  cutAt,
  feltIn,
  haltsOf,
  holdsIn,
  limitNote,
  type Annotation,
  type AnnotationKind,
  annotationsOf,
  onlyStep,
  shownAnnotations,
  stepsOf,
  summed,
  upTo,
} from './rates.rules';

const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
const point = (seconds: number, handed: number, channel = 'email') => ({ channel, at: at(seconds), handed });

describe('the steps of a curve', () => {
  it('are the differences from point to point, of the channel alone', () => {
    const points = [point(60, 0), point(60, 9, 'sms'), point(120, 600), point(180, 600)];
    expect(stepsOf(points, 'email', null)).toEqual([
      { from: 60_000, to: 120_000, handed: 600, going: 60_000, perSecond: 10 },
      { from: 120_000, to: 180_000, handed: 0, going: 60_000, perSecond: 0 },
    ]);
  });

  it.each([
    [
      'begin with the first hand-over',
      50_000,
      [{ from: 50_000, to: 60_000, handed: 30, going: 10_000, perSecond: 3 }],
    ],
    ['know nothing of a time that nobody noted', 60_000 - 600_001, []],
    ['have none before the second point without it', null, []],
  ])('%s', (_, begun, steps) => expect(stepsOf([point(60, 30)], 'email', begun)).toEqual(steps));

  it('end with the last hand-over of the channel: its rate does not sink afterwards', () => {
    const only = { from: 0, to: 20_000, handed: 600, going: 20_000, perSecond: 30 };
    expect(stepsOf([point(50, 600)], 'email', 0, 20_000)).toEqual([only]);
    // Counters are written after it: those of the second note were handed over by then, too.
    expect(stepsOf([point(60, 590), point(120, 600)], 'email', 0, 20_000)).toEqual([only]);
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

  it('end at what was taken, though receipts came later that say otherwise', () => {
    const points = [point(0, 0), point(60, 600), { ...point(120, 600), failed: 10 }];
    expect(stepsOf(points, 'email', null).map(({ handed }) => handed)).toEqual([590, 0]);
  });

  it('have nothing in an outage: what was taken before and after it stands there', () => {
    const outage = {
      kind: 'away' as const,
      channel: 'sms',
      account: null,
      spans: [{ from: at(20), to: at(50) }],
    };
    const away = absencesOf([outage, { ...outage, account: 'a' }, { ...outage, kind: 'slow' }], 'sms');
    expect(away).toEqual([[20_000, 50_000]]);
    const steps = cutAt(stepsOf([point(0, 0, 'sms'), point(60, 300, 'sms')], 'sms', null), [], away);
    expect(steps.map(({ handed }) => handed)).toEqual([200, 0, 100]);
  });

  it('have nothing while a provider answered checks alone, and all after its return', () => {
    const spans = [
      { from: at(0), to: at(20) },
      { from: at(22), to: at(45) },
      { from: at(46), to: at(104) },
    ];
    const away = absencesOf([{ kind: 'away', channel: 'sms', account: null, spans }], 'sms');
    const points = [point(60, 0, 'sms'), point(120, 980, 'sms')];
    expect(cutAt(stepsOf(points, 'sms', 24_000), [], away)).toMatchObject([
      { from: 24_000, to: 60_000, perSecond: 0 },
      { from: 60_000, to: 104_000, perSecond: 0 },
      { from: 104_000, to: 120_000, handed: 980, perSecond: 61.25 },
    ]);
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
  [500, 10, 'limitAbove'],
  [500, 125, 'limit'],
  [500, 0, 'limit'],
  [30, 30.4, 'limit'],
  [30, 33, 'limitPassed'],
  [null, 10, null],
])('says of a limit of %p beside a curve that rises to %p: %p', (limit, highest, note) =>
  expect(limitNote(limit, highest)).toBe(note),
);

it('annotates pauses by who made them, and the correction, in their order', () => {
  const stop = (act: string, seconds: number, as: string | null = null) => ({
    act,
    at: at(seconds),
    as,
    channel: 'sms',
    regionCode: null,
  });
  const annotations = annotationsOf(
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
  expect(annotations.map(({ kind }) => kind)).toEqual(['stop', 'correction', 'brake', 'resume', 'pause']);
});

it('annotates what a provider did, from its beginning to its end', () => {
  const outage = { kind: 'away' as const, channel: 'sms', from: at(2) };
  const told = (to: string | null) => annotationsOf([], null, [{ ...outage, to }]).map(({ kind }) => kind);
  expect(told(at(5))).toEqual(['away', 'back']);
  expect(told(null)).toEqual(['away']);
  // The end of a slow-down is not the return of a provider.
  expect(annotationsOf([], null, [{ ...outage, kind: 'slow', to: at(5) }]).map(({ kind }) => kind)).toEqual([
    'slow',
    'steady',
  ]);
});

describe('the one step of a curve', () => {
  const step = (handed: number) => ({ from: 0, to: 60_000, handed, going: 60_000, perSecond: handed / 60 });
  it.each([
    ['is the only minute', [step(9)], 9],
    ['is the only one in which anything went out', [step(9), step(0)], 9],
    ['is the first where nothing went out', [step(0), step(0)], 0],
    ['is none of several', [step(9), step(3)], null],
    ['is none where a silence is to be seen', [step(9), step(0), step(0), step(0)], null],
    ['is none before the first minute', [], null],
  ])('%s', (_, steps, handed) => expect(onlyStep(steps)?.handed ?? null).toBe(handed));
});

const annotation = (
  kind: AnnotationKind,
  seconds: number,
  channel: string | null = null,
  region: string | null = null,
): Annotation => ({
  kind,
  at: seconds * 1000,
  channel,
  region,
});

describe('the halts of a channel', () => {
  it.each<[string, Annotation[], (readonly [number, number])[]]>([
    [
      'last from a pause to the next act that lets it go on',
      [annotation('pause', 10), annotation('resume', 20)],
      [[10_000, 20_000]],
    ],
    [
      'last until a region is let go on: it sends',
      [
        annotation('brake', 10, 'email'),
        annotation('resume', 20, 'email', '51'),
        annotation('resume', 40, 'email'),
      ],
      [[10_000, 20_000]],
    ],
    [
      'last on after it where it is braked again',
      [
        annotation('brake', 10, 'email'),
        annotation('resume', 20, 'email', '51'),
        annotation('brake', 25, 'email', '51'),
      ],
      [
        [10_000, 20_000],
        [25_000, Infinity],
      ],
    ],
    [
      'last over it while everything is stopped',
      [
        annotation('pause', 10),
        annotation('stop', 15),
        annotation('resume', 20, null, '51'),
        annotation('lift', 30),
      ],
      [[10_000, 30_000]],
    ],
    ['have no end while it is paused', [annotation('brake', 10, 'email')], [[10_000, Infinity]]],
    ['are none where only a region is paused', [annotation('pause', 10, null, '51')], []],
    ['are none where another channel is paused', [annotation('pause', 10, 'sms')], []],
    [
      'last until the last hold is lifted',
      [annotation('pause', 10), annotation('stop', 15), annotation('resume', 20), annotation('lift', 30)],
      [[10_000, 30_000]],
    ],
    [
      'never end after a cancellation',
      [annotation('cancel', 10), annotation('resume', 20)],
      [[10_000, Infinity]],
    ],
  ])('%s', (_, annotations, halts) => expect(haltsOf(annotations, 'email')).toEqual(halts));
});

describe('the holds of a whole broadcast', () => {
  const told = (annotations: Annotation[]): string[] =>
    holdsIn(annotations).holds.map(
      ({ kind, from, to }) => `${kind} ${from / 1000} ${to === null ? '' : to / 1000}`,
    );

  it('are spans, and no annotations', () => {
    const annotations = [
      annotation('pause', 10),
      annotation('stop', 15),
      annotation('resume', 20),
      annotation('lift', 30),
      annotation('cancel', 40),
    ];
    expect(told(annotations)).toEqual(['pause 10 20', 'stop 15 30', 'cancel 40 ']);
    expect(holdsIn(annotations).rest).toEqual([]);
  });

  it('are not those of a channel or a region, nor an end without a beginning', () => {
    const annotations = [
      annotation('resume', 5),
      annotation('pause', 10, 'sms'),
      annotation('pause', 12, null, '51'),
      annotation('away', 15, 'sms'),
    ];
    expect(holdsIn(annotations)).toEqual({ holds: [], rest: annotations });
  });

  it('begin once, however often it is paused before it goes on', () =>
    expect(told([annotation('pause', 10), annotation('correction', 12), annotation('resume', 20)])).toEqual([
      'pause 10 20',
    ]));
});

describe('steps cut at halts', () => {
  const step = { from: 0, to: 60_000, handed: 60, going: 60_000, perSecond: 1 };
  const after = { ...step, from: 60_000, to: 120_000 };

  it('end where the pause begins, with all that they counted before it', () =>
    expect(cutAt([step], [[20_000, Infinity]])).toEqual([
      { from: 0, to: 20_000, handed: 60, going: 20_000, perSecond: 3 },
      { from: 20_000, to: 60_000, handed: 0, going: 0, perSecond: 0 },
    ]));

  it('go on at the same pace after a pause within them', () =>
    expect(cutAt([step], [[20_000, 40_000]]).map(({ handed }) => handed)).toEqual([30, 0, 30]));

  it('give what was counted within a halt to the time before it, or after it', () => {
    expect(cutAt([step, after], [[60_000, Infinity]]).map(({ handed }) => handed)).toEqual([120, 0]);
    expect(cutAt([step, after], [[-1, 60_000]]).map(({ handed }) => handed)).toEqual([0, 120]);
    expect(cutAt([step], [[-1, Infinity]])).toMatchObject([{ handed: 60, perSecond: 0 }]);
  });

  it('have what was taken where a provider was back for moments', () =>
    expect(
      cutAt(
        [step],
        [],
        [
          [-1, 20_000],
          [40_000, 90_000],
        ],
      ),
    ).toMatchObject([{ handed: 0 }, { from: 20_000, to: 40_000, handed: 60 }, { handed: 0 }]));

  it('tell no pace of a moment: it belongs to the minute beside it', () =>
    expect(cutAt([step, after], [[62_000, Infinity]])).toMatchObject([
      { from: 0, to: 62_000, handed: 120 },
      { from: 62_000, to: 120_000, handed: 0 },
    ]));

  it('keep their pace in fewer rows: over the time in which sending was possible', () =>
    expect(summed(cutAt([step, after], [[30_000, 90_000]]), 1)).toMatchObject([
      { from: 0, to: 120_000, handed: 120, perSecond: 2 },
    ]));

  it('keep their sum, and are 0 within every halt', () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 5 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 299 }), { minLength: 2, maxLength: 8 }),
        fc.boolean(),
        (counts, at, isAway) => {
          const steps = counts.map((handed, n) => ({
            ...step,
            from: n * 60_000,
            to: (n + 1) * 60_000,
            handed,
          }));
          const edges = at.toSorted((a, b) => a - b).map((second) => second * 1000);
          const halts = edges.flatMap((from, n): [number, number][] =>
            n % 2 === 0 ? [[from, edges[n + 1] ?? Infinity]] : [],
          );
          const cut = cutAt(steps, isAway ? [] : halts, isAway ? halts : []);
          expect(cut.reduce((sum, one) => sum + one.handed, 0)).toBe(
            counts.reduce((sum, one) => sum + one, 0),
          );
          expect(cut.at(-1)?.to).toBe(steps.at(-1)?.to);
          for (const { from, to, perSecond } of cut)
            if (halts.some(([a, b]) => a <= from && to <= b)) expect(perSecond).toBe(0);
        },
      ),
    ));
});

it('takes times that lie within a minute of each other as one', () =>
  expect(
    closed([
      [90_000, 95_000],
      [0, 10_000],
      [40_000, 60_000],
      [200_000, Infinity],
    ]),
  ).toEqual([
    [0, 95_000],
    [200_000, Infinity],
  ]));

describe('the counters up to now', () => {
  const none = sumOf([]);
  const noted = [point(17, 445, 'telegram')];

  it('end at what the provider took, after the last note', () => {
    const counts = { ...none, accepted: 590, failed: 6, unknown: 1 };
    expect(upTo(noted, { telegram: counts }, 25_000)).toEqual([...noted, point(25, 590, 'telegram')]);
    expect(upTo(noted, { telegram: counts }, 9_000).at(-1)).toEqual({
      ...point(17.001, 590, 'telegram'),
    });
  });

  it.each([
    ['the counts are older', { ...none, accepted: 444 }, 25_000],
    ['nobody knows the time of the counts', { ...none, accepted: 596 }, null],
  ])('stay where %s', (_, telegram, now) => expect(upTo(noted, { telegram }, now)).toEqual(noted));
});

it('names no annotation that stands on no curve', () => {
  const annotations = [
    annotation('pause', 5),
    annotation('pause', 20, 'sms'),
    annotation('resume', 30),
    annotation('resume', 90),
  ];
  expect(shownAnnotations(annotations, ['email'], [10_000, 60_000])).toEqual([annotation('resume', 30)]);
});

it('a broadcast does not feel a provider that asks to go slower while all of its own is held', () => {
  const act = (name: string, minute: number, regionCode: string | null = null) => ({
    act: name,
    at: `2026-12-01T14:0${minute}:00Z`,
    as: null,
    channel: 'email',
    regionCode,
  });
  const slow = {
    kind: 'slow' as const,
    channel: 'email',
    from: '2026-12-01T14:07:00Z',
    to: '2026-12-01T14:08:00Z',
  };
  const held = [act('pause', 5)];
  expect(feltIn(held, [slow])).toEqual([]);
  expect(feltIn([...held, act('resume', 9)], [slow])).toEqual([]);
  expect(feltIn([...held, act('resume', 6, '11')], [slow])).toEqual([slow]);
  expect(feltIn([...held, act('resume', 6)], [slow])).toEqual([slow]);
  expect(
    feltIn(held, [
      { ...slow, channel: 'sms' },
      { ...slow, kind: 'away' },
    ]),
  ).toHaveLength(2);
});
