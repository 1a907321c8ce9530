import { actOf, stepTo } from './list-keys.rules.js';

const NONE = { ctrlKey: false, metaKey: false, altKey: false };

it.each([
  ['j', {}, 'next'],
  ['k', {}, 'previous'],
  ['x', {}, 'choose'],
  ['k', { ctrlKey: true }, null],
  ['x', { metaKey: true }, null],
  ['j', { altKey: true }, null],
  ['J', {}, null],
  ['Enter', {}, null],
] as const)('gives %s with %o to %s', (key, held, act) => {
  expect(actOf({ key, ...NONE, ...held })).toBe(act);
});

it.each([
  // From elsewhere, either key leads to the first row.
  [-1, 1, 3, 0],
  [-1, -1, 3, 0],
  [0, 1, 3, 1],
  [2, 1, 3, 2],
  [0, -1, 3, 0],
  [2, -1, 3, 1],
] as const)('leads from row %i by %i of %i to row %i', (at, step, rows, to) => {
  expect(stepTo(at, step, rows)).toBe(to);
});
