import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { type Audience, moveAddress } from '#audience';
import { type Broadcasts, compileDocument } from '#broadcasts';
import type { Channel, ChannelName, Outcome, OutgoingMessage } from '#channels';
import { addressContext, type Config, type Keys, type Logger, row, shortUrl, writeCode } from '#platform';
import type { Brake } from './brake.js';
import type { Budget } from './budget.js';
import type { Feed } from './feed.js';
import { OutcomeBook } from './outcome-book.js';
import {
  type Claim,
  claimChunk,
  type ClaimedDelivery,
  closeBatches,
  type Settled,
  WaveStopped,
  writeOutcomes,
} from './ledger.js';
import { type Circumstances, settle } from './outcome.rules.js';
import { chunkSize, rateOf } from './pace.rules.js';
import { Permits } from './permits.js';

/** Hand-overs under way at once on one channel in one process. */
const MOST_UNDER_WAY: Record<ChannelName, number> = { email: 32, telegram: 64, sms: 64 };
/** Compiled broadcasts kept. */
const MOST_COMPILED = 20;

type DocumentRenderer = ReturnType<typeof compileDocument>;

/** What a sender tells the world, for metrics. */
export interface SendObserver {
  handedOver(channel: ChannelName, outcome: Outcome['kind'], seconds: number): void;
}

/** What a sender is made of. */
interface SenderParts {
  channel: Channel;
  database: DataSource;
  keys: Keys;
  config: Config;
  logger: Logger;
  budget: Budget;
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
  private readonly compiled = new Map<string, DocumentRenderer>();
  private readonly underWay: Permits;
  private readonly claimable: Permits;
  private readonly chunk: number;
  private readonly open = new Set<Promise<void>>();
  private stopping = false;

  constructor(private readonly parts: SenderParts) {
    const { channel, config } = parts;
    this.underWay = new Permits(MOST_UNDER_WAY[channel.name]);
    this.claimable = new Permits(config.CLAIM_WINDOW);
    this.chunk = chunkSize(rateOf(channel.name, config), config.CLAIM_WINDOW);
  }

  /**
   * Works one batch off as far as it can be now. Comes back when everything in it has been handed over; outcomes still
   * on their way are written when they come (at most CLAIM_WINDOW of them, over all lanes).
   */
  async batch(waveId: string, batchNo: number): Promise<void> {
    const { channel, feed } = this.parts;
    const chunks: Promise<void>[] = [];
    const render = await this.renderer(waveId);
    while (render !== null && !this.stopping) {
      await this.claimable.take(this.chunk);
      const claim = await this.claim(waveId, batchNo).catch((error: unknown) => {
        this.claimable.give(this.chunk);
        throw error;
      });
      this.claimable.give(this.chunk - (claim?.deliveries.length ?? 0));
      if (!claim) break;
      if (claim.deliveries.length > 0) chunks.push((await this.handOver(claim, render)).closed);
    }
    this.keep(
      Promise.all(chunks)
        .then(() => this.parts.database.transaction((tx) => closeBatches(tx, waveId, [batchNo])))
        .then(() => feed.top(channel.name))
        .then(() => undefined),
    );
  }

  /** Claims and hands over no more: batches in hand end as soon as what is under way allows. */
  stop(): void {
    this.stopping = true;
  }

  /** Waits until everything that came back from a provider has been written down. Call it when no batch is in hand. */
  async settled(): Promise<void> {
    while (this.open.size > 0) await Promise.all(this.open);
  }

  private async claim(waveId: string, batchNo: number): Promise<Claim | null> {
    const { database, channel, worker, config } = this.parts;
    const at = {
      waveId,
      batchNo,
      channel: channel.name,
      limit: this.chunk,
      worker,
      leaseSeconds: config.LEASE_SECONDS,
    };
    try {
      return await database.transaction((tx) => claimChunk(tx, at));
    } catch (error) {
      if (error instanceof WaveStopped) return null;
      throw error;
    }
  }

  /** Starts each delivery's hand-over at its slot; the book closes when all outcomes are written. */
  private async handOver(claim: Claim, render: DocumentRenderer): Promise<OutcomeBook> {
    const { budget, config } = this.parts;
    const book = new OutcomeBook(claim.deliveries.length, async (settled, last) => {
      await this.write(claim, settled, last);
      this.claimable.give(settled.length);
    });
    // Judged on our own clock, from the claim on: what the lease has left must outlast the slowest hand-over.
    const since = performance.now();
    const leaseMs =
      claim.leasedUntil.getTime() - claim.now.getTime() - config.PROVIDER_TIMEOUT_SECONDS * 1000;
    const lifeMs = claim.expiresAt.getTime() - claim.now.getTime();
    const admit = (n: number): Promise<void> => this.underWay.take(n);
    await budget.pace(claim.deliveries, admit, (delivery) => {
      const age = performance.now() - since;
      if (age < Math.min(lifeMs, leaseMs) && !this.stopping) {
        const answer = this.one(claim, delivery, render, lifeMs - age);
        this.keep(
          answer.then((outcome) =>
            book.enter(delivery.addressId, settle(outcome, this.circumstances(claim, delivery, since))),
          ),
        );
        return answer;
      }
      this.underWay.give(1);
      book.enter(
        delivery.addressId,
        age >= lifeMs ? endedBefore('expired', 'expired before hand-over') : endedBefore('pending', null),
      );
      return null;
    });
    return book;
  }

  private circumstances(claim: Claim, delivery: ClaimedDelivery, since: number): Circumstances {
    return {
      attempts: delivery.attempts,
      now: new Date(claim.now.getTime() + (performance.now() - since)),
      expiresAt: claim.expiresAt,
      random: Math.random(),
    };
  }

  private async one(
    claim: Claim,
    delivery: ClaimedDelivery,
    render: DocumentRenderer,
    lifeMs: number,
  ): Promise<Outcome> {
    const { channel, observer, logger } = this.parts;
    const ids = { broadcastId: claim.broadcastId, addressId: delivery.addressId };
    let outcome: Outcome;
    const start = performance.now();
    try {
      const message = this.compose(claim, delivery, render, lifeMs);
      try {
        outcome = await channel.send(message);
      } catch (error) {
        // An adapter never throws for what a provider does: this is our own fault, after which nobody can say.
        logger.error({ err: error, ...ids }, 'the adapter failed');
        outcome = { kind: 'unknown', reason: 'adapter failed' };
      }
    } catch (error) {
      logger.error({ err: error, ...ids }, 'a delivery could not be composed');
      outcome = { kind: 'failed', reason: 'could not be composed' };
    }
    this.underWay.give(1);
    observer.handedOver(channel.name, outcome.kind, (performance.now() - start) / 1000);
    return outcome;
  }

  private compose(
    claim: Claim,
    delivery: ClaimedDelivery,
    render: DocumentRenderer,
    lifeMs: number,
  ): OutgoingMessage {
    const { keys, config, channel } = this.parts;
    const ref = { broadcastId: claim.broadcastId, addressId: delivery.addressId };
    const unsubscribeUrl = `${config.PUBLIC_URL}/unsubscribe/${keys.deliveryToken('unsubscribe', ref)}`;
    const verifyUrl = `${config.PUBLIC_URL}/verify/${claim.publicCode}`;
    const short = delivery.code === null ? null : `${shortUrl(config)}/${writeCode(BigInt(delivery.code))}`;
    const rendered = render(
      channel.name,
      delivery.language,
    )({
      name: delivery.name,
      regionCode: delivery.regionCode,
      regionName: delivery.regionName,
      verifyLink: short ?? verifyUrl,
      unsubscribeLink: short ?? unsubscribeUrl,
    });
    return {
      to: keys.open(
        { ciphertext: delivery.ciphertext, keyId: delivery.keyId },
        addressContext(delivery.addressId, channel.name),
      ),
      ...rendered,
      token: keys.deliveryToken('receipt', ref),
      messageId: `${claim.broadcastId}.${delivery.addressId}`,
      broadcastId: claim.broadcastId,
      unsubscribeUrl,
      verifyUrl,
      expiresAt: new Date(Date.now() + lifeMs),
    };
  }

  /** One group of outcomes into the ledger, with all that follows from them. */
  private async write(claim: Claim, settled: Settled[], last: boolean): Promise<void> {
    const { database, keys, audience, budget, channel, logger } = this.parts;
    const slowest = Math.max(0, ...settled.map(({ slowDownMs }) => slowDownMs));
    if (slowest > 0) await budget.slowDown(slowest);
    const dead = settled
      .filter(({ suppress }) => suppress === 'dead-address')
      .map(({ addressId }) => addressId);
    const left = settled
      .filter(({ suppress }) => suppress === 'provider-opt-out')
      .map(({ addressId }) => addressId);
    const fault = settled.find(({ brake }) => brake);
    for (let attempt = 1; ; attempt++) {
      try {
        await database.transaction(async (tx) => {
          await writeOutcomes(tx, claim, settled, last);
          for (const { addressId, movedTo } of settled)
            if (movedTo !== null) await moveAddress(tx, keys, addressId, channel.name, movedTo);
          if (dead.length)
            await audience.suppress(tx, channel.name, dead, 'dead-address', 'refused by the provider');
          if (left.length)
            await audience.suppress(tx, channel.name, left, 'provider-opt-out', 'opted out at the provider');
        });
        break;
      } catch (error) {
        // Outcomes live here only until they are written: keep trying as long as the lease makes them ours.
        if (attempt >= 40) throw error;
        logger.warn(
          { err: error, broadcastId: claim.broadcastId, attempt },
          'outcomes could not be written yet',
        );
        await sleep(Math.min(attempt * 250, 2000));
      }
    }
    if (fault) await this.parts.brake.pull(claim.broadcastId, channel.name, fault.reason ?? 'refused');
  }

  /** How the approved document of a released wave is rendered; null when the wave is not released (any more). */
  private async renderer(waveId: string): Promise<DocumentRenderer | null> {
    const wave = await row<{ broadcastId: string }>(
      this.parts.database.manager,
      `SELECT broadcast_id AS "broadcastId" FROM waves WHERE id = $1 AND state = 'released'`,
      [waveId],
    );
    if (!wave) return null;
    const { document, digest } = await this.parts.broadcasts.frozen(wave.broadcastId);
    let render = this.compiled.get(digest);
    if (!render) {
      render = compileDocument(document);
      this.compiled.set(digest, render);
      const [oldest] = this.compiled.keys();
      if (this.compiled.size > MOST_COMPILED && oldest !== undefined) this.compiled.delete(oldest);
    }
    return render;
  }

  private keep(work: Promise<void>): void {
    const kept = work
      .catch((error: unknown) =>
        this.parts.logger.error({ err: error }, 'work on a batch failed; the reconciler will settle it'),
      )
      .finally(() => this.open.delete(kept));
    this.open.add(kept);
  }
}

/** An outcome for a delivery that was never handed over: nothing of it counts. */
function endedBefore(state: 'expired' | 'pending', reason: string | null): Omit<Settled, 'addressId'> {
  return {
    state,
    reason,
    providerId: null,
    nextAttemptAt: null,
    counts: false,
    suppress: null,
    brake: false,
    slowDownMs: 0,
    movedTo: null,
  };
}
