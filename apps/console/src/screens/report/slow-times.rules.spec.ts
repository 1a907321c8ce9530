import { stepOf } from '../../parts/charts/rates.rules.js';
import { slowTimes } from './slow-times.rules.js';

const MINUTE = 60_000;
const step = (minute: number, handed: number) => stepOf(minute * MINUTE, (minute + 1) * MINUTE, handed);
const at = (minute: number) => new Date(minute * MINUTE).toISOString();
const steps = [step(0, 5_400), step(1, 300), step(2, 180), step(3, 3_000)];
const handed = [
  { at: at(1), handed: 5_400 },
  { at: at(2), handed: 5_700 },
  { at: at(3), handed: 5_880 },
  { at: at(4), handed: 8_880 },
];
const due = [{ dueAt: at(0), copies: 9_000 }];

describe('the times at which a channel was slow', () => {
  it('are one where they follow each other, with the pace of all of it', () =>
    expect(slowTimes(steps, due, handed, [], 500)).toEqual([{ from: MINUTE, to: 3 * MINUTE, perSecond: 4 }]));

  it.each([
    ['without a limit', slowTimes(steps, due, handed, [], null)],
    ['while something is held', slowTimes(steps, due, handed, [[MINUTE, 4 * MINUTE]], 500)],
    ['of what was not due', slowTimes(steps, [{ dueAt: at(9), copies: 9_000 }], handed, [], 500)],
    ['of the last few', slowTimes(steps, [{ dueAt: at(0), copies: 5_740 }], handed, [], 500)],
  ])('are none %s', (_, found) => expect(found).toEqual([]));
});
