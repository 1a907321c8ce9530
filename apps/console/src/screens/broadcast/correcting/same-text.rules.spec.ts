import { holdsInCompanion, holdsInCorrection, lostCompanion, sameTextOf } from './same-text.rules.js';

describe('a correction and its companion, which have one text', () => {
  const companion = (state: 'running' | 'completed' | 'withdrawn' | 'cancelled', doubted = false) => ({
    id: '2',
    state,
    doubted,
  });

  it('hold in the companion after the correction was taken back, once KPU found the text right', () => {
    const of = (
      state: 'completed' | 'cancelled' | 'withdrawn',
      remainder: ReturnType<typeof companion> | null,
    ) => holdsInCompanion({ state, remainder });
    expect([of('cancelled', companion('completed')), of('withdrawn', companion('running'))]).toEqual([
      true,
      true,
    ]);
    expect([
      of('cancelled', companion('completed', true)),
      of('cancelled', companion('withdrawn')),
      of('cancelled', companion('cancelled')),
      of('cancelled', null),
      of('completed', companion('completed')),
      holdsInCompanion(null),
    ]).toEqual([false, false, false, false, false, false]);
  });

  it('hold in the correction while citizens may rely on it', () => {
    const of = (stands: boolean, reads: string | null) => holdsInCorrection({ completes: { stands, reads } });
    expect([of(true, null), of(true, 'doubted'), of(false, 'withdrawn')]).toEqual([true, false, false]);
    expect([holdsInCorrection(null), holdsInCorrection({ completes: null })]).toEqual([false, false]);
  });

  it('leave the recipients of a withdrawn companion with what they read', () => {
    const of = (state: 'completed' | 'cancelled', remainder: ReturnType<typeof companion> | null) =>
      lostCompanion({ state, remainder });
    expect(of('completed', companion('withdrawn'))).toBe(true);
    expect([
      of('completed', companion('completed')),
      of('completed', null),
      of('cancelled', companion('withdrawn')),
    ]).toEqual([false, false, false]);
  });

  it('are found from either side', () => {
    expect(sameTextOf({ remainder: companion('running'), chain: null })).toMatchObject({
      is: 'companion',
      id: '2',
    });
    expect(sameTextOf({ remainder: null, chain: null })).toBeNull();
  });
});
