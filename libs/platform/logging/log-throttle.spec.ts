import { LogThrottle } from './log-throttle.js';

describe('LogThrottle', () => {
  it('writes the first line and counts the suppressed ones', () => {
    const seldom = new LogThrottle(60_000);
    const said: number[] = [];
    for (let n = 0; n < 5; n++) seldom.say((leftOut) => said.push(leftOut));
    expect(said).toEqual([0]);
  });

  it('writes again after the interval, with the number of suppressed lines', async () => {
    const seldom = new LogThrottle(20);
    const said: number[] = [];
    let times = 0;
    for (; said.length < 2; times++) {
      seldom.say((leftOut) => said.push(leftOut));
      await new Promise(setImmediate);
    }
    expect(said).toEqual([0, times - 2]);
    expect(times).toBeGreaterThan(2);
  });
});
