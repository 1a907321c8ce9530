import { deadlineAfter, isOver, type Moment, moment } from '#platform/waiting';

/** Checks of running hand-overs within the time limit of one. */
const LOOKS = 20;

/** The deadline of a whole hand-over: connecting, STARTTLS, AUTH and every step of the message. */
export class HandoverLimit {
  /** Aborts the running step. */
  onOver: (() => void) | null = null;

  constructor(private readonly deadline: Moment) {}

  /** Aborts the hand-over when its deadline has passed. @returns whether it has passed */
  endIfOver(now: Moment = moment()): boolean {
    if (!isOver(this.deadline, now)) return false;
    this.onOver?.();
    return true;
  }
}

/** The running hand-overs. One timer checks all of them: one for each would cost as much as sending. */
export class HandoverLimits {
  private readonly underWay = new Set<HandoverLimit>();
  private readonly timer: NodeJS.Timeout;

  /** @param onLook called at each check, for hand-overs that wait to begin */
  constructor(
    private readonly timeoutMs: number,
    onLook: () => void = () => undefined,
  ) {
    this.timer = setInterval(() => {
      const now = moment();
      for (const limit of this.underWay) limit.endIfOver(now);
      onLook();
    }, timeoutMs / LOOKS).unref();
  }

  begin(): HandoverLimit {
    const limit = new HandoverLimit(deadlineAfter(moment(), this.timeoutMs));
    this.underWay.add(limit);
    return limit;
  }

  end(limit: HandoverLimit): void {
    this.underWay.delete(limit);
  }

  close(): void {
    clearInterval(this.timer);
  }
}
