import { placedCards } from './margin.rules';

describe('comments in the margin', () => {
  it('stand at their words where there is room', () => {
    expect(
      placedCards(
        [
          { at: 10, height: 50 },
          { at: 200, height: 50 },
        ],
        8,
      ),
    ).toEqual([10, 200]);
  });

  it('stand below the card before them where they would cover it', () => {
    expect(
      placedCards(
        [
          { at: 0, height: 100 },
          { at: 0, height: 40 },
          { at: 120, height: 40 },
        ],
        8,
      ),
    ).toEqual([0, 108, 156]);
  });
});
