import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { Transform } from 'node:stream';

/** Counts what a client hands over on one connection, chunk by chunk. */
export type Counter = () => (bytes: Buffer) => number;

/** Transactions of SMTP, as servers count them that limit a client: by MAIL FROM. */
export const mails: Counter = () => {
  const begin = 'MAIL FROM:<';
  let tail = '';
  return (bytes) => {
    const text = tail + bytes.toString('latin1');
    tail = text.slice(1 - begin.length);
    return text.split(begin).length - 1;
  };
};

/** submit_sm of SMPP (3.4 §3.2, §4.4). */
export const submits: Counter = () => {
  const SUBMIT_SM = 4;
  let held: Buffer = Buffer.alloc(0);
  return (bytes) => {
    held = held.length > 0 ? Buffer.concat([held, bytes]) : bytes;
    let found = 0;
    while (held.length >= 8 && held.length >= held.readUInt32BE(0)) {
      if (held.readUInt32BE(4) === SUBMIT_SM) found += 1;
      held = held.subarray(held.readUInt32BE(0));
    }
    return found;
  };
};

/** What a message passes: the client, this process, the server. */
const PROCESSES = 3;

/** The most that came within a second, and by how much that is more than a limit allows. */
export interface Fastest {
  most: number;
  /** 0: the limit was kept. */
  over: number;
}

/**
 * The way to a provider, as the client sees it: it fails as a server fails that is killed, hangs or is slow, while the
 * server behind it goes on and keeps the record of what reached it. It notes when each message came.
 */
export class Door {
  /** When each message came, by performance.now(), whether or not it was passed on. */
  readonly arrivals: number[] = [];
  private readonly flows = new Set<Flow>();
  /** When this process was busy for a while, and how long, in ms: what came then is noted as late as that. */
  private readonly stalls: { at: number; ms: number }[] = [];
  private readonly watching: NodeJS.Timeout;
  private server: Server | null = null;
  private hangs = false;
  private delayMs = 0;

  private constructor(
    readonly port: number,
    private readonly behind: number,
    private readonly counter: Counter,
  ) {
    let last = performance.now();
    this.watching = setInterval(() => {
      const now = performance.now();
      this.stalls.push({ at: now, ms: now - last });
      last = now;
    }, 5);
  }

  /** @param port where it listens @param behind the port of the server on this machine */
  static async open(port: number, behind: number, counter: Counter): Promise<Door> {
    const door = new Door(port, behind, counter);
    await door.back();
    return door;
  }

  /** Resets all connections and takes no more. */
  async kill(): Promise<void> {
    const closed = this.server && once(this.server, 'close');
    this.server?.close();
    this.server = null;
    this.cut();
    await closed;
  }

  /** Listens again. */
  async back(): Promise<void> {
    this.server = createServer((client) => this.serve(client)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** Resets all connections; new ones work. */
  cut(): void {
    for (const flow of this.flows) flow.end(true);
  }

  /** Takes connections and answers nothing. */
  hang(): void {
    this.hangs = true;
    for (const flow of this.flows) flow.hold();
  }

  /** Goes on, with everything that was written in the meantime. */
  resume(): void {
    this.hangs = false;
    for (const flow of this.flows) flow.carry();
  }

  /** Each piece of an answer comes this much later from now on, in ms. */
  slow(ms: number): void {
    this.delayMs = ms;
  }

  async stop(): Promise<void> {
    clearInterval(this.watching);
    await this.kill();
  }

  /**
   * Compares the busiest second with a limit. A machine that is so busy that this process stood still for a while lets
   * the client and the server stand still as long: what then comes at once had its turns before, over the time of all
   * three.
   * @param limit a second
   */
  fastest(limit: number): Fastest {
    const found: Fastest = { most: 0, over: 0 };
    let first = 0;
    let stall = 0;
    const { arrivals, stalls } = this;
    for (const [last, at] of arrivals.entries()) {
      while ((arrivals[first] ?? at) <= at - 1000) first += 1;
      const count = last - first + 1;
      found.most = Math.max(found.most, count);
      while ((stalls[stall]?.at ?? at) <= at - 1000) stall += 1;
      if (count <= limit) continue;
      let busyMs = 0;
      for (let n = stall; n < stalls.length && (stalls[n]?.at ?? 0) <= at + 1000; n++)
        busyMs = Math.max(busyMs, stalls[n]?.ms ?? 0);
      found.over = Math.max(found.over, count - Math.ceil(limit * (1 + (PROCESSES * busyMs) / 1000)));
    }
    return found;
  }

  private serve(client: Socket): void {
    const count = this.counter();
    const flow = new Flow(client, connect(this.behind, '127.0.0.1'), () => this.delayMs, {
      came: (bytes) => {
        const now = performance.now();
        for (let n = count(bytes); n > 0; n--) this.arrivals.push(now);
      },
      ended: () => this.flows.delete(flow),
    });
    this.flows.add(flow);
    if (this.hangs) flow.hold();
  }
}

/** One connection of a client, and the one to the server that it is carried over. */
class Flow {
  private held: Buffer[] | null = null;

  constructor(
    private readonly client: Socket,
    private readonly server: Socket,
    delayMs: () => number,
    on: { came: (bytes: Buffer) => void; ended: () => void },
  ) {
    const late = new Transform({
      transform: (piece, _encoding, pass) => {
        const ms = delayMs();
        if (ms > 0) setTimeout(() => pass(null, piece), ms);
        else pass(null, piece);
      },
    });
    client.setNoDelay(true);
    server.setNoDelay(true);
    // Read while it hangs too: when a message came does not depend on when it is carried on.
    client.on('data', (bytes: Buffer) => {
      on.came(bytes);
      if (this.held) this.held.push(bytes);
      else server.write(bytes);
    });
    server.pipe(late).pipe(client);
    for (const socket of [client, server]) socket.on('error', () => undefined);
    client.once('close', () => {
      on.ended();
      this.end(false);
    });
    server.once('close', () => this.end(false));
  }

  hold(): void {
    this.held ??= [];
    this.server.pause();
  }

  carry(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const bytes of held) this.server.write(bytes);
    this.server.resume();
  }

  end(reset: boolean): void {
    if (reset) this.client.resetAndDestroy();
    else this.client.destroySoon();
    this.server.destroy();
  }
}
