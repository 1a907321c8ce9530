import { RequestRate } from './request-rate.rules.js';

it('lets each caller ask so often in a minute, and then says when again', () => {
  const rate = new RequestRate(2);
  expect([rate.take('a', 1000), rate.take('a', 2000), rate.take('b', 2000)]).toEqual([0, 0, 0]);
  expect(rate.take('a', 31_000)).toBe(29);
  expect(rate.take('b', 59_999)).toBe(0);
  expect(rate.take('a', 60_000)).toBe(0);
});
