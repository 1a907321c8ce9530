import { createRequire } from 'node:module';
import { nextTick } from 'node:process';
import { Worker } from 'node:worker_threads';
import type { Handover, Parcel, SmtpTarget } from './smtp.js';

/** A parcel with the number by which its answer comes back. */
interface Numbered {
  id: number;
  parcel: Parcel;
}

/** What the thread is asked: to hand these over, or to end when those under way have been. */
export type Order = { kind: 'send'; parcels: Numbered[] } | { kind: 'close' };

/** What became of one parcel. `failed`: by a fault of our own, after which nobody can say. */
export type Answer = { id: number; handover: Handover } | { id: number; failed: unknown };

/** As it was compiled, also where this module runs from its source: a thread begins with a file that Node.js can read. */
const PROGRAM = createRequire(import.meta.url).resolve('#smtp-thread.main');

interface Waiting {
  resolve: (handover: Handover) => void;
  reject: (reason: unknown) => void;
}

/**
 * An SmtpPool in a thread of its own: talking to the server, and encrypting what is said, takes as long as all else that is
 * done for a copy, and so goes on beside it. The thread begins with the first parcel, or when told to. Where it dies, so does
 * this process, as it would of any fault that nobody has foreseen: what was in its hands is called unknown when its lease
 * is over.
 */
export class SmtpThread {
  private thread: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private parcels: Numbered[] = [];
  private last = 0;

  constructor(private readonly target: SmtpTarget) {}

  /** Begins the thread, unless it runs: that takes some tenths of a second on a busy machine. @returns the thread */
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
      // Messages composed together go over together: each crossing wakes the other side.
      if (this.parcels.push({ id, parcel }) === 1) nextTick(() => this.post());
    });
  }

  /** Waits for the hand-overs under way, says goodbye on each connection, and ends the thread. */
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
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('handover' in answer) waiting?.resolve(answer.handover);
    else waiting?.reject(answer.failed);
  }
}

const order = (thread: Worker, order: Order): void => thread.postMessage(order);
