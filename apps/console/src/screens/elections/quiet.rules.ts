const DAY_MS = 86_400_000;

/** How many days lie between the quiet period's last and polling day; 0 where either is not given, or they follow each other. */
export function daysBetween(quietTo: string, pollingDate: string): number {
  const days = (Date.parse(pollingDate) - Date.parse(quietTo)) / DAY_MS - 1;
  return Number.isNaN(days) ? 0 : Math.max(0, days);
}
