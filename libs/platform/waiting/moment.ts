import type { Moment } from './moment.rules.js';

/** Returns the current instant. `performance.now()` would be wrong: each thread counts from its own start. */
export function moment(): Moment {
  const [seconds, nanoseconds] = process.hrtime();
  return { steady: seconds * 1000 + nanoseconds / 1e6, wall: Date.now() };
}
