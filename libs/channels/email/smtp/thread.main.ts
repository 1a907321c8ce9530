import { exit } from 'node:process';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { SmtpPool } from './pool.js';
import type { SmtpTarget } from './target.js';
import type { Answer, Order } from './thread.js';

// The program of the SMTP thread: see SmtpThread.

/** Longest wait for a server's reply to QUIT, in ms. */
const GOODBYE_MS = 1_000;

const port = parentPort;
if (!port) throw new Error('This runs in a thread of a channel worker; start apps/channel-worker instead');
const pool = new SmtpPool(workerData as SmtpTarget, (from, to) => answer({ simpler: { from, to } }));
let answers: Answer[] = [];

function answer(given: Answer): void {
  // Posted together with other results of this turn of the event loop: each post wakes the other thread.
  if (answers.push(given) === 1) setImmediate(post);
}

function post(): void {
  port?.postMessage(answers);
  answers = [];
}

async function close(): Promise<void> {
  await pool.close();
  await endOfTurn();
  post();
  // The thread ends once its connections have.
  port?.close();
  // In a thread, `exit` ends the thread alone.
  setTimeout(exit, GOODBYE_MS).unref();
}

port.on('message', (order: Order) => {
  if (order.kind === 'close') return void close();
  for (const { id, parcel } of order.parcels)
    pool.send(parcel).then(
      (handover) => answer({ id, handover }),
      (failed: unknown) => answer({ id, failed }),
    );
});
