import { actsAfter, trialOf } from './trial.rules.js';

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
    });
    const through = wave('17', { state: 'completed', accepted: 20, failed: 31 });
    expect(trialOf('email', [through, rest], [BRAKE, TRY])).toMatchObject({
      state: 'passed',
      accepted: 17,
      refused: 1,
    });
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

  it('covers the regions within its own', () => {
    const waves = [wave('17.71', { accepted: 5, failed: 30 }), wave('17.01', { failed: 0 }), rest];
    expect(trialOf('email', waves, [BRAKE, TRY])).toMatchObject({ state: 'passed', accepted: 2 });
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

it('after a trial its outcome says what is next: nothing is tried twice while it runs', () => {
  expect(actsAfter(null)).toEqual({ acts: ['coba', 'lepas'], first: 'coba' });
  expect(actsAfter({ state: 'running' })).toEqual({ acts: ['lepas'], first: null });
  expect(actsAfter({ state: 'passed' })).toEqual({ acts: ['lepas'], first: 'lepas' });
  expect(actsAfter({ state: 'refused' })).toEqual({ acts: ['coba', 'lepas'], first: null });
});
