import { firstOf } from './several.rules.js';

it.each([
  [[], [], []],
  [[1, 2], [1, 2], []],
  [
    [1, 2, 3, 4],
    [1, 2],
    [3, 4],
  ],
])('shows two of %j, and counts the others', (of, first, more) =>
  expect(firstOf(of)).toEqual({ first, more }),
);
