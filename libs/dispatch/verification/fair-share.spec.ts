import { FairShare } from './fair-share.js';

/** Work of `count` steps, each noted under a name. */
function* steps(name: string, count: number, seen: string[]): Generator<void, string> {
  for (let n = 0; n < count; n++) {
    seen.push(name);
    yield;
  }
  return name;
}

describe('turns', () => {
  it('are taken one step of each asker after the other, however much one asks for', async () => {
    const turns = new FairShare(64);
    const seen: string[] = [];
    const hostile = Array.from(
      { length: 8 },
      () => turns.enter('hostile')?.run(steps('x', 100, seen)) ?? Promise.resolve(''),
    );
    const honest = turns.enter('honest')?.run(steps('honest', 3, seen));
    await expect(honest).resolves.toBe('honest');
    // Three steps of its own, and three of the other's.
    expect(seen.length).toBeLessThanOrEqual(8);
    await Promise.all(hostile);
    expect(seen.filter((name) => name === 'x')).toHaveLength(800);
  });

  it('let everything else run between two steps', async () => {
    const turns = new FairShare(64);
    const seen: string[] = [];
    const work = turns.enter('a')?.run(steps('x', 20, seen));
    let between = 0;
    for (let over = false; !over;) {
      await new Promise((resolve) => setImmediate(resolve));
      between += 1;
      over = seen.length === 20;
    }
    await work;
    expect(between).toBeGreaterThanOrEqual(20);
  });

  it('are bounded, for each asker and in total, and a place that was left is free', () => {
    const turns = new FairShare(10);
    const places = Array.from({ length: 9 }, () => turns.enter('a'));
    expect(places.map((place) => place !== null)).toEqual([...Array<boolean>(8).fill(true), false]);
    expect(turns.enter('b')).not.toBeNull();
    expect(turns.enter('c')).not.toBeNull();
    expect(turns.enter('d')).toBeNull();
    places[0]?.leave();
    places[0]?.leave();
    expect(turns.enter('d')).not.toBeNull();
    expect(turns.enter('e')).toBeNull();
  });

  it('continue after work that fails', async () => {
    const turns = new FairShare(10);
    const broken = turns.enter('a')?.run(
      (function* () {
        yield;
        throw new Error('broken');
      })(),
    );
    const fine = turns.enter('a')?.run(steps('x', 2, []));
    await expect(broken).rejects.toThrow('broken');
    await expect(fine).resolves.toBe('x');
  });
});
