import { CHANNELS, type Arrival, type ChannelName } from './arrival.js';
import { SlidingSecond } from './sliding-second.js';

/** Filter of messages; omitted fields match all. */
export interface InboxQuery {
  channel?: ChannelName;
  to?: string;
  /**
   * Messages whose envelope, headers, buttons or callback URL contain this id as a whole number, in the original or an
   * edit.
   */
  broadcast?: string;
  /** Only deleted messages. */
  deleted?: boolean;
  /** Messages after the one with this id. */
  after?: number;
  limit?: number;
}

/** A message and its inbox id: ids increase in the order of arrival. */
export interface Listed {
  id: number;
  arrival: Arrival;
  /** Whether only the edit mentions the broadcast, not the original. */
  revision: boolean;
}

/** Counts of a channel since the inbox was last emptied. */
export interface ChannelStats {
  arrived: number;
  /** Hand-overs with an error or no answer, and without an arrival. */
  refused: number;
  /** Messages edited or deleted; these are no arrivals. */
  revised: number;
  /** The maximum of calls within any sliding second: hand-overs, arrived or refused, edits and deletions. */
  perSecondMax: number;
  /** Arrived messages that are still in memory. */
  kept: number;
}

class Meter {
  arrived = 0;
  refused = 0;
  revised = 0;
  perSecondMax = 0;
  kept = 0;
  readonly #second = new SlidingSecond();

  offered(): void {
    this.perSecondMax = Math.max(this.perSecondMax, this.#second.add(performance.now()));
  }
}

/** The arrivals of all channels, oldest first. Drops the oldest at the memory limit; the counts remain. */
export class Inbox {
  #list: (Arrival | undefined)[] = [];
  /** The id of #list[0]; ids continue after the inbox is emptied. */
  #base = 1;
  /** Number of dropped entries at the start of #list. */
  #forgotten = 0;
  #bytes = 0;
  #byRecipient = new Map<string, number[]>();
  #meters = freshMeters();

  /** @param maxBytes memory limit: the sum of the arrivals' sizes */
  constructor(private readonly maxBytes: number) {}

  /** Stores a message accepted by a provider; returns its id. */
  add(arrival: Arrival): number {
    const id = this.#base + this.#list.length;
    this.#list.push(arrival);
    this.#bytes += arrival.size;
    const key = `${arrival.channel} ${arrival.to}`;
    const ids = this.#byRecipient.get(key);
    if (ids) ids.push(id);
    else this.#byRecipient.set(key, [id]);
    const meter = this.#meters[arrival.channel];
    meter.arrived++;
    meter.kept++;
    meter.offered();
    while (this.#bytes > this.maxBytes && this.#forgotten < this.#list.length - 1) this.#forgetOldest();
    return id;
  }

  /** Counts a hand-over without an arrival. */
  refuse(channel: ChannelName): void {
    const meter = this.#meters[channel];
    meter.refused++;
    meter.offered();
  }

  /** Counts a call to edit or delete a message. */
  revise(channel: ChannelName, done: boolean): void {
    const meter = this.#meters[channel];
    if (done) meter.revised++;
    meter.offered();
  }

  /** The matching messages, oldest first, one by one: there may be hundreds of thousands. */
  *list(query: InboxQuery = {}): Generator<Listed> {
    const mentions = query.broadcast === undefined ? null : mentionOf(query.broadcast);
    let left = query.limit ?? Number.POSITIVE_INFINITY;
    for (const id of this.#candidates(query)) {
      if (left <= 0) return;
      const arrival = this.get(id);
      if (!arrival || (query.channel && arrival.channel !== query.channel)) continue;
      if (query.deleted && !arrival.deletedAt) continue;
      const arrived = !mentions || mentions.test(arrival.handedOver());
      if (!arrived && !mentions.test(arrival.revised?.() ?? '')) continue;
      left--;
      yield { id, arrival, revision: !arrived };
    }
  }

  /** The newest messages, newest first. */
  *latest(channel: ChannelName): Generator<Listed> {
    for (let index = this.#list.length - 1; index >= this.#forgotten; index--) {
      const arrival = this.#list[index];
      if (arrival?.channel === channel) yield { id: this.#base + index, arrival, revision: false };
    }
  }

  get(id: number): Arrival | undefined {
    return this.#list[id - this.#base];
  }

  stats(): Record<ChannelName, ChannelStats> {
    const of = ({ arrived, refused, revised, perSecondMax, kept }: Meter): ChannelStats => ({
      arrived,
      refused,
      revised,
      perSecondMax,
      kept,
    });
    return { email: of(this.#meters.email), telegram: of(this.#meters.telegram), sms: of(this.#meters.sms) };
  }

  /** Deletes all messages and counts. */
  empty(): void {
    this.#base += this.#list.length;
    this.#list = [];
    this.#forgotten = 0;
    this.#bytes = 0;
    this.#byRecipient.clear();
    this.#meters = freshMeters();
  }

  *#candidates({ channel, to, after = 0 }: InboxQuery): Generator<number> {
    if (to !== undefined) {
      const ids = (channel ? [channel] : CHANNELS).flatMap(
        (name) => this.#byRecipient.get(`${name} ${to}`) ?? [],
      );
      yield* ids.filter((id) => id > after).sort((one, other) => one - other);
      return;
    }
    for (
      let id = Math.max(after + 1, this.#base + this.#forgotten);
      id < this.#base + this.#list.length;
      id++
    )
      yield id;
  }

  #forgetOldest(): void {
    const oldest = this.#list[this.#forgotten];
    if (oldest) {
      this.#bytes -= oldest.size;
      this.#meters[oldest.channel].kept--;
      const key = `${oldest.channel} ${oldest.to}`;
      const ids = this.#byRecipient.get(key);
      ids?.shift();
      if (ids?.length === 0) this.#byRecipient.delete(key);
    }
    this.#list[this.#forgotten++] = undefined;
    if (this.#forgotten > 10_000 && this.#forgotten * 2 > this.#list.length) {
      this.#list = this.#list.slice(this.#forgotten);
      this.#base += this.#forgotten;
      this.#forgotten = 0;
    }
  }
}

function freshMeters(): Record<ChannelName, Meter> {
  return { email: new Meter(), telegram: new Meter(), sms: new Meter() };
}

/** Matches a broadcast's id in a hand-over: as a whole number, or after the version in a token. */
function mentionOf(broadcast: string): RegExp {
  const id = broadcast.replaceAll(/\D/g, '');
  return new RegExp(`(?<![A-Za-z0-9])(?:${id}(?![A-Za-z0-9])|[a-z]${BigInt(id).toString(36)}-)`);
}
