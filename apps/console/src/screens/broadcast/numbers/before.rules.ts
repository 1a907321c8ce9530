interface Start {
  timeZone: string;
  startsAt: string;
}

/** The first instant on each clock, in the order of time; a clock that several zones have stands once. */
export function startsOf(
  forecasts: readonly { zones: readonly Start[] }[],
  clockOf: (start: Start) => string,
): string[] {
  const all = forecasts
    .flatMap(({ zones }) => zones)
    .toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  return [...new Set(all.map(clockOf))];
}

const DAY_MS = 86_400_000;

/** Whether a day, `2029-02-14`, is today or tomorrow of another; null: neither. */
export function nearDay(day: string, today: string): 'today' | 'tomorrow' | null {
  const ahead = Date.parse(day) - Date.parse(today);
  if (ahead === 0) return 'today';
  return ahead === DAY_MS ? 'tomorrow' : null;
}

/** The hour that several clocks, `08.30 WIT`, show alike; null: there is one clock, or they differ. */
export function sharedHour(clocks: readonly string[]): string | null {
  const [hour, ...others] = new Set(clocks.map((clock) => clock.split(' ', 1)[0] ?? ''));
  return clocks.length > 1 && others.length === 0 ? (hour ?? null) : null;
}
