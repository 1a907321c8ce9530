import { heldRegions, lastTried, trialOf, waysOut } from './trial.rules.js';

const ZERO = { pending: 0, claimed: 0, unlisted: 0, accepted: 0, delivered: 0, failed: 0 };
const wave = (regionCode: string, more: object = {}, channel = 'email') => ({
  channel,
  regionCode,
  state: 'released',
  pausedBy: null,
  ...ZERO,
  ...more,
});
const BRAKED = { state: 'paused', pausedBy: 'brake', pending: 9 };
const act = (what: string, more: object = {}) => ({
  act: what,
  at: '2026-12-01T03:00:00.000Z',
  as: null,
  channel: 'email',
  regionCode: null,
  ...more,
});
const BRAKE = act('pause', { as: 'brake' });
const BEFORE = { sent: 3, failed: 30 };
const TRY = act('resume', { regionCode: '17', before: BEFORE });
const rest = wave('51', BRAKED);

describe('a trial of a brake', () => {
  it('is one region let go on while the brake holds others, with what came of it since', () => {
    const going = wave('17', { pending: 10, claimed: 2, accepted: 4, delivered: 1, failed: 31 });
    expect(trialOf('email', [going, rest], [BRAKE, TRY])).toEqual({
      channel: 'email',
      region: '17',
      at: TRY.at,
      state: 'running',
      accepted: 2,
      refused: 1,
      waiting: 12,
      againAt: null,
    });
    const through = wave('17', { state: 'completed', accepted: 22, failed: 31 });
    expect(trialOf('email', [through, rest], [BRAKE, TRY])).toMatchObject({
      state: 'passed',
      accepted: 19,
      refused: 1,
    });
  });

  it('tells nothing of the rest by a few answers, unless they refuse', () => {
    const few = wave('17', { state: 'completed', accepted: 4, failed: 30 });
    expect(trialOf('email', [few, rest], [BRAKE, TRY])).toMatchObject({ state: 'few', accepted: 1 });
    const refused = wave('17', { state: 'completed', accepted: 3, failed: 31 });
    expect(trialOf('email', [refused, rest], [BRAKE, TRY])).toMatchObject({ state: 'refused' });
  });

  it('has failed when the brake stops it again, or when most of it was refused', () => {
    const again = wave('17', { ...BRAKED, accepted: 3, failed: 44 });
    expect(trialOf('email', [again, rest], [BRAKE, TRY, BRAKE])).toMatchObject({
      state: 'refused',
      accepted: 0,
      refused: 14,
    });
    const through = wave('17', { state: 'completed', accepted: 4, failed: 44 });
    expect(trialOf('email', [through, rest], [BRAKE, TRY])).toMatchObject({ state: 'refused' });
  });

  it('was refused for now when all that is left of it waits for another try', () => {
    const again = '2026-12-01T03:10:00.000Z';
    const now = Date.parse('2026-12-01T03:01:00.000Z');
    const waits = wave('17', { pending: 3, failed: 30, accepted: 3 });
    expect(trialOf('email', [waits, rest], [BRAKE, TRY], again, now)).toMatchObject({
      state: 'later',
      accepted: 0,
      waiting: 3,
      againAt: again,
    });
    // It is being tried, or nothing is left of it.
    expect(trialOf('email', [waits, rest], [BRAKE, TRY], again, Date.parse(again))).toMatchObject({
      state: 'running',
      againAt: null,
    });
    const through = wave('17', { state: 'completed', accepted: 23, failed: 30 });
    expect(trialOf('email', [through, rest], [BRAKE, TRY], again, now)).toMatchObject({ state: 'passed' });
  });

  it('covers the regions within its own', () => {
    const waves = [wave('17.71', { accepted: 5, failed: 30 }), wave('17.01', { failed: 0 }), rest];
    expect(trialOf('email', waves, [BRAKE, TRY])).toMatchObject({ state: 'few', accepted: 2 });
  });

  it('is none without a brake before, of the whole channel, once the rest goes on, or of another channel', () => {
    const going = wave('17', { pending: 1 });
    const waves = [going, rest, wave('17', {}, 'sms'), wave('51', BRAKED, 'sms')];
    expect(trialOf('email', waves, [TRY])).toBeNull();
    expect(trialOf('email', waves, [BRAKE, TRY, act('resume', { before: BEFORE })])).toBeNull();
    expect(trialOf('email', [going, wave('51')], [BRAKE, TRY])).toBeNull();
    expect(trialOf('sms', waves, [BRAKE, TRY])).toBeNull();
    // Of an entry before the counters were noted.
    expect(trialOf('email', waves, [BRAKE, { ...TRY, before: null }])).toBeNull();
  });

  it('tells nothing while somebody else holds the region', () => {
    const held = wave('17', { state: 'paused', pausedBy: 'operator', accepted: 9 });
    expect(trialOf('email', [held, rest], [BRAKE, TRY])).toBeNull();
  });
});

describe('the regions that a brake holds', () => {
  const braked = (regionCode: string, more: object = {}, channel = 'email') => ({
    ...wave(regionCode, { ...BRAKED, ...more }, channel),
    doubted: false,
  });
  const held = (...waves: Parameters<typeof heldRegions>[1]) => heldRegions('email', waves);

  it('are those with copies that wait, are claimed or are not listed yet', () => {
    expect(held(braked('17'), braked('51', { pending: 0 }), braked('52', ZERO))).toEqual(['17']);
    expect(
      held(braked('17'), braked('51', { ...ZERO, claimed: 1 }), braked('52', { ...ZERO, unlisted: 1 })),
    ).toEqual(['17', '51', '52']);
  });

  it('are neither in doubt, nor held by somebody else, nor on another channel', () => {
    expect(
      held(
        braked('17'),
        { ...braked('51'), doubted: true },
        braked('52', { pausedBy: 'operator' }),
        braked('53', {}, 'sms'),
      ),
    ).toEqual(['17']);
  });

  it('leave no trial behind that holds nothing', () => {
    const going = wave('17', { pending: 10, accepted: 5, failed: 30 });
    expect(trialOf('email', [going, wave('51', { ...BRAKED, pending: 0 })], [BRAKE, TRY])).toBeNull();
  });
});

it('names the region that was tried last, so that another one is suggested', () => {
  expect(lastTried('email', [BRAKE, TRY, BRAKE])).toBe('17');
  expect(lastTried('sms', [BRAKE, TRY])).toBeNull();
  expect(lastTried('email', [BRAKE, TRY, act('resume')])).toBeNull();
});

describe('the ways out of a brake', () => {
  it('begin with a trial, and end with the rest', () => {
    const rest = { act: 'rest', words: 'release' };
    expect(waysOut(null, true)).toEqual({ primary: { act: 'try', words: 'tryRegion' }, other: rest });
    expect(waysOut({ state: 'running' }, true)).toEqual({ primary: null, other: rest });
    for (const state of ['later', 'refused', 'few'] as const)
      expect(waysOut({ state }, true)).toEqual({ primary: { act: 'try', words: 'tryOther' }, other: rest });
    expect(waysOut({ state: 'passed' }, true)).toEqual({
      primary: { act: 'rest', words: 'releaseRest' },
      other: null,
    });
  });

  it('are its release alone where it holds one region', () => {
    expect(waysOut(null, false)).toEqual({ primary: { act: 'rest', words: 'release' }, other: null });
    expect(waysOut({ state: 'later' }, false)).toEqual({
      primary: null,
      other: { act: 'rest', words: 'release' },
    });
  });
});
