/** What a server offers in its reply to EHLO, as far as a transaction uses it. */
export interface Offers {
  /** RFC 2920: several commands in one write. */
  pipelining: boolean;
  /** RFC 3030: a message as a counted chunk, without a question before it. */
  chunking: boolean;
  /** RFC 3461: the envelope's id comes back in a bounce report. */
  dsn: boolean;
  /** RFC 1870: the largest message in bytes; 0: it names none; null: it does not know SIZE. */
  size: number | null;
}

/** @param hello the reply to EHLO, in lines */
export function readOffers(hello: string): Offers {
  const keywords = new Map<string, string>();
  for (const line of hello.split(/\r?\n/).slice(1)) {
    const [, keyword, value = ''] = /^250[ -]([a-z0-9-]+)(?:[ =](.*))?$/i.exec(line) ?? [];
    if (keyword) keywords.set(keyword.toUpperCase(), value);
  }
  const size = keywords.get('SIZE');
  return {
    pipelining: keywords.has('PIPELINING'),
    chunking: keywords.has('CHUNKING'),
    dsn: keywords.has('DSN'),
    size: size === undefined ? null : Number(/^\d+/.exec(size)?.[0] ?? 0),
  };
}

/**
 * The ways of talking, from the simplest to the one with the fewest round trips:
 * - `one-by-one`: a command waits for the reply to the one before;
 * - `together`: MAIL, RCPT and DATA in one write (RFC 2920 §3.1);
 * - `behind`: the next envelope follows the final dot at once, so that a copy costs one round trip;
 * - `chunks`: envelope and message in one write (RFC 3030);
 * - `in-flight`: several of those before the first is answered.
 */
export const WAYS = ['one-by-one', 'together', 'behind', 'chunks', 'in-flight'] as const;
export type Way = (typeof WAYS)[number];

/** Connections that may break off in a way that no copy was taken in, before it is given up. */
const UNPROVEN_STRIKES = 3;
/** The same for a way in which copies were taken: then a break is more likely the network's. */
const PROVEN_STRIKES = 6;

/** The way to talk to one server: the best that it offers, less what it turned out not to bear. */
export class Ways {
  private best: number = WAYS.length - 1;
  /** The best that is left of what the server answered; `best` is below it while breaks alone speak against it. */
  private answered: number = WAYS.length - 1;
  private readonly proven = new Set<Way>();
  private readonly strikes = new Map<Way, number>();
  private hasTaken = true;

  /** @param window copies in flight at most, where the server offers it */
  constructor(private readonly window: number) {}

  /** The way for the next copy on a connection to a server with these offers. */
  of({ pipelining, chunking }: Offers): Way {
    const chunks = chunking && this.best >= WAYS.indexOf('chunks');
    const offered: Way = !pipelining ? 'one-by-one' : this.above(chunks ? 'chunks' : 'together');
    return WAYS[Math.min(WAYS.indexOf(offered), this.best)] ?? 'one-by-one';
  }

  /**
   * Of a server that leaves out the reply to a message, the next copy's reply would be taken for it: it is found out by
   * one copy at a time.
   */
  private above(way: 'together' | 'chunks'): Way {
    if (!this.isProven(way)) return way;
    return way === 'together' ? 'behind' : this.window > 1 ? 'in-flight' : way;
  }

  isProven(way: Way): boolean {
    return this.proven.has(way);
  }

  /** A copy was taken in this way: the server bears it. */
  took(way: Way): void {
    this.proven.add(way);
    // It takes copies in a simpler way: the breaks were the other way's.
    if (WAYS.indexOf(way) <= this.best) this.answered = this.best;
    this.strikes.delete(way);
    this.hasTaken = true;
  }

  /**
   * A connection ended without a word while copies were under way. An outage ends all connections at once: of a proven
   * way, breaks count once for each time that a copy was taken between them. When the simplest way breaks too and nothing
   * was taken since, the ways are not the cause: the server is down, and starts again with the best.
   * @returns the way that is taken from now on, if this one is given up
   */
  broke(way: Way): Way | null {
    const proven = this.isProven(way);
    if (way === 'one-by-one') {
      this.best = this.answered;
      this.strikes.clear();
      return null;
    }
    if (proven && !this.hasTaken) return null;
    this.hasTaken = false;
    const strikes = (this.strikes.get(way) ?? 0) + 1;
    this.strikes.set(way, strikes);
    return strikes < (proven ? PROVEN_STRIKES : UNPROVEN_STRIKES) ? null : this.lower(way);
  }

  /** The server answered out of step, or does not know a command that it offers. @returns as `broke` */
  giveUp(way: Way): Way | null {
    const simpler = this.lower(way);
    this.answered = Math.min(this.answered, this.best);
    return simpler;
  }

  private lower(way: Way): Way | null {
    const at = WAYS.indexOf(way);
    if (at === 0 || at > this.best) return null;
    this.best = at - 1;
    return WAYS[this.best] ?? null;
  }
}
