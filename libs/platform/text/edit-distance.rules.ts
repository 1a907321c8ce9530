/** Returns the Levenshtein distance: the number of letters to insert, delete or change. */
export function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min((above[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, change));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
