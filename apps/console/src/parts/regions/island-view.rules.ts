/** A part of a drawing, in its units. */
interface View {
  x: number;
  y: number;
  width: number;
  height: number;
}

type Bounds = readonly [from: readonly [x: number, y: number], to: readonly [x: number, y: number]];

/** Room around what is shown, as a share of it: what is next to it tells where it lies. */
const ROOM = 0.35;
/** A view narrower than this share of the whole would show a coast and no country. */
const LEAST = 0.22;
/** A view wider than this share of the whole shows hardly more of it than the whole does. */
const MOST = 0.75;

/** The part of a drawing that shows these, in the proportions of the whole; all of it where there are none. Pure. */
export function viewOf(bounds: readonly Bounds[], whole: View): View {
  if (bounds.length === 0) return whole;
  const [left, top] = [0, 1].map((of) => Math.min(...bounds.map(([from]) => from[of] ?? 0)));
  const [right, bottom] = [0, 1].map((of) => Math.max(...bounds.map(([, to]) => to[of] ?? 0)));
  if (left === undefined || top === undefined || right === undefined || bottom === undefined) return whole;
  const share = Math.max(
    ((right - left) * (1 + ROOM)) / whole.width,
    ((bottom - top) * (1 + ROOM)) / whole.height,
    LEAST,
  );
  if (share > MOST) return whole;
  const [width, height] = [whole.width * share, whole.height * share];
  const within = (middle: number, size: number, of: number): number =>
    Math.min(Math.max(middle - size / 2, 0), of - size);
  return {
    x: within((left + right) / 2, width, whole.width),
    y: within((top + bottom) / 2, height, whole.height),
    width,
    height,
  };
}

/** Whether something of it is in the part that is shown. */
export const isWithin = ([[left, top], [right, bottom]]: Bounds, { x, y, width, height }: View): boolean =>
  right > x && left < x + width && bottom > y && top < y + height;
