import {
  endsCancelled,
  isAllPaused,
  isDoubtable,
  keptInDoubt,
  numbersOf,
  onPausedChannels,
  tallyOf,
} from './part-of.rules';

const wave = (doubted: boolean, pausedBy: string) => ({
  channel: 'sms',
  regionCode: '32',
  state: 'paused',
  expiresAt: '',
  pending: 1,
  unlisted: 0,
  claimed: 0,
  accepted: 0,
  delivered: 0,
  unknown: 0,
  doubted,
  pausedBy,
});
const technical = wave(false, 'operator');
const doubtful = wave(true, 'author');
const both = wave(true, 'brake');
describe('what stays paused when the rest is resumed', () => {
  it.each([
    ['the doubtful beside another pause', [technical, doubtful], [doubtful]],
    ['nothing where all is in doubt', [doubtful], []],
    ['what a brake holds and is in doubt', [both], [both]],
    ['nothing without a doubt', [technical], []],
  ])('is %s', (_, paused, kept) => expect(keptInDoubt(paused)).toEqual(kept));
});

describe('a cancelled part', () => {
  const going = { state: 'released' };
  it.each([
    ['is all there is', [going, technical], [going, technical], true],
    ['leaves another part going', [going, technical], [technical], false],
    ['leaves what was cancelled before', [going, { state: 'cancelled' }], [going], true],
    ['leaves what is completed', [going, { state: 'completed' }], [going], false],
    ['includes what is completed', [{ state: 'completed' }], 'all', false],
  ] as const)('%s', (_, waves, part, all) =>
    expect(
      endsCancelled(waves, part === 'all' ? waves : waves.filter((one) => part.some((each) => each === one))),
    ).toBe(all),
  );
});

it('counts apart what goes on only with its channel', () => {
  expect(onPausedChannels(['sms', 'telegram'], [{ ...technical, channel: 'sms', unlisted: 4 }])).toEqual([
    { channel: 'sms', waves: 1, messages: 5 },
  ]);
});

describe('a pause', () => {
  const going = { ...technical, state: 'released' };
  const completed = { ...technical, state: 'completed' };
  it.each([
    ['stops what goes on', [going, technical], false],
    ['only casts doubt where the rest is paused or over', [technical, completed], true],
    ['does nothing where all is over', [completed], false],
  ])('%s', (_, waves, only) => expect(isAllPaused(waves)).toBe(only));

  it.each([
    ['what is not in doubt yet', [technical], null, false, true],
    ['what is paused beside a doubt', [technical, doubtful], {}, false, true],
    ['nothing where all is in doubt', [doubtful, completed], {}, false, false],
    ['it for KPU where only others did', [doubtful], {}, true, true],
  ])('can put in doubt %s', (_, waves, doubt, overrules, may) =>
    expect(isDoubtable(waves, doubt, overrules)).toBe(may),
  );
});

describe('the numbers of a pause', () => {
  const going = { ...technical, state: 'released', pending: 300 };
  const unlisted = { ...technical, pending: 0, unlisted: 354 };
  const cancelled = { ...technical, state: 'cancelled', pending: 7 };
  const tally = tallyOf([going, unlisted, cancelled], ['planned', 'prepared', 'released']);

  it('count only its own waves, beside those that were paused before', () =>
    expect(numbersOf(tally)).toMatchObject({ waves: 1, stopped: 300, unlisted: 0, paused: 354 }));

  it('are of the paused waves where it only casts doubt', () =>
    expect(numbersOf(tally, true)).toMatchObject({ stopped: 0, unlisted: 354, paused: 0 }));

  it('leave nothing apart where the act concerns paused waves too', () =>
    expect(numbersOf(tallyOf([going, unlisted], ['released', 'paused']))).toMatchObject({
      stopped: 300,
      unlisted: 354,
      paused: 0,
    }));
});
