const DAY_MS = 86_400_000;

/** Days between the quiet period's last day and polling day; 0 when either is missing or they are adjacent. */
export function daysBetween(quietTo: string, pollingDate: string): number {
  const days = (Date.parse(pollingDate) - Date.parse(quietTo)) / DAY_MS - 1;
  return Number.isNaN(days) ? 0 : Math.max(0, days);
}
