import { createContext, useContext } from 'react';
import type { Colour } from './filter.rules';
import type { Occurrence } from './occurrences.rules';
import type { Shown, useElectionDays } from './use-calendar';

/** A draft that is being moved, and where to. */
export interface Moving {
  occurrence: Occurrence;
  /** On the wall clock, in ms as if it were UTC. */
  to: number;
}

/** What every part of the calendar needs. */
export interface CalendarContext {
  shown: Shown;
  elections: ReturnType<typeof useElectionDays>;
  today: string;
  colour: Colour;
  /** The key of a draft that was moved by keys: it takes the focus where it stands now. */
  landed: string | null;
  onLanded: () => void;
  moving: Moving | null;
  /** The draft that the pointer drags. */
  dragged: Occurrence | null;
  onDrag: (occurrence: Occurrence | null) => void;
  /** Keys on a draft: true where the key was for moving it. */
  onMoveKey: (key: string, occurrence: Occurrence) => boolean;
  onMoveEnd: () => void;
  /** Where the dragged draft would be dropped. */
  onOver: (to: number) => void;
  /** Moves a draft there; asks first where something is at stake. */
  onAsk: (occurrence: Occurrence, to: number) => void;
  /** Asks where to move a draft. */
  onMove: (occurrence: Occurrence) => void;
  /** Opens a broadcast; absent: its card opens beside it. */
  onOpen?: (occurrence: Occurrence) => void;
  onDay: (day: string) => void;
}

const Context = createContext<CalendarContext | null>(null);
export const CalendarProvider = Context.Provider;

export function useCalendarContext(): CalendarContext {
  const context = useContext(Context);
  if (!context) throw new Error('This part belongs to the calendar.');
  return context;
}
