import { type ComponentType, useSyncExternalStore } from 'react';
import { wantWords } from './i18n';

type Load<Props> = () => Promise<{ default: ComponentType<Props> }>;

/** What a file shows, once its words and styles are there: each screen is a file of its own, fetched when first opened. */
export async function screen<Props>(
  module: Promise<{ default: ComponentType<Props> }>,
): Promise<{ Component: ComponentType<Props> }> {
  const [{ default: Component }] = await Promise.all([
    module,
    import('./mantine-screens.css'),
    wantWords('screens'),
  ]);
  return { Component };
}

const ahead: (() => Promise<unknown>)[] = [];
let isAhead = false;
const waiting = new Set<() => void>();

/** Whether the screens that most visits open are there: what has their words may then show itself unasked. */
export const useFetchedAhead = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      waiting.add(changed);
      return () => waiting.delete(changed);
    },
    () => isAhead,
  );

/** The same for a screen that most visits open: `fetchAhead` fetches it before somebody asks for it. */
export function often<Props>(load: Load<Props>): () => Promise<{ Component: ComponentType<Props> }> {
  const open = (): Promise<{ Component: ComponentType<Props> }> => screen(load());
  ahead.push(open);
  return open;
}

/** Time in which the first screen gets what it asks for, in ms. */
const FIRST_MS = 2_000;

/**
 * Fetches the screens that most visits open, one after the other, behind the first one: on a slow line they then open
 * within a second. Not where somebody saves data. @returns ends the waiting
 */
export function fetchAhead(): (() => void) | undefined {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (connection?.saveData) return undefined;
  const fetchAll = async (): Promise<void> => {
    // What cannot be fetched now is fetched again, and its error shown, where it is needed.
    for (const open of ahead) await Promise.allSettled([open()]);
    isAhead = true;
    for (const changed of waiting) changed();
  };
  const timer = setTimeout(() => void fetchAll(), FIRST_MS);
  return () => clearTimeout(timer);
}
