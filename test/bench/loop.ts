/**
 * The loop of a program that sends beside Siar: waits to be asked, sends a number of messages in lanes, and reports how
 * long that took.
 * @param lane sends until `next` gives no more numbers
 */
export function sendWhenAsked(
  count: number,
  lanes: number,
  lane: (next: () => number | null) => Promise<void>,
): void {
  process.once('SIGTERM', () => process.exit(0));
  process.once('disconnect', () => process.exit(0));
  process.once('message', () => {
    let sent = 0;
    const next = (): number | null => (sent < count ? ++sent : null);
    const start = performance.now();
    void Promise.all(Array.from({ length: lanes }, () => lane(next))).then(() =>
      process.send?.({ accepted: count, seconds: (performance.now() - start) / 1000 }),
    );
  });
  process.send?.({});
}
