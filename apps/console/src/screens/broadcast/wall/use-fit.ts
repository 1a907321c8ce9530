import { type RefObject, useEffect, useState } from 'react';

/** Height of a curve where the page is scrolled, in rem. */
const CURVE_REM = 6.25;
/** How much smaller than it could be everything is, until all of it fits; the first that does is taken. */
const FITS = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6];
/** As in the style sheet: a window that shows all at once. */
const WHOLE = '(min-width: 60em) and (min-height: 36em)';

/**
 * Makes everything smaller until all of it fits a window that shows all at once. Each measurement begins with the largest
 * letters, so it depends on nothing but what stands on the wall.
 * @returns the height that is left for a curve, in px
 */
export function useFit(wall: RefObject<HTMLDivElement | null>): number {
  const [room, setRoom] = useState(0);
  useEffect(() => {
    const root = wall.current;
    if (!root) return;
    const { style } = document.documentElement;
    const measure = (): void => {
      const whole = window.matchMedia(WHOLE).matches;
      for (const fit of FITS) {
        style.setProperty('--fit', String(fit));
        if (!whole || root.scrollHeight <= root.clientHeight) break;
      }
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      const curve = root.querySelector<HTMLElement>('[data-curve]');
      setRoom(whole ? (curve?.clientHeight ?? 0) : CURVE_REM * rem);
    };
    // What appears or goes: a band, a line of figures.
    const resized = new ResizeObserver(measure);
    const observe = (): void => {
      resized.disconnect();
      for (const one of [root, ...root.querySelectorAll('[data-figures], [data-curve], [role=status]')])
        resized.observe(one);
    };
    const changed = new MutationObserver(observe);
    changed.observe(root, { childList: true });
    observe();
    return () => {
      changed.disconnect();
      resized.disconnect();
      style.removeProperty('--fit');
    };
  }, [wall]);
  return room;
}
