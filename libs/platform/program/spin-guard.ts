import { url as debuggedAt } from 'node:inspector';
import { Worker } from 'node:worker_threads';
import type { Logger } from '../logging/logging.js';

/** Consecutive checks that find the event loop blocked before the process is killed. */
const LOOKS = 10;
/** Resource limits of the thread, in MB: it holds four numbers. */
const SMALL = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 };

/** Slots of the shared array: the count of event loop turns, and whether a debugger is attached. */
const TURNS = 0;
const DEBUGGED = 1;

/**
 * Kills this process when its event loop makes no turn for `patienceMs`, so that a supervisor restarts it. A check
 * within the loop, such as the watchdog, would block with it; so a thread checks. The thread sleeps while the whole
 * process is stopped (SIGSTOP, a suspended machine) and does not count that time. A process under a debugger is not
 * killed. In a container the process needs an init above it (docker-compose.yml): process 1 ignores even SIGKILL from
 * within.
 * @param program named in the last line on stderr
 * @param patienceMs longest time for one turn of the loop, in ms
 * @returns a function that stops the guard
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
  thread.on('error', (error) =>
    logger.error({ err: error }, 'the spin guard failed: a blocked event loop would go unnoticed'),
  );
  thread.unref();
  return async () => {
    clearInterval(turning);
    await thread.terminate();
  };
}

// The thread waits without an event loop. It writes the last line without blocking: where nobody reads stderr, the pipe
// is full.
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
  // A socket cannot be opened like this, and does not block. A failed write must not keep the program alive.
  if (error.code === 'ENXIO' || error.code === 'ENOENT') try { writeSync(2, line); } catch { /* killed below */ }
}
process.kill(process.pid, 'SIGKILL');
`;
