/** Counts the events of the last second. */
export class SlidingSecond {
  #times: number[] = [];
  #first = 0;

  /**
   * Number of events in (at − 1000, at].
   * @param at milliseconds of a monotonic clock
   */
  count(at: number): number {
    while (this.#first < this.#times.length && (this.#times[this.#first] ?? 0) <= at - 1000) this.#first++;
    if (this.#first > 1024 && this.#first * 2 > this.#times.length) {
      this.#times = this.#times.slice(this.#first);
      this.#first = 0;
    }
    return this.#times.length - this.#first;
  }

  /** Adds an event, and returns the count of the second that ends with it. */
  add(at: number): number {
    this.#times.push(at);
    return this.count(at);
  }
}
