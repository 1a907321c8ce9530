import { exit } from 'node:process';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { SmtpPool, type SmtpTarget } from './smtp.js';
import type { Answer, Order } from './smtp-thread.js';

// The thread that talks SMTP, and nothing else: see SmtpThread.

/** A server that does not answer our goodbye is not waited for any longer, in ms. */
const GOODBYE_MS = 1_000;

const port = parentPort;
if (!port) throw new Error('This runs in a thread of a channel worker; start apps/channel-worker instead');
const pool = new SmtpPool(workerData as SmtpTarget);
let answers: Answer[] = [];

function answer(given: Answer): void {
  // With whatever else comes in during this turn of the event loop: each crossing wakes the other side.
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
  // The thread ends when its connections have.
  port?.close();
  // In a thread this ends the thread alone.
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
