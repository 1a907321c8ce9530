import { type Counts, sumOf } from '../sending/account.rules';
import { levelOf, lowestOf, outcomeOf } from './outcome.rules';

const counts = (some: Partial<Counts>): Counts => {
  const listed = Object.entries(some).reduce(
    (sum, [name, n]) => sum + (name === 'unlisted' || name === 'neverListed' ? 0 : n),
    0,
  );
  return { ...sumOf([]), ...some, targeted: listed };
};

it.each([
  ['nobody is written to', undefined, false, 'none'],
  ['it is cancelled before it was listed', counts({ neverListed: 180 }), false, 'ended'],
  ['most of it expired', counts({ expired: 60, accepted: 40 }), false, 'ended'],
  ['a part was cancelled and more was reached', counts({ cancelled: 17, accepted: 83 }), false, 'cut'],
  ['a part was cancelled and another is paused', counts({ cancelled: 17, accepted: 83 }), true, 'held'],
  ['one of many was cancelled', counts({ cancelled: 1, accepted: 99 }), false, 'reached'],
  ['every fifth failed', counts({ failed: 20, accepted: 80 }), false, 'failing'],
  ['some of many failed', counts({ failed: 3, accepted: 97 }), false, 'reached'],
  ['nobody can say of some', counts({ unknown: 5, accepted: 95 }), true, 'unknown'],
  ['a part is paused', counts({ pending: 50, accepted: 50 }), true, 'held'],
  ['it is listed still', counts({ unlisted: 204, accepted: 148 }), false, 'reached'],
] as const)('a province where %s', (_, of, held, outcome) => expect(outcomeOf(of, held)).toBe(outcome));

it.each([
  [counts({ pending: 9 }), 0],
  [counts({ pending: 99, accepted: 1 }), 1],
  [counts({ cancelled: 17, accepted: 83 }), 3],
  [counts({ failed: 8, accepted: 92 }), 4],
  [counts({ pending: 1, accepted: 999 }), 5],
  [counts({ delivered: 9 }), 6],
  // It is not full while somebody is to be listed.
  [counts({ delivered: 148, unlisted: 204, expected: 352 }), 1],
])('has the darkest shade only when everybody was reached', (of, level) => expect(levelOf(of)).toBe(level));

describe('the province that was reached least', () => {
  const well = ['31', '32', '33'].map((code) => [code, counts({ failed: 3, accepted: 97 })] as const);
  const bad = ['35', counts({ cancelled: 17, accepted: 83 })] as const;

  it('is named where it stands out', () =>
    expect(lowestOf(new Map([...well, bad]))).toEqual({ code: '35', percent: 83 }));

  it.each([
    ['all are alike', well],
    ['it is a shade below the others', [...well, ['35', counts({ failed: 8, accepted: 92 })] as const]],
    ['something waits still', [...well, ['35', counts({ pending: 17, accepted: 83 })] as const]],
    ['there is no other', [bad]],
    ['none was sent to', []],
  ])('is not where %s', (_, provinces) => expect(lowestOf(new Map(provinces))).toBeNull());
});
