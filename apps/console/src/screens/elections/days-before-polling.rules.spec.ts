import { daysBetween } from './days-before-polling.rules';

describe('a quiet period', () => {
  it.each([
    ['2029-02-13', '2029-02-14', 0],
    ['2029-02-13', '2029-02-21', 7],
    ['2029-02-28', '2029-03-01', 0],
    ['2029-02-14', '2029-02-14', 0],
    ['', '2029-02-14', 0],
    ['2029-02-13', '', 0],
  ])('that ends on %j with polling on %j leaves %i days between', (quietTo, pollingDate, days) => {
    expect(daysBetween(quietTo, pollingDate)).toBe(days);
  });
});
