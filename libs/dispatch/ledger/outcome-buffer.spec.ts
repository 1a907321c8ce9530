import fc from 'fast-check';
import type { Settled } from './ledger.js';
import { OutcomeBuffer } from './outcome-buffer.js';

const accepted: Omit<Settled, 'addressId'> = {
  state: 'accepted',
  reason: null,
  providerId: null,
  nextAttemptAt: null,
  counts: true,
  suppress: null,
  soft: false,
  brake: null,
  slowDownMs: 0,
  movedTo: null,
};

describe('the book of outcomes', () => {
  it('writes each outcome once, one group after the other, and closes with the last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 350 }), async (n) => {
        const written: string[] = [];
        const ends: boolean[] = [];
        let writing = false;
        const book = new OutcomeBuffer(n, async (settled, last) => {
          expect(writing).toBe(false);
          writing = true;
          await Promise.resolve();
          writing = false;
          written.push(...settled.map(({ addressId }) => addressId));
          ends.push(last);
        });
        for (let i = 0; i < n; i++) book.add(String(i), accepted);
        await book.closed;
        expect(written).toEqual(Array.from({ length: n }, (_, i) => String(i)));
        expect(ends.filter((last) => last)).toHaveLength(1);
        expect(ends.at(-1)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('writes the first outcomes without waiting for the slowest', async () => {
    let wrote: (settled: Settled[]) => void = () => undefined;
    const first = new Promise<Settled[]>((resolve) => (wrote = resolve));
    const book = new OutcomeBuffer(2, async (settled) => wrote(settled));
    book.add('1', accepted);
    expect(await first).toHaveLength(1);
    book.add('2', accepted);
    await book.closed;
  });

  it('loses no other group when one cannot be written, and then does not end the claim', async () => {
    const groups: { size: number; last: boolean }[] = [];
    const book = new OutcomeBuffer(250, (settled, last) => {
      groups.push({ size: settled.length, last });
      return groups.length === 1 ? Promise.reject(new Error('away')) : Promise.resolve();
    });
    for (let i = 0; i < 250; i++) book.add(String(i), accepted);
    await book.closed;
    expect(groups).toEqual([
      { size: 100, last: false },
      { size: 100, last: false },
      { size: 50, last: false },
    ]);
  });
});
