import { correctedBefore } from './ended.rules.js';

describe('what a correction corrects', () => {
  it('is a chain of broadcasts where the original is a correction', () => {
    expect([null, { corrects: [1] }, { corrects: [2, 1] }].map(correctedBefore)).toEqual([
      false,
      false,
      true,
    ]);
  });
});
