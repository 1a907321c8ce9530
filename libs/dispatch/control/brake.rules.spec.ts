import fc from 'fast-check';
import {
  type ClassSigns,
  COUNTED_FOR,
  demand,
  isTryRefused,
  tryAfterMinutes,
  KEY_MISSING,
  NONE_HELD,
  nearlyTooMany,
  type Signs,
  SIGNS,
  type TooMany,
  tooMany,
  finding,
} from './brake.rules.js';

const LIMITS = { min: 50, share: 0.1, classes: 3 };

const small = (name: string, copies: number): ClassSigns => ({ name, copies, ofRecipients: null });
const large = (name: string, copies: number, ofRecipients: number): ClassSigns => ({
  name,
  copies,
  ofRecipients,
});
/** `copies` signs, each from a small domain of its own. */
const spread = (copies: number): ClassSigns[] => Array.from({ length: copies }, (_, n) => small(`~${n}`, 1));
const dead = (of: number, ...classes: ClassSigns[]): Signs => ({
  sign: 'dead',
  of,
  code: 'smtp 5.1.1',
  classes,
  held: NONE_HELD,
});

const anyClass = fc.oneof(
  fc.record({
    name: fc.stringMatching(/^~[0-9a-f]{3}$/),
    copies: fc.integer({ min: 1, max: 200 }),
    ofRecipients: fc.constant(null),
  }),
  fc.record({
    name: fc.constantFrom('gmail', 'yahoo', 'telegram'),
    copies: fc.integer({ min: 1, max: 200 }),
    ofRecipients: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
);
const anySigns: fc.Arbitrary<Signs> = fc.record({
  sign: fc.constantFrom(...SIGNS),
  of: fc.integer({ min: 1, max: 100_000 }),
  code: fc.constant('smtp 5.7.1'),
  classes: fc.uniqueArray(anyClass, { minLength: 1, maxLength: 8, selector: ({ name }) => name }),
  held: fc.constant(NONE_HELD),
});
const sum = ({ classes }: Signs): number => classes.reduce((all, { copies }) => all + copies, 0);

describe('the brake', () => {
  it.each([
    [50, 500, null],
    [51, 500, { copies: 51, of: 500 }],
    [51, 60, { copies: 51, of: 60 }],
    [100, 1000, null],
    [101, 1000, { copies: 101, of: 1000 }],
  ])('at %i dead of %i, over many domains', (copies, of, found) => {
    const expected = found && { sign: 'dead', code: 'smtp 5.1.1', carrier: null, ...found };
    expect(tooMany(LIMITS, dead(of, ...spread(copies)))).toEqual(expected);
  });

  it('counts every kind of sign where nearly everything is refused, and each other kind alone', () => {
    expect(COUNTED_FOR).toEqual({ fault: ['fault'], dead: ['dead'], refused: SIGNS });
    const limits = { min: 50, share: 0.9, classes: 3 };
    const refused = (of: number, ...classes: ClassSigns[]): Signs => ({
      ...dead(of, ...classes),
      sign: 'refused',
    });
    expect(tooMany(limits, refused(500, ...spread(450)))).toBeNull();
    expect(tooMany(limits, refused(500, ...spread(451)))).toMatchObject({
      sign: 'refused',
      copies: 451,
      of: 500,
    });
    expect(tooMany(limits, refused(50, ...spread(50)))).toBeNull();
    expect(tooMany(limits, refused(1000, large('gmail', 280, 0.3)))).toMatchObject({
      carrier: 'gmail',
      of: 300,
    });
  });

  it('is not pulled by one or two domains, however many copies they refuse', () => {
    expect(tooMany(LIMITS, dead(500, small('~001', 500)))).toBeNull();
    expect(tooMany(LIMITS, dead(500, small('~001', 250), small('~002', 250)))).toBeNull();
    expect(tooMany(LIMITS, dead(500, small('~001', 40), small('~002', 10), small('~003', 1)))).not.toBeNull();
  });

  it('is pulled by one large provider when its share of its own recipients is too high', () => {
    expect(tooMany(LIMITS, dead(10_000, large('gmail', 301, 0.3)))).toMatchObject({
      copies: 301,
      of: 3000,
      carrier: 'gmail',
    });
    expect(tooMany(LIMITS, dead(10_000, large('gmail', 300, 0.3)))).toBeNull();
    // The minimum applies to a large provider too. With few recipients, one person may own most of the mailboxes.
    expect(tooMany(LIMITS, dead(10_000, large('yahoo', 50, 0.1)))).toBeNull();
    expect(tooMany(LIMITS, dead(10_000_000, large('proton', 51, 0)))).toBeNull();
    expect(tooMany(LIMITS, dead(100_000, large('proton', 51, 0.001)))).toBeNull();
    expect(tooMany(LIMITS, dead(10_000, large('yahoo', 50, 0.001)))).toBeNull();
  });

  it('needs only the number and the share on Telegram, which is one provider for everybody', () => {
    expect(tooMany(LIMITS, dead(500, large('telegram', 51, 1)))).toMatchObject({ copies: 51, of: 500 });
    expect(tooMany(LIMITS, dead(500, large('telegram', 50, 1)))).toBeNull();
  });

  it('is never pulled below its minimum, nor by too few classes without a large one', () => {
    fc.assert(
      fc.property(anySigns, (signs) => {
        const found = tooMany(LIMITS, signs);
        const onlySmall = signs.classes.every(({ ofRecipients }) => ofRecipients === null);
        if (sum(signs) <= LIMITS.min) expect(found).toBeNull();
        if (onlySmall && signs.classes.length < LIMITS.classes) expect(found).toBeNull();
        if (found) {
          expect(found.copies).toBeLessThanOrEqual(found.of);
          expect(found.copies).toBeGreaterThan(LIMITS.share * found.of);
        }
      }),
    );
  });

  it('warns before it is pulled, and always when it is pulled', () => {
    fc.assert(
      fc.property(anySigns, (signs) => {
        if (tooMany(LIMITS, signs)) expect(nearlyTooMany(LIMITS, signs)).not.toBeNull();
        if (sum(signs) <= LIMITS.min / 2) expect(nearlyTooMany(LIMITS, signs)).toBeNull();
      }),
    );
    expect(nearlyTooMany(LIMITS, dead(500, ...spread(25)))).toBeNull();
    expect(nearlyTooMany(LIMITS, dead(500, ...spread(26)))).toMatchObject({ copies: 26, of: 500 });
    // A single domain raises a warning, though it does not pull the brake.
    expect(nearlyTooMany(LIMITS, dead(500, small('~001', 300)))).toMatchObject({ copies: 300 });
  });
});

describe('what signs demand', () => {
  const fault = (of: number, ...classes: ClassSigns[]): Signs => ({ ...dead(of, ...classes), sign: 'fault' });

  it('holds a large provider that refuses while the others go on', () => {
    const gmail = large('gmail', 60, 0.5);
    expect(demand(LIMITS, fault(120, gmail))).toMatchObject({
      hold: [{ carrier: 'gmail', copies: 60, of: 60 }],
    });
    // Two domains more make three classes, but their few refusals are ordinary.
    expect(demand(LIMITS, fault(120, gmail, small('~1', 1), small('~2', 1)))).toMatchObject({
      hold: [{ carrier: 'gmail' }],
    });
    expect(demand(LIMITS, fault(200, gmail, large('yahoo', 55, 0.2)))).toMatchObject({
      hold: [{ carrier: 'gmail' }, { carrier: 'yahoo' }],
    });
  });

  it('stops the channel where others refuse too, where hardly anybody is left, and for dead addresses', () => {
    const gmail = large('gmail', 60, 0.5);
    expect(demand(LIMITS, fault(180, gmail, ...spread(60)))).toHaveProperty('pull');
    expect(demand(LIMITS, fault(60, large('telegram', 60, 1)))).toHaveProperty('pull');
    expect(demand(LIMITS, dead(120, gmail))).toHaveProperty('pull');
    expect(
      demand(LIMITS, fault(300, gmail, large('yahoo', 55, 0.15), large('outlook', 55, 0.15))),
    ).toHaveProperty('pull');
  });

  it('stops the channel rather than hold one carrier after the other', () => {
    const after = (classes: number, share: number, ...found: ClassSigns[]): Signs => ({
      ...fault(120, ...found),
      held: { classes, share },
    });
    expect(demand(LIMITS, after(1, 0.3, large('gmail', 60, 0.5)))).toHaveProperty('hold');
    expect(demand(LIMITS, after(1, 0.45, large('gmail', 60, 0.5)))).toHaveProperty('pull');
    expect(demand(LIMITS, after(2, 0.1, large('gmail', 60, 0.5)))).toHaveProperty('pull');
  });

  it('is nothing exactly where the brake stays out, and holds only large ones that exceed by themselves', () => {
    fc.assert(
      fc.property(anySigns, (signs) => {
        const found = demand(LIMITS, signs);
        expect(found === null).toBe(tooMany(LIMITS, signs) === null);
        if (found === null || 'pull' in found) return;
        expect(signs.sign).not.toBe('dead');
        for (const { carrier, copies } of found.hold) {
          expect(carrier.startsWith('~')).toBe(false);
          expect(copies).toBeGreaterThan(LIMITS.min);
        }
      }),
    );
  });

  it('tries a held provider again after pauses that grow to an hour', () => {
    expect([0, 1, 2, 3, 50].map(tryAfterMinutes)).toEqual([15, 30, 60, 60, 60]);
    expect([isTryRefused(0, 10), isTryRefused(4, 10), isTryRefused(5, 10), isTryRefused(1, 1)]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('a stored brake finding', () => {
  it('holds values, which are put into words when they are read', () => {
    const fault: TooMany = { sign: 'fault', copies: 62, of: 500, code: 'smtp 5.7.26', carrier: 'gmail' };
    const nothing = { copies: null, of: null, carrier: null };
    expect([
      finding('email', fault),
      finding('email', { code: 'smtp 5.7.8' }),
      finding('telegram', { code: KEY_MISSING }),
    ]).toEqual([
      { channel: 'email', why: 'fault', copies: 62, of: 500, code: 'smtp 5.7.26', carrier: 'gmail' },
      { channel: 'email', why: 'sender', code: 'smtp 5.7.8', ...nothing },
      { channel: 'telegram', why: 'key', code: null, ...nothing },
    ]);
  });
});
