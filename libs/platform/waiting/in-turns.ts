/** The run under way, and the run that follows it. */
interface Turn<Result> {
  now: Promise<Result>;
  next: Promise<Result> | null;
}

/** Runs work one run at a time. Calls during a run share the next one, which begins when that has ended. */
export class InTurns<Result> {
  private turn: Turn<Result> | null = null;

  constructor(private readonly work: () => Promise<Result>) {}

  /** @returns the result of a run that begins after this call */
  run(): Promise<Result> {
    const { turn } = this;
    if (!turn) return this.begin();
    turn.next ??= turn.now.then(
      () => this.begin(),
      () => this.begin(),
    );
    return turn.next;
  }

  private begin(): Promise<Result> {
    const now = this.work();
    const turn: Turn<Result> = { now, next: null };
    this.turn = turn;
    const end = (): void => {
      if (this.turn === turn && turn.next === null) this.turn = null;
    };
    now.then(end, end);
    return now;
  }
}
