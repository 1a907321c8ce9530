import fc from 'fast-check';
import { ZodError } from 'zod';
import { FaultOrder, hash32, place, seeded } from './faults.rules.js';
import { Faults } from './faults.js';

const none = { dead: 0, lateBounce: 0 };
const addresses = Array.from({ length: 20_000 }, (_, index) => `warga${index}@contoh.id`);

describe('place and seeded', () => {
  it('place distributes addresses evenly, and is constant per address', () => {
    const share = addresses.filter((address) => place('email', address) < 0.01).length / addresses.length;
    expect(share).toBeGreaterThan(0.007);
    expect(share).toBeLessThan(0.013);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(place('sms', text)).toBe(place('sms', text));
        expect(hash32(text)).toBeLessThan(2 ** 32);
      }),
    );
  });

  it('seeded repeats its numbers for the same seed, within [0, 1)', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [one, other] = [seeded(seed), seeded(seed)];
        for (let index = 0; index < 50; index++) {
          const chance = one();
          expect(chance).toBe(other());
          expect(chance >= 0 && chance < 1).toBe(true);
        }
      }),
    );
    const chance = seeded(7);
    const low = Array.from({ length: 10_000 }, chance).filter((value) => value < 0.1).length;
    expect(Math.abs(low - 1000)).toBeLessThan(150);
  });
});

describe('Faults', () => {
  it('applies a share, the earlier order first', () => {
    const faults = new Faults(none, 1);
    faults.order({ channel: 'email', kind: '5xx', share: 0.25 });
    faults.order({ channel: 'email', kind: '4xx' });
    const kinds = addresses.slice(0, 4000).map((address) => faults.strike('email', address)?.kind);
    expect(new Set(kinds)).toEqual(new Set(['5xx', '4xx']));
    expect(Math.abs(kinds.filter((kind) => kind === '5xx').length - 1000)).toBeLessThan(120);
    expect(faults.strike('sms', '+62')).toBeNull();
  });

  it('ends a fault after its count', () => {
    const faults = new Faults(none, 1);
    faults.order({ channel: 'sms', kind: '429', count: 2 });
    expect([1, 2, 3].map(() => faults.strike('sms', '+62')?.kind)).toEqual(['429', '429', undefined]);
    expect(faults.list()).toEqual([]);
  });

  it('ends a fault after its time', async () => {
    const faults = new Faults(none, 1);
    const { until } = faults.order({ channel: 'sms', kind: '429', seconds: 0.05 });
    expect(faults.strike('sms', '+62')?.kind).toBe('429');
    while (Date.now() <= (until ?? 0)) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(faults.strike('sms', '+62')).toBeNull();
  });

  it('selects the same dead addresses each time, and keeps standing ones when cleared', () => {
    const faults = new Faults({ dead: 0.01, lateBounce: 0.005 }, 1);
    faults.order({ channel: 'email', kind: 'dead', share: 0.2 });
    const dead = addresses.filter((address) => faults.strike('email', address)?.kind === 'dead');
    expect(dead.length / addresses.length).toBeCloseTo(0.2, 1);
    expect(addresses.filter((address) => faults.strike('email', address)?.kind === 'dead')).toEqual(dead);
    faults.clear();
    const standing = addresses.filter((address) => faults.strike('email', address)?.kind === 'dead');
    expect(standing.length).toBeGreaterThan(100);
    expect(standing.every((address) => dead.includes(address))).toBe(true);
    expect(
      addresses.filter((address) => faults.strike('email', address)?.kind === 'late_bounce').length,
    ).toBeGreaterThan(50);
  });

  it('keeps what refuses an account apart from what strikes a message', () => {
    const faults = new Faults(none, 1);
    faults.order({ channel: 'email', kind: 'refuse', at: 'before', answer: '535 5.7.8 No', count: 1 });
    expect(faults.strike('email', 'a@contoh.id')).toBeNull();
    expect(faults.strikeAccount('sms')).toBeNull();
    expect(faults.strikeAccount('email', (answer) => answer.startsWith('4'))).toBeNull();
    expect(faults.strikeAccount('email')?.answer).toBe('535 5.7.8 No');
    expect(faults.strikeAccount('email')).toBeNull();
    const telegram = { channel: 'telegram', kind: 'refuse', at: 'before', answer: '401 Unauthorized' };
    expect(FaultOrder.safeParse(telegram).success).toBe(false);
  });

  it('rejects an order that no channel supports', () => {
    expect(() => new Faults(none, 1).order({ channel: 'telegram', kind: 'opted_out' })).toThrow(ZodError);
    expect(FaultOrder.safeParse({ channel: 'sms', kind: 'refuse', answer: '400 oops' }).success).toBe(false);
    expect(FaultOrder.safeParse({ channel: 'sms', kind: 'refuse', answer: '400 21614 No' }).success).toBe(
      true,
    );
  });
});
