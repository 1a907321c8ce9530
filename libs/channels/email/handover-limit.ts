import { deadlineAfter, isOver, type Moment, moment } from '#platform';

/** How often hand-overs under way are looked at, as a share of what one may take. */
const LOOKS = 20;

/** The one deadline of a hand-over, over connecting, STARTTLS, AUTH and every step of the message. */
export class HandoverLimit {
  /** Breaks off what is under way. */
  onOver: (() => void) | null = null;

  constructor(private readonly deadline: Moment) {}

  /** Breaks it off when its deadline has passed. @returns whether it has */
  endIfOver(now: Moment = moment()): boolean {
    if (!isOver(this.deadline, now)) return false;
    this.onOver?.();
    return true;
  }
}

/** The hand-overs under way: one timer looks after all of them, where one for each would cost as much as sending. */
export class HandoverLimits {
  private readonly underWay = new Set<HandoverLimit>();
  private readonly timer: NodeJS.Timeout;

  /** @param onLook called at each look, for what waits to begin */
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
