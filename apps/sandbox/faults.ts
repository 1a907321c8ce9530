import type { z } from 'zod';
import type { ChannelName } from './arrival.js';
import { FaultOrder, place, seeded } from './faults.rules.js';

/** A fault in force. */
export interface Fault extends FaultOrder {
  id: number;
  /** How many hand-overs it has struck. */
  struck: number;
  /** When it is over, if a time was given: milliseconds since 1970. */
  until: number | null;
}

/** The faults in force: what goes wrong on purpose. */
export class Faults {
  #faults: Fault[] = [];
  #lastId = 0;
  readonly #random: () => number;

  /**
   * @param standing shares of dead addresses and of late bounces that are always there
   * @param seed the same seed strikes the same hand-overs, given the same order of them
   */
  constructor(
    private readonly standing: { dead: number; lateBounce: number },
    seed: number,
  ) {
    this.#random = seeded(seed);
  }

  /** Puts a fault in force. @throws ZodError naming each place where the order is wrong */
  order(order: z.input<typeof FaultOrder>): Fault {
    const asked = FaultOrder.parse(order);
    const until = asked.seconds === undefined ? null : Date.now() + asked.seconds * 1000;
    const fault: Fault = { ...asked, id: ++this.#lastId, struck: 0, until };
    this.#faults.push(fault);
    return fault;
  }

  list(): Fault[] {
    this.#faults = this.#faults.filter(
      ({ until, count, struck }) =>
        (until === null || until > Date.now()) && (count === undefined || struck < count),
    );
    return this.#faults;
  }

  /** Ends all that was ordered; the standing shares remain. */
  clear(): void {
    this.#faults = [];
  }

  /** Which fault strikes this hand-over: the one ordered first, else a standing one. Counts it. */
  strike(channel: ChannelName, to: string): Fault | null {
    if (this.#faults.length > 0) {
      for (const fault of this.list()) {
        if (fault.channel !== channel) continue;
        const at = fault.kind === 'dead' ? place(channel, to) : this.#random();
        if (at >= fault.share) continue;
        fault.struck++;
        return fault;
      }
    }
    const at = place(channel, to);
    if (at < this.standing.dead) return standing(channel, channel === 'sms' ? 'late_bounce' : 'dead');
    if (channel === 'email' && at < this.standing.dead + this.standing.lateBounce)
      return standing(channel, 'late_bounce');
    return null;
  }
}

function standing(channel: ChannelName, kind: 'dead' | 'late_bounce'): Fault {
  return { ...FaultOrder.parse({ channel, kind }), id: 0, struck: 1, until: null };
}
