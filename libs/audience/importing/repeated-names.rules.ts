/** Words by which names are told apart: what varies behind them does not make another text of it. */
const WORDS = 3;
/** Names shown. */
const MOST = 20;
/**
 * A name is kept only if at least this many people share it: it then identifies none of them. Chance alone counts up to
 * seven for a name of one person among two million.
 */
const FEWEST_SHARED = 10;
/** Counters in a row; rows of them. Three megabytes, whatever the file holds. */
const WIDTH = 1 << 18;
const DEPTH = 3;

/** A name, and how many people a file gives it, or another that begins with the same three words. */
export interface RepeatedName {
  name: string;
  people: number;
}

/**
 * Finds the names that a file gives to most people, in constant memory: a count-min sketch with conservative update (Estan
 * and Varghese, 2002). A count is never too low; too high it is by chance only, by a few of a million.
 */
export class RepeatedNames {
  private readonly top = new Map<string, RepeatedName>();
  /** The fewest people of a name in `top` once that is full. */
  private floor = 0;
  /** People given a name, whichever. */
  private all = 0;

  constructor(private readonly counters = Array.from({ length: DEPTH }, () => new Uint32Array(WIDTH))) {}

  get people(): number {
    return this.all;
  }

  /** The same counts, to be gone on with or thrown away. */
  copy(): RepeatedNames {
    const copy = new RepeatedNames(this.counters.map((row) => row.slice()));
    for (const [key, one] of this.top) copy.top.set(key, { ...one });
    copy.floor = this.floor;
    copy.all = this.all;
    return copy;
  }

  add(name: string): void {
    this.all++;
    const key = name.toLowerCase().split(/\s+/u, WORDS).join(' ');
    const people = this.count(key);
    const known = this.top.get(key);
    if (known) known.people = people;
    else if (this.top.size < MOST) this.top.set(key, { name, people });
    else if (people > this.floor) this.replace(key, { name, people });
  }

  /** The names that more than one person is given, the most frequent first. */
  list(): RepeatedName[] {
    return [...this.top.values()]
      .filter(({ people }) => people > 1)
      .toSorted((a, b) => b.people - a.people || (a.name < b.name ? -1 : 1));
  }

  /**
   * Those that at least ten people share, without what follows their first three words: that may be one person's own.
   */
  shared(): RepeatedName[] {
    return this.list()
      .filter(({ people }) => people >= FEWEST_SHARED)
      .map(({ name, people }) => {
        const words = name.split(/\s+/u);
        return { name: words.slice(0, WORDS).join(' ') + (words.length > WORDS ? ' …' : ''), people };
      });
  }

  private replace(key: string, one: RepeatedName): void {
    const rarest = [...this.top].reduce((a, b) => (b[1].people < a[1].people ? b : a));
    if (rarest[1].people < one.people) {
      this.top.delete(rarest[0]);
      this.top.set(key, one);
    }
    this.floor = Math.min(...[...this.top.values()].map(({ people }) => people));
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
