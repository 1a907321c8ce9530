/** What stands in the two parts of a field for a time. */
export interface Entered {
  /** `2026-12-01`; empty: none. */
  day: string;
  /** `07:00`; empty: none. */
  hour: string;
}

export const partsOf = (time: string): Entered => ({ day: time.slice(0, 10), hour: time.slice(11, 16) });

/** The time of both parts; empty while one of them is missing: half a time is none. */
export const timeOf = ({ day, hour }: Entered): string => (day === '' || hour === '' ? '' : `${day}T${hour}`);
