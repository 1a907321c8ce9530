import { createRequire } from 'node:module';
import { nextTick } from 'node:process';
import { Worker } from 'node:worker_threads';
import type { Handover, Parcel } from './hand-over.js';
import type { SmtpTarget } from './target.js';
import type { Way } from './ways.rules.js';

/** A parcel with the number of its result. */
interface Numbered {
  id: number;
  parcel: Parcel;
}

/** An order to the thread: to hand these parcels over, or to end once running hand-overs have ended. */
export type Order = { kind: 'send'; parcels: Numbered[] } | { kind: 'close' };

/**
 * The result of one parcel, or the way of talking that is taken from now on. `failed`: an internal fault, after which
 * the outcome is unknown.
 */
export type Answer =
  { id: number; handover: Handover } | { id: number; failed: unknown } | { simpler: { from: Way; to: Way } };

/**
 * The compiled program, also where this module runs from its source: a thread starts from a file that Node.js can read.
 */
const PROGRAM = createRequire(import.meta.url).resolve('#smtp-thread.main');

interface Waiting {
  resolve: (handover: Handover) => void;
  reject: (reason: unknown) => void;
}

/**
 * An SmtpPool in a thread of its own. SMTP and its encryption take as long as all other work on a copy, so that they
 * run beside it. The thread starts with the first parcel, or by `start`. If it dies, so does this process, as by any
 * unhandled error. The copies it held become unknown when their lease ends.
 */
export class SmtpThread {
  private thread: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private parcels: Numbered[] = [];
  private last = 0;
  /** Called when the server is talked to more simply from now on. */
  tell: (ways: { from: Way; to: Way }) => void = () => undefined;

  constructor(private readonly target: SmtpTarget) {}

  /** Starts the thread, unless it runs: that takes some tenths of a second on a busy machine. @returns the thread */
  start(): Worker {
    if (this.thread) return this.thread;
    const thread = new Worker(PROGRAM, { workerData: this.target, name: 'smtp', execArgv: [] });
    thread.on('message', (answers: Answer[]) => answers.forEach((answer) => this.take(answer)));
    this.thread = thread;
    return thread;
  }

  /** Hands one message over, as `SmtpPool.send` does. */
  send(parcel: Parcel): Promise<Handover> {
    return new Promise((resolve, reject) => {
      const id = ++this.last;
      this.waiting.set(id, { resolve, reject });
      // Messages composed together are posted together: each post wakes the other thread.
      if (this.parcels.push({ id, parcel }) === 1) nextTick(() => this.post());
    });
  }

  /** Waits for running hand-overs, closes each connection with QUIT, and ends the thread. */
  async close(): Promise<void> {
    this.post();
    const { thread } = this;
    if (!thread) return;
    this.thread = null;
    const ended = new Promise((resolve) => thread.once('exit', resolve));
    order(thread, { kind: 'close' });
    await ended;
  }

  private post(): void {
    const { parcels } = this;
    if (parcels.length === 0) return;
    this.parcels = [];
    order(this.start(), { kind: 'send', parcels });
  }

  private take(answer: Answer): void {
    if ('simpler' in answer) return this.tell(answer.simpler);
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('handover' in answer) waiting?.resolve(answer.handover);
    else waiting?.reject(answer.failed);
  }
}

const order = (thread: Worker, order: Order): void => thread.postMessage(order);
