import { InTurns } from './in-turns.js';

describe('InTurns', () => {
  /** Work that ends when the test says so. */
  const held = () => {
    const ends: { resolve: (result: number) => void; reject: (error: Error) => void }[] = [];
    const turns = new InTurns(() => new Promise<number>((resolve, reject) => ends.push({ resolve, reject })));
    return { ends, turns };
  };

  it('lets all calls during a run share the next one', async () => {
    const { ends, turns } = held();
    const first = turns.run();
    const later = [turns.run(), turns.run()];
    expect(ends).toHaveLength(1);
    ends[0]?.resolve(1);
    expect(await first).toBe(1);
    await new Promise(setImmediate);
    expect(ends).toHaveLength(2);
    ends[1]?.resolve(2);
    expect(await Promise.all(later)).toEqual([2, 2]);
    await new Promise(setImmediate);
    expect(ends).toHaveLength(2);
  });

  it('runs again after a failure, which only those who asked for that run see', async () => {
    const { ends, turns } = held();
    const first = turns.run();
    const second = turns.run();
    ends[0]?.reject(new Error('away'));
    await expect(first).rejects.toThrow('away');
    ends[1]?.resolve(2);
    expect(await second).toBe(2);
    const third = turns.run();
    ends[2]?.resolve(3);
    expect(await third).toBe(3);
  });
});
