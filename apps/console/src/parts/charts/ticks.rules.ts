/** Steps between two lines that read well, times a power of ten. */
const STEPS = [1, 2, 2.5, 5, 10] as const;

/**
 * The values at which an axis from 0 is labelled: round ones, of which the last is at or above the highest value.
 * @param whole whether parts of one make no sense, as of messages
 * @param most lines above the ground
 */
export function ticksOf(highest: number, whole = false, most = 4): number[] {
  if (highest <= 0) return [0, 1];
  const raw = highest / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const fits = STEPS.map((one) => one * power).find((one) => one >= raw * (1 - 1e-9)) ?? raw;
  const step = whole ? Math.max(1, Math.ceil(fits)) : fits;
  const lines = Math.ceil(highest / step - 1e-9);
  // Multiplied, not added up: sums of 0.1 are not round.
  return Array.from({ length: lines + 1 }, (_, n) => Number((n * step).toPrecision(12)));
}

/** The room for labels beside an axis, in px: of the longest, with its gap. @param letter the width of a letter, in px */
export const roomOf = (labels: readonly string[], letter: number): number =>
  Math.ceil(Math.max(2, ...labels.map((one) => one.length)) * letter + 12);

const MINUTE_MS = 60_000;
/** Steps of an axis of time, in minutes. */
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440] as const;
/** Jakarta's offset: of several hours, round ones are those of its clock. */
const WEST_MS = 7 * 3_600_000;

/**
 * The moments at which an axis of time is labelled: round ones, equally far apart; the first moment where there is none.
 * @param from ms since 1970 @param most labels
 */
export function timeTicksOf(from: number, to: number, most = 5): number[] {
  const fits = TIME_STEPS.find((minutes) => (to - from) / (minutes * MINUTE_MS) <= most);
  const step = (fits ?? Math.ceil((to - from) / (most * 1440 * MINUTE_MS)) * 1440) * MINUTE_MS;
  const first = Math.ceil((from + WEST_MS) / step) * step - WEST_MS;
  return first > to
    ? [from]
    : Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, n) => first + n * step);
}

/** Annotations that are closer than this, as a share of the time shown, would cover each other's numbers. */
const LABEL_SHARE = 0.05;

/** The numbers above a curve: close ones share one, `3–5`, at the first of them. */
export function labelled(
  annotations: readonly { at: number; no: number }[],
  [from, to]: readonly [number, number],
): { at: number; name: string }[] {
  const groups: { at: number; no: number }[][] = [];
  for (const annotation of annotations) {
    const first = groups.at(-1)?.[0];
    if (first && annotation.at - first.at < LABEL_SHARE * (to - from)) groups.at(-1)?.push(annotation);
    else groups.push([annotation]);
  }
  return groups.flatMap((group) => {
    const numbers = group.map(({ no }) => no);
    const [first = 0] = numbers;
    const last = numbers.at(-1) ?? first;
    const name =
      last === first
        ? `${first}`
        : last - first === numbers.length - 1
          ? `${first}–${last}`
          : numbers.join(',');
    return group.map(({ at }, n) => ({ at, name: n === 0 ? name : '' }));
  });
}
