import { Seldom } from './seldom.js';

describe('what is said seldom', () => {
  it('is said at once, then left out and counted', () => {
    const seldom = new Seldom(60_000);
    const said: number[] = [];
    for (let n = 0; n < 5; n++) seldom.say((leftOut) => said.push(leftOut));
    expect(said).toEqual([0]);
  });

  it('is said again after its time, with how many were left out', async () => {
    const seldom = new Seldom(20);
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
