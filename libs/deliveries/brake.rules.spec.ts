import fc from 'fast-check';
import { KEY_MISSING, tooManyDead, whyBraked } from './brake.rules.js';

const DEFAULT = { min: 50, share: 0.1, window: 500 };
/** Groups of answers as they come: how many, and how many of them were dead. */
const groups = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([size, share]) => ({ size, dead: Math.floor(size * share) })),
  { minLength: 1, maxLength: 40 },
);

describe('the brake on dead addresses', () => {
  it.each([
    [50, 500, null],
    [51, 500, { dead: 51, of: 500 }],
    [51, 100_000, { dead: 51, of: 500 }],
    [51, 60, { dead: 51, of: 60 }],
  ])('at %i dead of %i', (dead, answers, found) => {
    expect(tooManyDead(DEFAULT, answers, [{ answers, dead }])).toEqual(found);
  });

  it('wants both the number and the share', () => {
    const wide = { min: 50, share: 0.1, window: 1000 };
    expect(tooManyDead(wide, 1000, [{ answers: 1000, dead: 100 }])).toBeNull();
    expect(tooManyDead(wide, 1000, [{ answers: 1000, dead: 101 }])).toEqual({ dead: 101, of: 1000 });
  });

  it('judges by the last answers alone, whatever came before and in whatever order it is told', () => {
    fc.assert(
      fc.property(groups, fc.nat(1_000_000), fc.integer(), (made, before, seed) => {
        let answers = before;
        const seen = made.map(({ size, dead }) => ({ answers: (answers += size), dead }));
        const found = tooManyDead(DEFAULT, answers, seen);
        const last = seen.filter((group) => group.answers > answers - DEFAULT.window);
        const dead = last.reduce((sum, group) => sum + group.dead, 0);
        const of = Math.min(answers, DEFAULT.window);
        expect(found !== null).toBe(dead > 50 && dead > 0.1 * of);
        // Older groups and another order change nothing.
        const more = [...seen, { answers: answers - DEFAULT.window, dead: 1000 }];
        const turned = seed % 2 === 0 ? more : more.toReversed();
        expect(tooManyDead(DEFAULT, answers, turned)).toEqual(found);
        if (found) expect(found.dead).toBeLessThanOrEqual(found.of);
      }),
    );
  });

  it('is never pulled by fewer dead than it allows, nor released by one more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 500, max: 10_000 }),
        (dead, answers) => {
          const pulled = (n: number): boolean =>
            tooManyDead(DEFAULT, answers, [{ answers, dead: n }]) !== null;
          if (dead <= DEFAULT.min) expect(pulled(dead)).toBe(false);
          if (pulled(dead)) expect(pulled(dead + 1)).toBe(true);
        },
      ),
    );
  });
});

describe('what people are told', () => {
  it('is why, in plain words, and who must decide', () => {
    expect(whyBraked('email', { code: 'smtp 5.7.1' })).toBe(
      'E-mail: penyedia menolak pengirim atau isi pesan (smtp 5.7.1). Pengiriman dijeda; operator harus memeriksa dan memutuskan.',
    );
    expect(whyBraked('sms', { dead: 62, of: 500 })).toMatch(
      /^SMS: 62 dari 500 alamat terakhir tidak ada lagi\. /,
    );
    expect(whyBraked('telegram', { code: KEY_MISSING })).toMatch(/^Telegram: kunci /);
  });
});
