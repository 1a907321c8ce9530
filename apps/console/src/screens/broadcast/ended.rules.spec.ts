import { correctedBefore, waitsForCorrection } from './ended.rules.js';

describe('what a correction corrects', () => {
  it('is a chain of broadcasts where the original is a correction', () => {
    expect([null, { corrects: [1] }, { corrects: [2, 1] }].map(correctedBefore)).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe('the approval of a companion', () => {
  it('waits until its correction is in force', () => {
    const completes = [null, { stands: false }, { stands: true }].map((one) => ({ completes: one }));
    expect([null, ...completes].map(waitsForCorrection)).toEqual([false, false, true, false]);
  });
});
