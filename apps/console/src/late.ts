import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

type Load<Props> = () => Promise<{ default: ComponentType<Props> }>;

const wanted = new Set<() => Promise<unknown>>();

/** A part that the first screen does not show: fetched when it is first shown, or by `fetchLate`. */
export function late<Props>(load: Load<Props>): LazyExoticComponent<ComponentType<Props>> {
  wanted.add(load);
  return lazy(load);
}

/**
 * What a screen can do without: where it cannot be fetched, such as without a connection, nothing stands in its place, and
 * the screen with what is written there stays.
 */
export const dispensable =
  <Props>(load: Load<Props>): Load<Props> =>
  () =>
    load().catch(() => ({ default: () => null }));

const ACTS = ['keydown', 'pointerdown', 'pointermove'] as const;

/** Fetches files once somebody begins to use the page, by keys or pointer. @returns ends the waiting */
export function fetchOnceUsed(loads: Iterable<() => Promise<unknown>>): () => void {
  const end = (): void => {
    for (const act of ACTS) document.removeEventListener(act, fetchAll, true);
  };
  const fetchAll = (): void => {
    end();
    // What cannot be fetched now is fetched again, and its error shown, where it is needed.
    for (const load of loads) void Promise.allSettled([load()]);
  };
  for (const act of ACTS) document.addEventListener(act, fetchAll, true);
  return end;
}

/**
 * Fetches all late parts once somebody begins to use the page: their dialogs then open at once, and open still after an
 * upgrade of the console has removed their files. @returns ends the waiting
 */
export const fetchLate = (): (() => void) => fetchOnceUsed(wanted);
