/**
 * Distributes a whole number in proportion to weights by the largest remainder method (Hare–Niemeyer): each share is
 * its exact quota rounded down or up, and the shares sum to the total. A quota below `atLeast` becomes `atLeast`; the
 * other shares divide the rest.
 * @param total the number to distribute
 * @param weights not negative, not all 0
 * @param atLeast minimum of each share; 0 when the total does not suffice for it
 */
export function apportion(total: number, weights: readonly number[], atLeast = 0): number[] {
  const least = total >= atLeast * weights.length ? atLeast : 0;
  const raised = new Set<number>();
  for (;;) {
    const left = total - raised.size * least;
    const sum = weights.reduce((so, weight, index) => (raised.has(index) ? so : so + weight), 0);
    const quota = (index: number): number => ((weights[index] ?? 0) * left) / sum;
    const low = weights.flatMap((_, index) => (!raised.has(index) && quota(index) < least ? [index] : []));
    if (low.length === 0) {
      const shares = weights.map((_, index) => (raised.has(index) ? least : Math.floor(quota(index))));
      const byRemainder = weights
        .map((_, index) => index)
        .filter((index) => !raised.has(index))
        .sort((a, b) => (quota(b) % 1) - (quota(a) % 1) || a - b);
      const given = shares.reduce((so, share) => so + share, 0);
      for (const index of byRemainder.slice(0, total - given)) shares[index] = (shares[index] ?? 0) + 1;
      return shares;
    }
    for (const index of low) raised.add(index);
  }
}
