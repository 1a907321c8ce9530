import type { z } from 'zod';
import type { ChannelName } from './arrival.js';
import { FaultOrder, place, seeded } from './faults.rules.js';

/** An active fault. */
export interface Fault extends FaultOrder {
  id: number;
  /** Hand-overs affected so far. */
  struck: number;
  /** End time, if given: milliseconds since 1970. */
  until: number | null;
}

/** The active faults. */
export class Faults {
  #faults: Fault[] = [];
  #lastId = 0;
  readonly #random: () => number;

  /**
   * @param standing permanent shares of dead addresses and of late bounces
   * @param seed equal seeds affect equal hand-overs, given the same order of them
   */
  constructor(
    private readonly standing: { dead: number; lateBounce: number },
    seed: number,
  ) {
    this.#random = seeded(seed);
  }

  /** Activates a fault. @throws ZodError naming each invalid field */
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

  /** Ends all ordered faults; the standing shares remain. */
  clear(): void {
    this.#faults = [];
  }

  /**
   * The fault that refuses the account, before a recipient is named. Counts it.
   * @param applies whether its answer belongs to this step
   */
  strikeAccount(channel: ChannelName, applies: (answer: string) => boolean = () => true): Fault | null {
    const fault = this.list().find(
      (one) =>
        one.channel === channel &&
        refusesAccount(one) &&
        applies(one.answer ?? '') &&
        this.#random() < one.share,
    );
    if (!fault) return null;
    fault.struck++;
    return fault;
  }

  /** The fault of this hand-over: the one ordered first, else a standing one. Counts it. */
  strike(channel: ChannelName, to: string): Fault | null {
    if (this.#faults.length > 0) {
      for (const fault of this.list()) {
        if (fault.channel !== channel || refusesAccount(fault)) continue;
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

const refusesAccount = ({ kind, at }: FaultOrder): boolean => kind === 'refuse' && at === 'before';

function standing(channel: ChannelName, kind: 'dead' | 'late_bounce'): Fault {
  return { ...FaultOrder.parse({ channel, kind }), id: 0, struck: 1, until: null };
}
