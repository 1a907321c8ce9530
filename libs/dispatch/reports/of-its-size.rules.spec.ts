import { ofItsSize } from './of-its-size.rules.js';

describe('what a broadcast is compared with', () => {
  it('is of about its size', () => {
    const sizes = [265, 1075, 3_000, 9_675, 9_700].map((messages) => ({ messages }));
    expect(ofItsSize({ messages: 3_225 }, sizes).map(({ messages }) => messages)).toEqual([
      1075, 3_000, 9_675,
    ]);
  });
});
