import fc from 'fast-check';
import { shareOf } from './bind-share.rules.js';

it('shares all binds and no more, and differs by one at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 50 }), (binds, workers) => {
      const shares = Array.from({ length: workers }, (_, before) => shareOf(binds, workers, before));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(binds);
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
    }),
  );
});
