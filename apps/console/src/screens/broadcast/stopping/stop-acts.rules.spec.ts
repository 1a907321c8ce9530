import { brakeStepOn, leftThen, narrowed, stopWords } from './stop-acts.rules';

const act = { as: null, doubt: false, doubtCleared: false, keptInDoubt: false };

describe('the words for an act', () => {
  it.each([
    ['a pause', { ...act, act: 'pause' }, 'pause'],
    ['a pause that casts doubt', { ...act, act: 'pause', doubt: true }, 'pauseInDoubt'],
    ['the brake', { ...act, act: 'pause', as: 'brake' }, 'braked'],
    ['a resumption', { ...act, act: 'resume' }, 'resume'],
    ['one that ended the doubt', { ...act, act: 'resume', doubtCleared: true }, 'resumeCleared'],
    ['one that left what is in doubt', { ...act, act: 'resume', keptInDoubt: true }, 'resumeKept'],
    ['a release that left it all', { ...act, act: 'release', keptInDoubt: true }, 'release'],
  ] as const)('name %s', (_, one, words) => expect(stopWords(one)).toBe(words));
});

describe('the part of an act', () => {
  const on = (
    name: string,
    channel: string | null = null,
    regionCode: string | null = null,
    kept = false,
  ) => ({
    act: name,
    channel,
    regionCode,
    keptInDoubt: kept,
  });
  const parts = (...acts: ReturnType<typeof on>[]) =>
    narrowed(acts).map(({ act: name, channel, regionCode }) => [name, channel, regionCode].join(' ').trim());

  it.each([
    ['is the channel that alone was paused', [on('pause', 'email'), on('resume')], 'resume email'],
    ['is the region that alone was paused', [on('pause', null, '32'), on('resume')], 'resume  32'],
    ['is everything after everything', [on('pause', 'email'), on('pause'), on('resume')], 'resume'],
    ['is everything after two channels', [on('pause', 'email'), on('pause', 'sms'), on('resume')], 'resume'],
    ['is what the person named', [on('pause', 'email'), on('resume', 'sms')], 'resume sms'],
    [
      'is what was paused since',
      [on('pause', 'email'), on('resume'), on('pause', 'sms'), on('resume')],
      'resume sms',
    ],
    [
      'counts what stayed paused in doubt',
      [on('pause', 'email'), on('resume', null, null, true), on('pause', 'sms'), on('resume')],
      'resume',
    ],
    [
      'is of the channel that is held where one of its regions is tried',
      [on('pause', 'email'), on('resume', null, '17')],
      'resume email 17',
    ],
    [
      'is of that channel also where another region of it is tried after',
      [on('pause', 'email'), on('resume', null, '17'), on('resume', null, '31')],
      'resume email 31',
    ],
    ['is everything where nothing is known to be paused', [on('resume')], 'resume'],
  ])('%s', (_, acts, part) => expect(parts(...acts).at(-1)).toBe(part));
});

describe('an act on all that is left', () => {
  const pause = { act: 'pause', channel: null, at: '2029-02-06T07:05:00Z' };
  const wave = (channel: 'email' | 'sms', endedAt: string | null) => ({ channel, endedAt });
  const waves = [
    wave('email', '2029-02-06T07:01:00Z'),
    wave('sms', '2029-02-06T07:30:00Z'),
    wave('sms', null),
  ];

  it('names the channels that had not ended', () => expect(leftThen(pause, waves)).toEqual(['sms']));

  it.each([
    ['none had ended', pause, [wave('email', null), wave('sms', null)]],
    ['the waves are not known yet', pause, []],
    ['somebody chose one', { ...pause, channel: 'sms' }, waves],
    ['it ends them itself', { ...pause, act: 'cancel' }, waves],
  ])('names none where %s', (_, one, of) => expect(leftThen(one, of)).toEqual([]));
});

describe('the steps of a brake', () => {
  const step = (
    at: number,
    name: string,
    as: string,
    channel: string | null,
    regionCode: string | null = null,
  ) => ({
    at: `2026-12-01T00:00:0${at}Z`,
    act: name,
    as,
    channel,
    regionCode,
  });
  it('are the brake, the trial of a region and the release, on its channel alone', () => {
    const stops = [
      step(1, 'pause', 'operator', 'email'),
      step(2, 'pause', 'brake', 'sms'),
      step(3, 'resume', 'operator', 'sms', '94'),
      step(4, 'resume', 'operator', 'sms'),
      step(5, 'resume', 'operator', 'email'),
      step(6, 'pause', 'operator', 'sms'),
      step(7, 'resume', 'operator', 'sms'),
      step(8, 'pause', 'operator', null),
    ];
    expect(stops.map((one) => brakeStepOn(one, stops))).toEqual([
      null,
      'sms',
      'sms',
      'sms',
      null,
      null,
      null,
      null,
    ]);
  });
});
