import { setImmediate as others } from 'node:timers/promises';

/** Places that one asker may hold at once. */
const MOST_EACH = 8;

interface Running {
  steps: Generator<void, unknown>;
  done: (result: unknown) => void;
  failed: (error: unknown) => void;
}

/** A place in the round-robin. */
export interface Place {
  /** Runs work that yields between its steps. Resolves with its result. */
  run<T>(steps: Generator<void, T>): Promise<T>;
  leave(): void;
}

/**
 * Shares one thread's time between askers by round-robin: one step of each, and between two steps everything else that
 * waits for the thread. An asker with much work delays only itself; the places are bounded, for each asker and in total.
 */
export class FairShare {
  /** Each asker's work, first come, first served. The asker whose turn it is comes first. */
  private readonly waiting = new Map<string, Running[]>();
  private readonly held = new Map<string, number>();
  private places = 0;
  private turning = false;

  /** @param most places in total */
  constructor(private readonly most: number) {}

  /** Takes a place. @returns null when all places, or all of the asker's, are taken */
  enter(asker: string): Place | null {
    const held = this.held.get(asker) ?? 0;
    if (this.places >= this.most || held >= MOST_EACH) return null;
    this.places += 1;
    this.held.set(asker, held + 1);
    let left = false;
    return {
      run: (steps) => this.run(asker, steps),
      leave: () => {
        if (left) return;
        left = true;
        this.places -= 1;
        const still = (this.held.get(asker) ?? 1) - 1;
        if (still > 0) this.held.set(asker, still);
        else this.held.delete(asker);
      },
    };
  }

  private run<T>(asker: string, steps: Generator<void, T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const running: Running = { steps, done: resolve as (result: unknown) => void, failed: reject };
      this.waiting.set(asker, [...(this.waiting.get(asker) ?? []), running]);
      if (!this.turning) void this.turn();
    });
  }

  private async turn(): Promise<void> {
    this.turning = true;
    for (;;) {
      await others();
      const [next] = this.waiting;
      if (!next) break;
      const [asker, [first, ...rest]] = next;
      this.waiting.delete(asker);
      const left = first && !this.step(first) ? [first, ...rest] : rest;
      if (left.length > 0) this.waiting.set(asker, left);
    }
    this.turning = false;
  }

  /** @returns whether the work is done */
  private step({ steps, done, failed }: Running): boolean {
    try {
      const { done: over, value } = steps.next();
      if (over) done(value);
      return over === true;
    } catch (error) {
      failed(error);
      return true;
    }
  }
}
