import { url as debuggedAt } from 'node:inspector';
import { Worker } from 'node:worker_threads';
import type { Logger } from './logging.js';

/** Looks in a row that see the event loop stand still before the program is ended. */
const LOOKS = 10;
/** The thread needs next to nothing: it holds four numbers. In MB. */
const SMALL = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 };

/** What the program and the thread share: how often the event loop came round, and whether a debugger may hold it. */
const TURNS = 0;
const DEBUGGED = 1;

/**
 * Ends this process, to be started again, when its event loop does not come round for so long: whoever looks from within the
 * loop, such as the watchdog, turns with it. A thread looks, which sleeps when the whole process is stopped (SIGSTOP, a
 * suspended machine) and so counts no time of that. A program under a debugger is left alone. In a container it needs an
 * init above it (docker-compose.yml): process 1 ignores even SIGKILL from within.
 * @param program named in the last line on stderr
 * @param patienceMs how long one step of the loop may take
 * @returns ends the guard
 */
export function endWhenSpinning(program: string, patienceMs: number, logger: Logger): () => Promise<void> {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const everyMs = patienceMs / LOOKS;
  const turn = (): void => {
    Atomics.add(shared, TURNS, 1);
    Atomics.store(shared, DEBUGGED, debuggedAt() === undefined ? 0 : 1);
  };
  turn();
  const turning = setInterval(turn, everyMs / 2).unref();
  const thread = new Worker(THREAD, {
    eval: true,
    name: 'spin guard',
    execArgv: [],
    resourceLimits: SMALL,
    workerData: { shared, everyMs, looks: LOOKS, program },
  });
  thread.on('error', (error) => logger.error({ err: error }, 'a loop that spins would not be seen'));
  thread.unref();
  return async () => {
    clearInterval(turning);
    await thread.terminate();
  };
}

// Waits without an event loop of its own. The last line must not be waited for: where nobody reads stderr, a pipe is full.
const THREAD = `
const { workerData } = require('node:worker_threads');
const { constants, openSync, writeSync } = require('node:fs');
const { shared, everyMs, looks, program } = workerData;
const never = new Int32Array(new SharedArrayBuffer(4));
for (let seen = 0, still = 0; still < looks; ) {
  Atomics.wait(never, 0, 0, everyMs);
  const turns = Atomics.load(shared, ${TURNS});
  still = turns === seen && Atomics.load(shared, ${DEBUGGED}) === 0 ? still + 1 : 0;
  seen = turns;
}
const line = program + ': the event loop stood still for ' + Math.round((everyMs * looks) / 1000) + ' s: ending, to be started again\\n';
try {
  writeSync(openSync('/proc/self/fd/2', constants.O_WRONLY | constants.O_APPEND | constants.O_NONBLOCK), line);
} catch (error) {
  // A socket is not opened so, and not blocked by either. A line that cannot be written must not keep the program alive.
  if (error.code === 'ENXIO' || error.code === 'ENOENT') try { writeSync(2, line); } catch { /* killed below */ }
}
process.kill(process.pid, 'SIGKILL');
`;
