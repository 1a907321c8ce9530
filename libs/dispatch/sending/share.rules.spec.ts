import fc from 'fast-check';
import { fairest, foremost, servedWith } from './share.rules.js';

interface Account {
  share: number;
  servedTo: number;
  copies: number;
}

const account = (share: number): Account => ({ share, servedTo: 0, copies: 0 });

function serve(ready: readonly Account[], chunks: number): void {
  for (let n = 0; n < chunks; n++) {
    const one = fairest(ready);
    if (!one) return;
    one.copies += 10;
    one.servedTo = servedWith(one, 10, ready);
  }
}

it('gives each account copies in the proportion of its share', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 }), (shares) => {
      const accounts = shares.map(account);
      const whole = shares.reduce((sum, share) => sum + share, 0);
      serve(accounts, whole * 20);
      for (const { share, copies } of accounts)
        expect(Math.abs(copies / (whole * 200) - share / whole)).toBeLessThan(0.05);
    }),
  );
});

it('lets an account that comes back take its share, not all of what it missed', () => {
  const [here, back] = [account(1), account(1)];
  serve([here], 1_000);
  serve([here, back], 100);
  expect(back.copies).toBeGreaterThanOrEqual(500);
  expect(back.copies).toBeLessThanOrEqual(600);
});

it('lets a preferred account be served before the others, and these in the proportion of their shares', () => {
  const preferred = { ...account(1), preferred: true };
  const others = [1, 3].map((share) => ({ ...account(share), preferred: false }));
  for (let n = 0; n < 400; n++) {
    serve(foremost([...others, preferred]), 1);
    // Its limit is reached: what is left goes to the others.
    serve(foremost(others), 1);
  }
  expect(preferred.copies).toBe(4_000);
  expect(others.map(({ copies }) => copies)).toEqual([1_000, 3_000]);
});

it('returns null where no account can take anything', () => {
  expect(fairest([])).toBeNull();
});
