import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { addDays } from './days.rules';

/** The keys that go from a day to another. */
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** Arrow keys among the days of a table: the focus goes to the day that they choose, also where that is in another month. */
export function useDayKeys(
  day: string,
  onChoose: (day: string) => void,
): {
  table: RefObject<HTMLTableElement | null>;
  onKeyDown: (event: KeyboardEvent, on: string) => void;
} {
  const table = useRef<HTMLTableElement>(null);
  const goal = useRef<string | null>(null);
  useEffect(() => {
    // A key that is held down is ahead of what is drawn.
    if (goal.current !== day) return;
    goal.current = null;
    table.current?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus();
  }, [day]);
  return {
    table,
    onKeyDown: (event, on) => {
      const by = STEPS[event.key];
      if (by === undefined) return;
      event.preventDefault();
      goal.current = addDays(goal.current ?? on, by);
      onChoose(goal.current);
    },
  };
}
