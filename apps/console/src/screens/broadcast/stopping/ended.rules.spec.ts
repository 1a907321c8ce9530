import type { BroadcastState } from '../../../api';
import {
  approvalCancelled,
  correctedBefore,
  onlyCompanionHolds,
  leavesCompanion,
  leftUnapproved,
  pausedUnapproved,
  readOnceSubmitted,
  toCorrect,
  stoppedBy,
  stillSpreads,
  wayOnOf,
  wrongIds,
} from './ended.rules.js';

describe('what a correction corrects', () => {
  it('is a chain of broadcasts where the original is a correction', () => {
    expect([null, { corrects: [1] }, { corrects: [2, 1] }].map(correctedBefore)).toEqual([
      false,
      false,
      true,
    ]);
  });
});

it.each([
  ['held by its companion', false, { stands: true, doubtedAt: null }, true],
  ['held by a companion in doubt', false, { stands: true, doubtedAt: '2026-11-28T00:00:00Z' }, false],
  ['that stands itself', true, { stands: true, doubtedAt: null }, false],
])('the submission of a correction of a text %s', (_, stands, companion, falls) =>
  expect(onlyCompanionHolds({ corrects: [{ stands }], companions: [companion] })).toBe(falls),
);

describe('those who got nothing of a correction', () => {
  const under = { state: 'in_review', remainder: null } as const;
  const sentBack = { state: 'rejected' } as const;
  it.each<[string, Parameters<typeof wayOnOf>[0], Parameters<typeof wayOnOf>[1], string | null]>([
    ['to a reviewer', under, { holds: false, reads: 'reviewer' }, 'wayOnReview'],
    ['to its author', under, { holds: false, reads: 'author' }, 'wayOnAuthor'],
    ['to an operator', under, { holds: false, reads: 'other' }, null],
    [
      'where KPU sent its companion back',
      { ...under, remainder: sentBack },
      { holds: false, reads: 'reviewer' },
      'sentBackReview',
    ],
    [
      'where KPU sent it back and then approved the correction',
      { state: 'running', remainder: sentBack },
      { holds: true, reads: 'author' },
      'sentBack',
    ],
    [
      'where its companion is under review',
      { ...under, remainder: { state: 'in_review' } },
      { holds: false, reads: 'reviewer' },
      null,
    ],
    [
      'where its companion went to them',
      { state: 'completed', remainder: { state: 'completed' } },
      { holds: true, reads: 'other' },
      'went',
    ],
    [
      'where its companion was withdrawn',
      { state: 'completed', remainder: { state: 'withdrawn' } },
      { holds: true, reads: 'other' },
      'wayOn',
    ],
    ['where it holds', { state: 'completed', remainder: null }, { holds: true, reads: 'other' }, 'wayOn'],
    [
      'where it does not hold',
      { state: 'withdrawn', remainder: null },
      { holds: false, reads: 'reviewer' },
      null,
    ],
  ])('are shown the way on %s', (_, given, at, expected) => expect(wayOnOf(given, at)).toBe(expected));
});

it('a correction taken back as a whole leaves its companion under review behind', () => {
  const of = (state: BroadcastState, part: boolean) => leavesCompanion({ remainder: { state } }, part);
  expect([of('in_review', false), of('in_review', true), of('running', false)]).toEqual([true, false, false]);
  expect(leavesCompanion({ remainder: null }, false)).toBe(false);
});

describe('what an act on a correction stops', () => {
  const link = (state: BroadcastState, id: string | null = state) => ({ id, state });
  const chain = (original: BroadcastState, ...companions: BroadcastState[]) => ({
    corrects: [link(original), link('cancelled', 'oldest')],
    companions: companions.map((state) => link(state, `companion ${state}`)),
  });

  it.each<[string, ReturnType<typeof chain>, string, string]>([
    ['an original under way', chain('running'), 'original', 'original'],
    ['an original that is paused already', chain('paused'), 'paused', 'original'],
    ['an original and its companion', chain('running', 'running'), 'both', 'both'],
    ['the companion of an original that ended', chain('completed', 'running'), 'both', 'both'],
    ['both, where both are paused already', chain('paused', 'paused'), 'paused', 'both'],
    ['nothing, where both ended', chain('cancelled', 'completed'), 'ended', 'ended'],
  ])('is %s', (_, given, submitted, approved) =>
    expect([stoppedBy('submit', given), stoppedBy('approve', given)]).toEqual([submitted, approved]),
  );

  it('tells whether what it corrects gets recipients while they are counted', () => {
    const all = [chain('running'), chain('completed', 'running'), chain('paused', 'completed'), null];
    expect(all.map(stillSpreads)).toEqual([true, true, false, false]);
  });

  it.each<[string, BroadcastState, BroadcastState, string, boolean]>([
    [
      'a companion that ran on after the original',
      'completed',
      'cancelled',
      '2026-11-28T14:05:00.000Z',
      true,
    ],
    [
      'nothing, where a companion was cancelled before',
      'expired',
      'cancelled',
      '2026-11-28T13:00:00.000Z',
      false,
    ],
    ['nothing, where both came to their end', 'completed', 'completed', '2026-11-28T14:05:00.000Z', false],
  ])('was, once it is approved, %s', (_, original, companion, updatedAt, expected) => {
    const given = {
      corrects: [{ state: original, updatedAt: '2026-11-28T14:06:00.000Z' }],
      companions: [{ state: companion, updatedAt }],
    };
    expect(approvalCancelled({ chain: given, approvedAt: '2026-11-28T14:05:00.000Z' })).toBe(expected);
  });

  it.each<[string, BroadcastState, BroadcastState | null, string]>([
    ['the companion of what ended', 'completed', 'running', 'both'],
    ['nothing, where only a companion under review is left', 'completed', 'in_review', 'ended'],
    ['the broadcast alone, without a companion', 'running', null, 'original'],
  ])('would be, before one is written, %s', (_, state, companion, expected) => {
    const remainder = companion && { id: '2', state: companion };
    expect(stoppedBy('approve', toCorrect({ id: '1', state, remainder }))).toBe(expected);
  });

  it('is counted over the original and the companions that the person may open', () => {
    const given = { ...chain('running'), companions: [link('running', null), link('paused')] };
    expect(wrongIds(given)).toEqual(['running', 'paused']);
  });
});

describe('what is so when a correction is not approved', () => {
  const one = (state: BroadcastState, reads: string | null, doubtedAt: string | null) => ({
    state,
    reads,
    doubtedAt,
  });
  const SINCE = '2026-11-28T14:00:00.000Z';
  const of = (...[first, ...companions]: ReturnType<typeof one>[]) => {
    const given = { corrects: first ? [first] : [], companions };
    return [pausedUnapproved(given), leftUnapproved(given)];
  };

  it('is that the doubt stays until KPU lifts it, on each broadcast with the text', () => {
    const paused = one('paused', 'doubted', SINCE);
    expect(of(paused)).toEqual(['numbers.staysPaused', 'numbers.staysDoubted']);
    expect(of(one('completed', 'doubted', SINCE), paused)).toEqual([
      'numbers.staysPaused',
      'numbers.staysDoubtedBoth',
    ]);
    expect(of(one('completed', 'doubted', SINCE))).toEqual([null, 'numbers.staysDoubted']);
  });

  it('is that citizens rely on the text again where its review alone is the doubt', () => {
    expect(of(one('completed', 'doubted', null))).toEqual([null, 'numbers.holdsAgain']);
    // KPU lifted the doubt during the review.
    expect(of(one('completed', 'doubted', null), one('paused', 'doubted', null))).toEqual([
      'numbers.staysPausedAlone',
      'numbers.holdsAgain',
    ]);
  });

  it('is nothing new of a text that is read as wrong or taken back, or that nothing doubts', () => {
    expect(of(one('withdrawn', 'withdrawn', null))).toEqual([null, null]);
    expect(of(one('running', null, null))).toEqual([null, null]);
    expect([pausedUnapproved(null), leftUnapproved(null)]).toEqual([null, null]);
  });

  it('is said before, of what citizens read once it is submitted', () => {
    const read = (reads: string | null) => readOnceSubmitted({ corrects: [{ reads }] });
    expect([read(null), read('doubted'), read('withdrawn'), readOnceSubmitted(null)]).toEqual([
      'submit.citizensRead',
      'submit.citizensReadStill',
      null,
      null,
    ]);
  });
});
