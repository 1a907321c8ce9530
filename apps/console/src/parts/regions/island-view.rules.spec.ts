import { isWithin, viewOf } from './island-view.rules.js';

const WHOLE = { x: 0, y: 0, width: 1000, height: 400 };

describe('the part of the map that is shown', () => {
  it('is all of it for nothing, and for what lies far apart', () => {
    expect(viewOf([], WHOLE)).toEqual(WHOLE);
    expect(
      viewOf(
        [
          [
            [0, 0],
            [10, 10],
          ],
          [
            [900, 300],
            [1000, 400],
          ],
        ],
        WHOLE,
      ),
    ).toEqual(WHOLE);
  });

  it('holds what was sent to in the middle, in the proportions of the whole', () => {
    const view = viewOf(
      [
        [
          [300, 150],
          [400, 200],
        ],
        [
          [400, 180],
          [500, 220],
        ],
      ],
      WHOLE,
    );
    expect(view.width / view.height).toBeCloseTo(2.5);
    expect(view.width).toBeCloseTo(270);
    expect(view.x + view.width / 2).toBeCloseTo(400);
    expect(view.y + view.height / 2).toBeCloseTo(185);
  });

  it('stays within the drawing, and keeps neighbours in sight', () => {
    expect(
      viewOf(
        [
          [
            [0, 0],
            [20, 10],
          ],
        ],
        WHOLE,
      ),
    ).toEqual({ x: 0, y: 0, width: 220, height: 88 });
  });

  it('leaves out what lies beside it', () => {
    const view = { x: 100, y: 100, width: 200, height: 80 };
    const at = (x: number) =>
      [
        [x, 120],
        [x + 20, 140],
      ] as const;
    expect([60, 90, 200, 299, 300].map((x) => isWithin(at(x), view))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });
});
