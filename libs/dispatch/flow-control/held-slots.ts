import { setTimeout as sleep } from 'node:timers/promises';
import { HELD_AFTER_MS, HELD_LOOK_MS, heldAfterMs, median } from './pace.rules.js';

/** A message that was handed over at its slot. All instants are on this process's monotonic clock, in ms. */
interface HandOver {
  slots: number;
  /** Its slot. */
  at: number;
  /** When it needs further slots. */
  dueAt: number;
  /** The last of its further slots; null: it has none. */
  heldAt: number | null;
  answeredAt: number | null;
}

/** Seconds whose quickest answers tell how long a provider usually takes. */
const SECONDS = 30;

/** Slots that are taken from the account's rate. */
export interface Held {
  /** The first of them, on this process's monotonic clock, in ms. */
  first: number;
  /** From one to the next, in ms. */
  step: number;
}

/**
 * Hand-overs of a limited account without an answer. Each reaches the provider at an unknown instant between its slot and
 * its answer: where a provider stands still, all of them when it goes on. So that no second has too many whenever that is,
 * each takes a further slot of every second until its answer, and one after it. The provider then never has more messages
 * before it than the limit of a second, whatever the number of connections and workers. One that is always slow may have as
 * many more as it gets in its usual time (ADR 37).
 */
export class HeldSlots {
  private readonly open = new Set<HandOver>();
  private isWatching = false;
  /** The quickest answer of each of the last seconds that had one, in ms: where a provider stands still, none comes. */
  private readonly quickest: number[] = [];
  private now = { second: 0, quickest: 0 };
  private usual = 0;

  /** @param hold takes the next slots away from the whole fleet; null: it could not, and is asked again */
  constructor(private readonly hold: (slots: number) => Promise<Held | null>) {}

  /** Notes a message that is handed over. @param at its slot */
  begin(at: number, slots: number): HandOver {
    const one: HandOver = { slots, at, dueAt: at + heldAfterMs(this.usual), heldAt: null, answeredAt: null };
    this.open.add(one);
    if (!this.isWatching) void this.watch();
    return one;
  }

  /** Notes the answer. @returns whether the message has taken further slots: it keeps its distance by them */
  end(one: HandOver): boolean {
    const now = performance.now();
    this.answered(now - one.at, Math.floor(now / 1000));
    if (one.heldAt === null || one.heldAt >= now) this.open.delete(one);
    else {
      one.answeredAt = now;
      one.dueAt = now;
    }
    return one.heldAt !== null;
  }

  private answered(ms: number, second: number): void {
    if (second === this.now.second) {
      this.now.quickest = Math.min(this.now.quickest, ms);
      return;
    }
    if (this.now.second > 0) this.quickest.push(this.now.quickest);
    if (this.quickest.length > SECONDS) this.quickest.shift();
    this.now = { second, quickest: ms };
    this.usual = median(this.quickest);
  }

  private async watch(): Promise<void> {
    this.isWatching = true;
    while (this.open.size > 0) {
      await sleep(HELD_LOOK_MS, undefined, { ref: false });
      const now = performance.now();
      const due = [...this.open].filter(({ dueAt }) => dueAt <= now);
      if (due.length > 0) await this.holdFor(due);
    }
    this.isWatching = false;
  }

  private async holdFor(due: readonly HandOver[]): Promise<void> {
    const held = await this.hold(due.reduce((sum, { slots }) => sum + slots, 0));
    if (!held) return;
    let at = held.first;
    for (const one of due) {
      at += (one.slots - 1) * held.step;
      one.heldAt = at;
      if (one.answeredAt === null) one.dueAt = at + HELD_AFTER_MS;
      else if (at >= one.answeredAt) this.open.delete(one);
      at += held.step;
    }
  }
}
