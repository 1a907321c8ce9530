/** Wrong codes one network may try in a window. */
const MOST = 20;
const WINDOW_MS = 60_000;
/** Networks remembered at most; beyond, the window begins anew rather than memory growing. */
const MOST_NETWORKS = 50_000;

/**
 * Slows down guessing of codes. Only wrong ones count, because many citizens share one address behind their operator.
 * In memory, per instance: a fleet of n gateways allows n times as many.
 */
export class Guesses {
  private wrong = new Map<string, number>();
  private endsAt = 0;

  /** @param clock milliseconds, ever rising */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  /** Whether this network may look up another code. */
  allows(ip: string): boolean {
    this.turn();
    return (this.wrong.get(networkOf(ip)) ?? 0) < MOST;
  }

  /** Notes a code that nothing was known of. */
  miss(ip: string): void {
    this.turn();
    const network = networkOf(ip);
    this.wrong.set(network, (this.wrong.get(network) ?? 0) + 1);
  }

  private turn(): void {
    if (this.clock() < this.endsAt && this.wrong.size < MOST_NETWORKS) return;
    this.wrong = new Map();
    this.endsAt = this.clock() + WINDOW_MS;
  }
}

/** An IPv4 address, or the /64 that one subscriber has in IPv6. */
export function networkOf(ip: string): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (v4) return v4;
  const [head = '', tail] = ip.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
