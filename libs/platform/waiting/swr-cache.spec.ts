import { SwrCache } from './swr-cache.js';

describe('SwrCache', () => {
  const shelf = (most = 10) => {
    const state = {
      at: 0,
      reads: 0,
      answer: {} as object | null,
      failing: false,
      troubles: [] as unknown[],
      held: undefined as Promise<void> | undefined,
    };
    const made = new SwrCache<object>(
      async () => {
        state.reads += 1;
        await state.held;
        if (state.failing) throw new Error('away');
        return state.answer;
      },
      most,
      (error) => void state.troubles.push(error),
      () => state.at,
    );
    return { state, made };
  };

  it('reads once for concurrent callers, and not again while the value is fresh', async () => {
    const { state, made } = shelf();
    await Promise.all(Array.from({ length: 100 }, async () => made.get('a')));
    state.at = 300;
    await made.get('a');
    expect(state.reads).toBe(1);
  });

  it('revalidates in the background, and returns nothing older than a second', async () => {
    const { state, made } = shelf();
    const first = await made.get('a');
    let release = (): void => undefined;
    state.held = new Promise((resolve) => (release = resolve));
    state.answer = { changed: true };
    state.at = 1_000;
    expect(await made.get('a')).toBe(first);
    expect(state.reads).toBe(2);
    state.at = 1_001;
    const waiting = made.get('a');
    release();
    expect(await waiting).toBe(state.answer);
    expect(state.reads).toBe(2);
    expect(await made.get('a')).toBe(state.answer);
  });

  it('gives whoever joins a read the value of that read, however long it takes', async () => {
    const { state, made } = shelf();
    let release = (): void => undefined;
    state.held = new Promise((resolve) => (release = resolve));
    const asked = made.get('a');
    state.at = 5_000;
    const joined = made.get('a');
    release();
    expect(await joined).toBe(await asked);
    expect(state.reads).toBe(1);
    await made.get('a');
    expect(state.reads).toBe(2);
  });

  it('returns without waiting only what is young enough, and revalidates it', async () => {
    const { state, made } = shelf();
    expect(made.young('a')).toBeNull();
    expect(state.reads).toBe(0);
    const first = await made.get('a');
    state.at = 1_000;
    expect([made.young('a'), made.young('a')]).toEqual([first, first]);
    expect(state.reads).toBe(2);
    state.at = 2_001;
    expect(made.young('a')).toBeNull();
  });

  it('counts the age from the start of the read, not from its end', async () => {
    const { state, made } = shelf();
    let release = (): void => undefined;
    state.held = new Promise((resolve) => (release = resolve));
    const asked = made.get('a');
    state.at = 900;
    release();
    await asked;
    state.at = 1_100;
    await made.get('a');
    expect(state.reads).toBe(2);
  });

  it('does not cache null, and evicts the oldest value', async () => {
    const { state, made } = shelf(2);
    state.answer = null;
    await made.get('a');
    expect(made.has('a')).toBe(false);
    state.answer = {};
    for (const key of ['a', 'b', 'c']) await made.get(key);
    expect(['a', 'b', 'c'].map((key) => made.has(key))).toEqual([false, true, true]);
  });

  it('hides a failed read while the cached value is young enough, then throws', async () => {
    const { state, made } = shelf();
    await made.get('a');
    state.failing = true;
    state.at = 500;
    await made.get('a');
    await new Promise(setImmediate);
    expect(state.troubles).toHaveLength(1);
    state.at = 1_001;
    await expect(made.get('a')).rejects.toThrow('away');
  });
});
