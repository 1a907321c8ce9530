/** A day on the wall clock, in ms. */
export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The width of a mark, as a share of the strip: marks that are closer than this get separate lanes. */
export const MARK_SHARE = 0.19;

/** The strip's left edge, in ms of the wall clock: an hour before the present hour in the west. */
export const stripStart = (westNow: number): number => Math.floor(westNow / HOUR_MS) * HOUR_MS - HOUR_MS;

/** The position of a wall-clock time on the strip: 0 is the left edge, 1 the right one; null: beyond. */
export function placeOn(start: number, wall: number): number | null {
  const place = (wall - start) / DAY_MS;
  return place >= 0 && place <= 1 ? place : null;
}

/** The full hours labelled on the strip, every third one. */
export function hoursOn(start: number): { wall: number; place: number }[] {
  const first = Math.ceil(start / (3 * HOUR_MS)) * 3 * HOUR_MS;
  return Array.from({ length: 8 }, (_, n) => first + n * 3 * HOUR_MS).flatMap((wall) => {
    const place = placeOn(start, wall);
    return place === null ? [] : [{ wall, place }];
  });
}

/** Gives each mark the uppermost lane in which it covers no other. @param places in ascending order */
export function lanes(places: readonly number[]): number[] {
  const ends: number[] = [];
  return places.map((place) => {
    const from = Math.min(place, 1 - MARK_SHARE);
    const free = ends.findIndex((end) => end <= from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = from + MARK_SHARE;
    return lane;
  });
}
