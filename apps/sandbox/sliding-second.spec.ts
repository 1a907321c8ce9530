import fc from 'fast-check';
import { SlidingSecond } from './sliding-second.js';

describe('SlidingSecond', () => {
  it('counts exactly the events of the second that ends now', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 3000 }), (gaps) => {
        const second = new SlidingSecond();
        const times: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          times.push(now);
          expect(second.add(now)).toBe(times.filter((time) => time > now - 1000).length);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('drops old events between counts too', () => {
    const second = new SlidingSecond();
    second.add(0);
    second.add(500);
    expect([second.count(999), second.count(1000), second.count(1500)]).toEqual([2, 1, 0]);
  });
});
