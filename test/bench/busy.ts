// Keeps one core busy until it is stopped, to simulate other load on the machine.

const SPIN_MS = 100;

function spin(): void {
  const until = performance.now() + SPIN_MS;
  while (performance.now() < until) Math.random();
  setImmediate(spin);
}

process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
process.send?.({});
spin();
