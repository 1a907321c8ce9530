import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { type Audience, moveAddress } from '#audience';
import type { Broadcasts } from '#broadcasts';
import type { Channel, ChannelName, Outcome } from '#channels';
import {
  type Config,
  deadlineAfter,
  elapsedMs,
  type Keys,
  type Logger,
  type Moment,
  moment,
  Seldom,
  type Tx,
} from '#platform';
import { type Brake, noteSigns } from './brake.js';
import { KEY_MISSING } from './brake.rules.js';
import type { Budget } from './budget.js';
import type { Circuit } from './circuit.js';
import { type Compiled, Composer, type TimeLeft } from './composer.js';
import { type Earlier, earlierMessages } from './earlier.js';
import type { Feed } from './feed.js';
import { OutcomeBook } from './outcome-book.js';
import {
  type Claim,
  claimChunk,
  type ClaimedDelivery,
  closeBatches,
  isQueued,
  type Settled,
  WaveStopped,
  writeOutcomes,
} from './ledger.js';
import { type Circumstances, settle } from './outcome.rules.js';
import { chunkSize, rateOf } from './pace.rules.js';
import { Permits } from './permits.js';
import { Refusals } from './refusals.js';
import { Calls, revise, revisingOn } from './revise.js';
import { lockAddresses, suppressAll } from './suppressing.js';

/**
 * Outcomes that cannot be written are kept and tried again for so long, in ms: an outage may last; what a worker knows it
 * still says when its lease is long over. Their places among the claimed stay taken, so that they are never many.
 */
const KEEP_OUTCOMES_MS = 10 * 60_000;
/** A worker that is to stop waits no longer than this for outcomes to be written, in ms; they become unknown then. */
const STOP_WITHIN_MS = 20_000;

/** What a sender tells the world, for metrics. */
export interface SendObserver {
  handedOver(channel: ChannelName, outcome: Outcome['kind'], seconds: number): void;
}

/** A claim with what its people have of what it corrects; null where that stays as it is. */
type ClaimInHand = Claim & { earlier: Map<string, Earlier> | null };

/** What a sender is made of. */
interface SenderParts {
  /** Heeded by the circuit. */
  channel: Channel;
  database: DataSource;
  keys: Keys;
  config: Config;
  logger: Logger;
  budget: Budget;
  circuit: Circuit;
  broadcasts: Broadcasts;
  audience: Audience;
  brake: Brake;
  feed: Feed;
  observer: SendObserver;
  /** Names this process in claims. */
  worker: string;
}

/** Sends batches of one channel: claims just before sending, paces by the budget, writes outcomes back in groups. */
export class Sender {
  private readonly composer: Composer;
  private readonly underWay: Permits;
  private readonly claimable: Permits;
  private readonly chunk: number;
  private readonly refusals: Refusals;
  private readonly open = new Set<Promise<void>>();
  private readonly failures = new Seldom();
  private readonly unwritten = new Seldom();
  /** Groups of outcomes that are tried again. */
  private keptGroups = 0;
  /** Set when this sender is to stop: until when at most it waits for outcomes to be written; on our own clock. */
  private stopBy: number | null = null;

  constructor(private readonly parts: SenderParts) {
    const { channel, config } = parts;
    this.composer = new Composer(parts, channel.name);
    this.refusals = new Refusals(parts, channel.name);
    this.underWay = new Permits(channel.atOnce);
    this.claimable = new Permits(config.CLAIM_WINDOW);
    this.chunk = chunkSize(rateOf(channel.name, config), config.CLAIM_WINDOW);
  }

  /**
   * Works one batch off as far as it can be now. Comes back when everything in it has been handed over; outcomes still
   * on their way are written when they come (at most CLAIM_WINDOW of them, over all lanes).
   * @param from who asks: a job of the queue, which counts only for a batch of this channel that a publisher has queued, or
   *   the fan-out
   * @throws Error when the database is away: what was handed over is written as soon as it is back, the rest waits
   */
  async batch(waveId: string, batchNo: number, from: 'queue' | 'fan-out'): Promise<void> {
    const { database, channel, feed } = this.parts;
    const at = { waveId, batchNo, channel: channel.name };
    if (from === 'queue' && !(await isQueued(database.manager, at))) return;
    const books: Promise<void>[] = [];
    let refused: Compiled | null = null;
    try {
      const compiled = await this.composer.of(waveId);
      if (compiled && compiled.differences.length > 0) refused = compiled;
      else while (compiled !== null && (await this.chunkOf(waveId, batchNo, compiled, books)));
    } finally {
      if (!refused) this.keep(Promise.all(books).then(() => this.end(waveId, batchNo)));
    }
    if (!refused) return;
    await this.refusals.refuse(at, refused, () => this.stopping);
    await feed.top(channel.name);
  }

  /** Claims and hands over no more: batches in hand end as soon as what is under way allows. */
  stop(): void {
    this.stopBy = performance.now() + STOP_WITHIN_MS;
  }

  /** Waits until everything that came back from a provider has been written down. Call it when no batch is in hand. */
  async settled(): Promise<void> {
    while (this.open.size > 0) await Promise.all(this.open);
  }

  /** Whether there are outcomes that could not be written yet, of which nobody else knows. */
  get keepsOutcomes(): boolean {
    return this.keptGroups > 0;
  }

  private get stopping(): boolean {
    return this.stopBy !== null;
  }

  /** Claims one chunk and hands it over. @returns whether there may be more to claim in the batch */
  private async chunkOf(
    waveId: string,
    batchNo: number,
    compiled: Compiled,
    books: Promise<void>[],
  ): Promise<boolean> {
    await this.parts.budget.ready(() => this.stopping);
    const places = await this.claimable.take(this.chunk);
    let used = 0;
    try {
      if (this.stopping) return false;
      // Both lease and life are judged on our own clocks, from before the claim on.
      const since = moment();
      const claim = await this.claim(waveId, batchNo, compiled);
      if (!claim) return false;
      this.parts.circuit.granted();
      used = claim.deliveries.length;
      if (used > 0) await this.handOver(claim, since, compiled, books);
      return claim.full && !this.stopping;
    } finally {
      this.claimable.give(places - used);
    }
  }

  /** When all is written: marks the batch done or waiting, and has the queue filled up. */
  private async end(waveId: string, batchNo: number): Promise<void> {
    const { database, feed, channel } = this.parts;
    await database.transaction((tx) => closeBatches(tx, waveId, [batchNo]));
    await feed.top(channel.name);
  }

  private async claim(
    waveId: string,
    batchNo: number,
    { correction }: Compiled,
  ): Promise<ClaimInHand | null> {
    const { database, channel, worker, config } = this.parts;
    const at = {
      waveId,
      batchNo,
      channel: channel.name,
      limit: this.chunk,
      toThoseWhoLeft: correction?.toThoseWhoLeft ?? false,
      worker,
      leaseSeconds: config.LEASE_SECONDS,
    };
    const revises = channel.revisions && revisingOn(correction, channel.name);
    let made: Claim | null = null;
    try {
      return await database.transaction(async (tx) => {
        const claim = (made = await claimChunk(tx, at));
        if (!claim || !revises) return claim && { ...claim, earlier: null };
        const ids = claim.deliveries.map(({ addressId }) => addressId);
        return { ...claim, earlier: await earlierMessages(tx, claim.broadcastId, ids) };
      });
    } catch (error) {
      if (error instanceof WaveStopped) return null;
      // Its commit may have come through all the same: then nothing of it was handed over, which only we can say.
      if (made !== null) this.keep(this.giveBack(made));
      throw error;
    }
  }

  /** Gives a claim back of which nothing was started; one that does not stand is none. */
  private async giveBack(claim: Claim): Promise<void> {
    const unsent = claim.deliveries.map(({ addressId }) => ({ addressId, ...endedBefore('pending', null) }));
    await this.write(claim, unsent, true);
  }

  /**
   * Starts each delivery's hand-over at its slot. What cannot be started any more (we stop, the provider is away, the
   * lease or the life runs out, the database is away) is given back.
   * @param books gets what settles when every outcome is written; each frees its place among the claimed then
   */
  private async handOver(
    claim: ClaimInHand,
    since: Moment,
    compiled: Compiled,
    books: Promise<void>[],
  ): Promise<void> {
    const { budget, circuit, config } = this.parts;
    const book = new OutcomeBook(claim.deliveries.length, async (settled, last) => {
      try {
        await this.write(claim, settled, last);
      } finally {
        this.claimable.give(settled.length);
      }
    });
    books.push(book.closed);
    const age = (): number => elapsedMs(since, moment());
    // What the lease has left must outlast the slowest hand-over.
    const leaseMs =
      claim.leasedUntil.getTime() - claim.now.getTime() - config.PROVIDER_TIMEOUT_SECONDS * 1000;
    const lifeMs = claim.expiresAt.getTime() - claim.now.getTime();
    const startBy = deadlineAfter(since, Math.min(lifeMs, leaseMs));
    let admitted = 0;
    let started = 0;
    const admit = async (n: number): Promise<number> => {
      const places = await this.underWay.takeSome(n);
      admitted += places;
      return places;
    };
    const over = (): boolean => this.stopping || circuit.open || age() >= Math.min(lifeMs, leaseMs);
    const start = (delivery: ClaimedDelivery): Promise<unknown> => {
      started += 1;
      const calls = claim.earlier && new Calls(budget, over);
      const answer = this.one(claim, delivery, compiled, { lifeMs: lifeMs - age(), startBy }, calls);
      // Its book is kept until it is entered there.
      answer
        .then((outcome) => {
          const settled = settle(outcome, this.circumstances(claim, delivery, since));
          // Not with the group: every message until then would be refused too.
          if (settled.slowDownMs > 0) this.keep(budget.slowDown(settled.slowDownMs, settled.reason));
          book.enter(delivery.addressId, settled);
        })
        .catch(this.failed);
      return calls ? Promise.race([calls.first, answer]) : answer;
    };
    try {
      await budget.pace(claim.deliveries, admit, start, over);
    } finally {
      this.underWay.give(admitted - started);
      const rest =
        age() >= lifeMs ? endedBefore('expired', 'expired before hand-over') : endedBefore('pending', null);
      for (const { addressId } of claim.deliveries.slice(started)) book.enter(addressId, rest);
    }
  }

  private circumstances(claim: Claim, delivery: ClaimedDelivery, since: Moment): Circumstances {
    return {
      attempts: delivery.attempts,
      now: new Date(claim.now.getTime() + elapsedMs(since, moment())),
      expiresAt: claim.expiresAt,
      random: Math.random(),
    };
  }

  private async one(
    claim: ClaimInHand,
    delivery: ClaimedDelivery,
    compiled: Compiled,
    left: TimeLeft,
    calls: Calls | null,
  ): Promise<Outcome> {
    const { channel, observer, logger, config } = this.parts;
    const ids = { broadcastId: claim.broadcastId, addressId: delivery.addressId };
    let outcome: Outcome;
    const start = performance.now();
    try {
      const message = this.composer.message(claim, delivery, compiled, left);
      try {
        const revising = revisingOn(compiled.correction, channel.name);
        const earlier = claim.earlier?.get(delivery.addressId) ?? NOTHING_EARLIER;
        outcome =
          calls && channel.revisions && revising
            ? await revise(channel, channel.revisions, revising, earlier, message, claim.now, calls.atSlot)
            : await channel.send(message);
      } catch (error) {
        // An adapter never throws for what a provider does: this is our own fault, after which nobody can say.
        logger.error({ err: error, ...ids }, 'the adapter failed');
        outcome = { kind: 'unknown', reason: 'adapter failed' };
      }
    } catch (error) {
      logger.error({ err: error, ...ids }, 'a delivery could not be composed');
      // A worker without the key must not burn up a whole broadcast.
      outcome = config.DATA_KEY.has(delivery.keyId)
        ? { kind: 'failed', reason: 'could not be composed' }
        : { kind: 'own_fault', reason: KEY_MISSING };
    }
    this.underWay.give(1);
    observer.handedOver(channel.name, outcome.kind, (performance.now() - start) / 1000);
    return outcome;
  }

  /** One group of outcomes into the ledger, with all that follows from them. @throws Error when they had to be given up */
  private async write(claim: Claim, settled: Settled[], last: boolean): Promise<void> {
    const { channel, logger } = this.parts;
    const ids = { broadcastId: claim.broadcastId, claim: claim.id };
    const giveUpAt = performance.now() + KEEP_OUTCOMES_MS;
    let kept = false;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.parts.database.transaction((tx) => this.record(tx, claim, settled, last));
        if (kept) this.keptGroups -= 1;
        break;
      } catch (error) {
        if (!kept) this.keptGroups += 1;
        kept = true;
        if (performance.now() >= Math.min(giveUpAt, this.stopBy ?? giveUpAt)) {
          logger.error(
            { err: error, ...ids, outcomes: settled.length },
            'outcomes are lost: they are unknown',
          );
          this.keptGroups -= 1;
          throw error;
        }
        this.unwritten.say((leftOut) =>
          logger.warn({ err: error, ...ids, attempt, leftOut }, 'outcomes cannot be written yet'),
        );
        await sleep(Math.min(attempt * 250, 2000));
      }
    }
    const fault = settled.find(({ brake }) => brake === 'pull');
    const part = { broadcastId: claim.broadcastId, channel: channel.name };
    // Where it fails, the next refusal or the next dead address pulls it again.
    if (fault) this.keep(this.parts.brake.pull(part, { code: fault.reason ?? 'refused' }));
    else if (settled.some(({ brake }) => brake !== null)) this.keep(this.parts.brake.judge(part));
  }

  private async record(tx: Tx, claim: Claim, settled: Settled[], last: boolean): Promise<void> {
    const { keys, audience, channel, config } = this.parts;
    await writeOutcomes(tx, claim, settled, last);
    const part = { broadcastId: claim.broadcastId, channel: channel.name };
    for (const sign of ['dead', 'fault'] as const) {
      const copies = settled.filter(({ brake }) => brake === sign);
      await noteSigns(
        tx,
        part,
        sign,
        copies.map(({ addressId, reason }) => ({ addressId, reason: reason ?? '' })),
        false,
      );
    }
    const touched = settled.filter(
      ({ suppress, soft, movedTo }) => suppress !== null || soft || movedTo !== null,
    );
    if (touched.length === 0) return;
    await lockAddresses(
      tx,
      touched.map(({ addressId }) => addressId),
    );
    for (const { addressId, movedTo } of touched)
      if (movedTo !== null) await moveAddress(tx, keys, addressId, channel.name, movedTo);
    await suppressAll(
      tx,
      audience,
      touched.flatMap(({ addressId, suppress, soft, reason }) => {
        const why = suppress ?? (soft ? 'soft-failures' : null);
        if (why === null) return [];
        return {
          broadcastId: claim.broadcastId,
          channel: channel.name,
          addressId,
          why,
          detail: reason ?? '',
        };
      }),
      config.SOFT_FAILURES,
    );
  }

  private keep(work: Promise<void>): void {
    const kept = work.catch(this.failed).finally(() => this.open.delete(kept));
    this.open.add(kept);
  }

  private readonly failed = (error: unknown): void =>
    this.failures.say((leftOut) =>
      this.parts.logger.error(
        { err: error, leftOut },
        'work on a batch failed; the reconciler will settle it',
      ),
    );
}

/** Nobody gets a correction who may not have had something before; where that is not found, it is not known. */
const NOTHING_EARLIER: Earlier = { messages: [], unnamed: true };

/** An outcome for a delivery that was never handed over: nothing of it counts. */
function endedBefore(state: 'expired' | 'pending', reason: string | null): Omit<Settled, 'addressId'> {
  return {
    state,
    reason,
    providerId: null,
    nextAttemptAt: null,
    counts: false,
    suppress: null,
    soft: false,
    brake: null,
    slowDownMs: 0,
    movedTo: null,
  };
}
