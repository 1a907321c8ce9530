/** Counts what happened in the second that ends now. */
export class SlidingSecond {
  #times: number[] = [];
  #first = 0;

  /**
   * How many happened in (at − 1000, at].
   * @param at milliseconds of a clock that only goes forward
   */
  count(at: number): number {
    while (this.#first < this.#times.length && (this.#times[this.#first] ?? 0) <= at - 1000) this.#first++;
    if (this.#first > 1024 && this.#first * 2 > this.#times.length) {
      this.#times = this.#times.slice(this.#first);
      this.#first = 0;
    }
    return this.#times.length - this.#first;
  }

  /** Counts one more, and says how many that makes in the second that ends with it. */
  add(at: number): number {
    this.#times.push(at);
    return this.count(at);
  }
}
