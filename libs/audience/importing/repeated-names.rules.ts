import type { RepeatedName } from '#contract/api/contacts';

export type { RepeatedName } from '#contract/api/contacts';

/** Words that identify a name: texts that differ after them count as one. */
const WORDS = 3;
/** Maximum names listed. */
const MOST = 20;
/**
 * A name is stored only if at least this many people share it: it then identifies none of them. A name of one person
 * reaches a count of up to seven by chance among two million people.
 */
const FEWEST_SHARED = 10;
/** Columns and rows of the sketch: three megabytes, whatever the file contains. */
const WIDTH = 1 << 18;
const DEPTH = 3;

/**
 * Finds the names that a file gives to most people, in constant memory: a count-min sketch with conservative update
 * (Estan and Varghese, 2002). It never undercounts, and overcounts by a few per million at most.
 */
export class RepeatedNames {
  private readonly top = new Map<string, RepeatedName>();
  /** The lowest count in `top` once that is full. */
  private floor = 0;
  /** Number of people with any name. */
  private all = 0;

  constructor(private readonly counters = Array.from({ length: DEPTH }, () => new Uint32Array(WIDTH))) {}

  get people(): number {
    return this.all;
  }

  /** An independent copy of the counts. */
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

  /** The names that more than one person has, the most frequent first. */
  list(): RepeatedName[] {
    return [...this.top.values()]
      .filter(({ people }) => people > 1)
      .toSorted((a, b) => b.people - a.people || (a.name < b.name ? -1 : 1));
  }

  /** The names that at least ten people share, cut after the first three words: the rest may identify one person. */
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

/** FNV-1a, and a second mix of it. */
function hashes(text: string): [number, number] {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return [hash ^ (hash >>> 15), (mixed ^ (mixed >>> 13)) | 1];
}
