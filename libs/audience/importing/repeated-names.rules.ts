/** Words by which names are told apart: what varies behind them does not make another text of it. */
const WORDS = 3;
/** Names shown. */
const MOST = 20;
/** Counters in a row; rows of them. Three megabytes, whatever the file holds. */
const WIDTH = 1 << 18;
const DEPTH = 3;

/** A name, and how many rows of a file have it, or another that begins with the same three words. */
export interface RepeatedName {
  name: string;
  rows: number;
}

/**
 * Finds the names that a file repeats most, in constant memory: a count-min sketch with conservative update (Estan and
 * Varghese, 2002). A count is never too low; too high it is by chance only, by a few of a million.
 */
export class RepeatedNames {
  private readonly counters = Array.from({ length: DEPTH }, () => new Uint32Array(WIDTH));
  private readonly top = new Map<string, RepeatedName>();
  /** The fewest rows of a name in `top` once that is full. */
  private floor = 0;

  add(name: string): void {
    const key = name.toLowerCase().split(/\s+/u, WORDS).join(' ');
    const rows = this.count(key);
    const known = this.top.get(key);
    if (known) known.rows = rows;
    else if (this.top.size < MOST) this.top.set(key, { name, rows });
    else if (rows > this.floor) this.replace(key, { name, rows });
  }

  /** The names that more than one row has, the most frequent first. */
  list(): RepeatedName[] {
    return [...this.top.values()]
      .filter(({ rows }) => rows > 1)
      .toSorted((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1));
  }

  private replace(key: string, one: RepeatedName): void {
    const rarest = [...this.top].reduce((a, b) => (b[1].rows < a[1].rows ? b : a));
    if (rarest[1].rows < one.rows) {
      this.top.delete(rarest[0]);
      this.top.set(key, one);
    }
    this.floor = Math.min(...[...this.top.values()].map(({ rows }) => rows));
  }

  private count(key: string): number {
    const [first, second] = hashes(key);
    const places = this.counters.map((_, row) => (first + Math.imul(row, second)) & (WIDTH - 1));
    const rows = 1 + Math.min(...this.counters.map((counters, row) => counters[places[row] ?? 0] ?? 0));
    for (const [row, counters] of this.counters.entries()) {
      const place = places[row] ?? 0;
      if ((counters[place] ?? 0) < rows) counters[place] = rows;
    }
    return rows;
  }
}

/** FNV-1a, and the same mixed once more. */
function hashes(text: string): [number, number] {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return [hash ^ (hash >>> 15), (mixed ^ (mixed >>> 13)) | 1];
}
