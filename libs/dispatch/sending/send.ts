import { setTimeout as sleep } from 'node:timers/promises';
import type { Audience } from '#audience';
import { moveAddress } from '#audience/addresses';
import type { Broadcasts } from '#broadcasts';
import type { ChannelName, Outcome } from '#channels';
import type { Config } from '#platform/config';
import type { Keys } from '#platform/crypto';
import { Database, type Tx } from '#platform/database';
import { type Logger, LogThrottle } from '#platform/logging';
import { deadlineAfter, elapsedMs, InTurns, type Moment, moment } from '#platform/waiting';
import { beginSpan, type BroadcastSpan } from '#platform/tracing';
import { type Brake, noteSigns } from '../control/brake.js';
import { KEY_MISSING, SIGNS } from '../control/brake.rules.js';
import { type Compiled, Composer, type TimeLeft } from './composer.js';
import { type Earlier, earlierMessages } from '../fan-out/earlier.js';
import { Semaphore } from '../flow-control/semaphore.js';
import type { QueueFeeder } from '../flow-control/queue-feeder.js';
import { OutcomeBuffer } from '../ledger/outcome-buffer.js';
import {
  type Claim,
  claimChunk,
  type ClaimedDelivery,
  closeBatches,
  findBatch,
  type FoundBatch,
  type Settled,
  WaveStopped,
  writeOutcomes,
} from '../ledger/ledger.js';
import { type Circumstances, settle } from '../ledger/outcome.rules.js';
import { SettingsRefusals } from './settings-refusals.js';
import { type Choice, type SendingAccount, SendingAccounts } from './sending-accounts.js';
import { type Fence, Restored } from '../recovery/fence.js';
import { Readiness } from './readiness.js';
import { Calls, revise, revisingOn } from './revise.js';
import type { Paid } from '../flow-control/spending.js';
import { type Warmed, WARMING_UP } from '../flow-control/warm-up.js';
import { suppressAll } from './suppressing.js';

/**
 * How long outcomes that cannot be written are kept and retried, in ms. An outage may last, and a worker may still write
 * its results long after its lease has ended. Their places among the claimed stay taken, which bounds their number.
 */
const KEEP_OUTCOMES_MS = 10 * 60_000;
/** How long a stopping worker waits at most for outcomes to be written, in ms; the rest become unknown. */
const STOP_WITHIN_MS = 20_000;
/** Batches of one route at once. */
const ROUTE_LANES = 4;
/**
 * How long a batch of a route is kept here at most, in ms: a batch that is queued and has no job for much longer counts as
 * lost (recovery/reconcile.ts).
 */
const ROUTE_TURN_MS = 4_000;
/** While all of an account's hand-overs are under way, how often copies that wait ask whether to wait on, in ms. */
const LOOK_MS = 250;

/** Receives a sender's metrics. */
export interface SendObserver {
  /** @param account at which it was handed over */
  handedOver(channel: ChannelName, account: string, outcome: Outcome['kind'], seconds: number): void;
}

/** The span of a chunk, from before its claim until its last outcome is written; null: nothing is traced. */
const spanOf = (
  { broadcastId, waveId, batchNo, deliveries, account }: ClaimInHand,
  startedMsAgo: number,
): BroadcastSpan =>
  beginSpan(
    broadcastId,
    'hand over a chunk',
    {
      wave: waveId,
      batch: batchNo,
      copies: deliveries.length,
      channel: account.channel.name,
      account: account.channel.account,
    },
    startedMsAgo,
  );

/** A claim whose copies are handed over. */
type ClaimInHand = Claim & {
  account: SendingAccount;
  /** The accounts that may carry the broadcast. */
  accounts: SendingAccounts;
  /** The earlier messages of its recipients; null when a correction does not change them. */
  earlier: Map<string, Earlier> | null;
  /** The segments of each copy, by address id; null: each is one message. */
  segments: ReadonlyMap<string, number> | null;
  /** What was taken from the account's ceiling for it; null: nothing. */
  paid: Paid | null;
  /** The carrier of all its recipients, where that was kept apart; '': any. */
  route: string;
  /** What its first copies count for in the account's warm-up, and how many they are; null: nothing. */
  warmed: (Warmed & { allowed: number }) | null;
};

/** A batch of a route, as it was found. */
interface Batch extends FoundBatch {
  waveId: string;
  batchNo: number;
}

/** The dependencies of a sender. */
export interface SenderParts {
  channel: ChannelName;
  /** Its accounts; at least one. */
  accounts: readonly SendingAccount[];
  database: Database;
  keys: Keys;
  config: Config;
  logger: Logger;
  broadcasts: Broadcasts;
  audience: Audience;
  brake: Brake;
  feed: QueueFeeder;
  fence: Fence;
  observer: SendObserver;
  /** Identifies this process in claims. */
  worker: string;
}

/** Sends batches of one channel: claims just before sending, paces by each account's budget, writes outcomes back in groups. */
export class Sender {
  private readonly composer: Composer;
  private readonly accounts: SendingAccounts;
  private readonly settingsRefusals: SettingsRefusals;
  private readonly readiness: Readiness;
  /** Numbers of batches with all outcomes written, by wave, until they are marked. */
  private ended = new Map<string, number[]>();
  private readonly endings = new InTurns(() => this.markEnded());
  /** Lanes of each route. */
  private readonly lines = new Map<string, Semaphore>();
  private readonly open = new Set<Promise<void>>();
  private readonly failures = new LogThrottle();
  private readonly unwritten = new LogThrottle();
  /** Groups of outcomes being retried. */
  private keptGroups = 0;
  /**
   * Set when this sender is to stop: the latest time until which it waits for outcomes to be written; on this process's
   * clock.
   */
  private stopBy: number | null = null;

  constructor(private readonly parts: SenderParts) {
    const { channel, accounts } = parts;
    this.accounts = SendingAccounts.ofChannel(accounts);
    this.composer = new Composer(parts, channel, this.accounts.kinds, this.accounts.ofRoute('').kinds);
    this.settingsRefusals = new SettingsRefusals(parts, channel);
    this.readiness = new Readiness(parts);
  }

  /** Begins to get ready before waves are due. */
  start(): void {
    this.readiness.start();
  }

  /**
   * Claims a batch, chunk by chunk, for whichever accounts take copies, until nothing more can be claimed. The hand-overs go
   * on after it has resolved (see `settled`): at most CLAIM_WINDOW copies for each account, over all batches. A batch of a
   * route is claimed after it has resolved, too: accounts of one carrier may be slow, and hold up nobody else's copies.
   * @param from the caller: a queue job, which is valid only for a batch of this channel that a publisher has queued, or
   *   the fan-out
   * @throws Error when the database is away: what was handed over is written once it is back, the rest waits
   */
  async batch(waveId: string, batchNo: number, from: 'queue' | 'fan-out'): Promise<void> {
    const { database, channel } = this.parts;
    const found = await findBatch(database, { waveId, batchNo, channel });
    if (!found || (from === 'queue' && !found.queued)) return;
    const batch = { waveId, batchNo, ...found };
    if (batch.route === '') await this.claimAll(batch, () => this.stopping);
    else this.keep(this.inLine(batch));
  }

  /** Claims a batch of a route in its turn. What is left when its time is over waits in the queue again, behind others. */
  private async inLine(batch: Batch): Promise<void> {
    const line = this.lines.get(batch.route) ?? new Semaphore(ROUTE_LANES);
    this.lines.set(batch.route, line);
    const until = performance.now() + ROUTE_TURN_MS;
    if ((await line.takeSome(1, ROUTE_TURN_MS)) === 0) return this.end(batch.waveId, batch.batchNo);
    try {
      await this.claimAll(batch, () => this.stopping || performance.now() > until);
    } finally {
      line.give(1);
    }
  }

  /** @param over whether to leave the rest of the batch */
  private async claimAll(batch: Batch, over: () => boolean): Promise<void> {
    const { channel, feed } = this.parts;
    const { waveId, batchNo } = batch;
    const at = { waveId, batchNo, channel };
    const written: Promise<void>[] = [];
    let refused: Compiled | null = null;
    try {
      const compiled = batch.released ? await this.composer.of(batch.broadcastId) : null;
      if (compiled && compiled.differences.length > 0) refused = compiled;
      else while (compiled !== null && (await this.chunkOf(batch, compiled, written, over)));
    } finally {
      if (!refused) this.keep(Promise.all(written).then(() => this.end(waveId, batchNo)));
    }
    if (!refused) return;
    await this.settingsRefusals.refuse(at, refused, () => this.stopping);
    await feed.top(channel);
  }

  /** Stops claiming and handing over: current batches end as soon as their calls allow. */
  stop(): void {
    this.stopBy = performance.now() + STOP_WITHIN_MS;
    this.keep(this.readiness.stop());
  }

  /** Waits until everything claimed is handed over and its outcomes are written. Call it when no batch is being claimed. */
  async settled(): Promise<void> {
    while (this.open.size > 0) await Promise.all(this.open);
  }

  /** Whether there are outcomes that could not be written yet and exist only in this process. */
  get keepsOutcomes(): boolean {
    return this.keptGroups > 0;
  }

  private get stopping(): boolean {
    return this.stopBy !== null;
  }

  /**
   * Claims one chunk, and begins to hand it over.
   * @param written receives a promise that settles when its outcomes are written
   * @returns whether the batch may hold more to claim
   */
  private async chunkOf(
    batch: Batch,
    compiled: Compiled,
    written: Promise<void>[],
    over: () => boolean,
  ): Promise<boolean> {
    await this.parts.fence.ready(over);
    const accounts = this.accounts.ofKinds(compiled.kinds).ofRoute(batch.route);
    const choice = await accounts.next(over);
    if (!choice) return false;
    const { account } = choice;
    let used = 0;
    try {
      if (over()) return false;
      // Lease and life are both measured on this process's clock, starting before the claim.
      const since = moment();
      const claim = await this.claim(batch, compiled, accounts, choice);
      if (!claim) return await accounts.lost(choice);
      account.circuit.granted();
      used = claim.deliveries.length;
      if (used > 0) {
        const outcomes = this.outcomesOf(claim, spanOf(claim, elapsedMs(since, moment())));
        written.push(outcomes.closed);
        this.keep(this.handOver(claim, since, compiled, outcomes));
      }
      return claim.full && !over();
    } finally {
      accounts.giveBack(choice, used);
    }
  }

  /** Runs when all outcomes are written: marks the batch done or waiting, and refills the queue. */
  private async end(waveId: string, batchNo: number): Promise<void> {
    const { feed, channel } = this.parts;
    this.ended.set(waveId, [...(this.ended.get(waveId) ?? []), batchNo]);
    await this.endings.run();
    await feed.top(channel);
  }

  /** Marks together what has ended since the last time: where many batches end at once, claims matter more. */
  private async markEnded(): Promise<void> {
    const { ended } = this;
    this.ended = new Map();
    // In one order everywhere, so that no two workers wait for each other.
    const inOrder = [...ended].sort(([one], [other]) => Number(one) - Number(other));
    await this.parts.database.transaction(async (tx) => {
      for (const [waveId, numbers] of inOrder) await closeBatches(tx, waveId, numbers);
    });
  }

  private async claim(
    { waveId, batchNo, route }: Batch,
    { correction }: Compiled,
    accounts: SendingAccounts,
    { account, limit }: Choice,
  ): Promise<ClaimInHand | null> {
    const { database, channel, worker, config, fence } = this.parts;
    const at = {
      waveId,
      batchNo,
      channel,
      account: account.channel.account,
      limit,
      toThoseWhoLeft: correction?.toThoseWhoLeft ?? false,
      worker,
      leaseSeconds: config.LEASE_SECONDS,
    };
    const inHand = { account, accounts, earlier: null, segments: null, paid: null, warmed: null, route };
    const revises = account.channel.revisions && revisingOn(correction, channel);
    let made: Claim | null = null;
    try {
      return await database.transaction(async (tx) => {
        await fence.pass(tx);
        const claim = (made = await claimChunk(tx, at));
        if (!claim || !revises) return claim && { ...claim, ...inHand };
        const ids = claim.deliveries.map(({ addressId }) => addressId);
        return { ...claim, ...inHand, earlier: await earlierMessages(tx, claim.broadcastId, ids) };
      });
    } catch (error) {
      if (error instanceof WaveStopped) return null;
      if (error instanceof Restored) {
        await fence.raise(error);
        return null;
      }
      // The commit may have succeeded nevertheless. Nothing of it was handed over, which only this process can record.
      if (made !== null) this.keep(this.giveBack(made));
      throw error;
    }
  }

  /** Gives back a claim of which nothing was started; no effect if the claim was not committed. */
  private async giveBack(claim: Claim): Promise<void> {
    const unsent = claim.deliveries.map(({ addressId }) => ({ addressId, ...endedBefore('pending', null) }));
    await this.write(claim, unsent, true);
  }

  /**
   * Starts each delivery's hand-over at its slot. Gives back what cannot be started any more (this worker stops, the
   * provider is away, the lease or the life ends, the database is away).
   * @param outcomes receives each delivery's outcome
   */
  private async handOver(
    claim: ClaimInHand,
    since: Moment,
    compiled: Compiled,
    outcomes: OutcomeBuffer,
  ): Promise<void> {
    const { config } = this.parts;
    const { budget, circuit, underWay, waiting } = claim.account;
    const age = (): number => elapsedMs(since, moment());
    // The remaining lease must outlast the slowest hand-over.
    const leaseMs =
      claim.leasedUntil.getTime() - claim.now.getTime() - config.PROVIDER_TIMEOUT_SECONDS * 1000;
    const lifeMs = claim.expiresAt.getTime() - claim.now.getTime();
    const startBy = deadlineAfter(since, Math.min(lifeMs, leaseMs));
    let admitted = 0;
    let started = 0;
    const admit = async (n: number): Promise<number> => {
      const more = await underWay.takeSome(n, LOOK_MS);
      admitted += more;
      return more;
    };
    const over = (): boolean =>
      this.stopping ||
      circuit.open ||
      claim.accounts.betterElsewhere(claim.account) ||
      age() >= Math.min(lifeMs, leaseMs);
    const start = (delivery: ClaimedDelivery): Promise<unknown> => {
      started += 1;
      const calls = claim.earlier && new Calls(budget, over);
      const answer = this.one(claim, delivery, compiled, { lifeMs: lifeMs - age(), startBy }, calls);
      // The promise of its book is kept until this outcome is entered there.
      answer
        .then((outcome) => {
          claim.account.refusesUs = outcome.kind === 'own_fault';
          const settled = settle(outcome, this.circumstances(claim, delivery, since));
          // At once, not with the group: the provider would refuse every message until then.
          if (settled.slowDownMs > 0) this.keep(budget.slowDown(settled.slowDownMs, settled.reason));
          outcomes.add(delivery.addressId, settled);
        })
        .catch(this.failed);
      return calls ? Promise.race([calls.first, answer]) : answer;
    };
    // Beside what is paid, and before the first hand-over.
    const marked = this.parts.fence.mark(claim);
    let later: Date | null = null;
    try {
      claim.segments = this.segmentsOf(claim, compiled);
      const slotsOf = claim.account.inSegments ? unitsOf(claim) : undefined;
      const allowed = await this.allowed(claim, compiled);
      if (allowed.length < claim.deliveries.length) later = claim.accounts.waitUntil(claim.now);
      if (allowed.length > 0 && (await this.pay(claim, allowed)) && (await marked))
        await budget.pace(allowed, admit, start, over, 'broadcasts', slotsOf);
    } finally {
      waiting.give(1);
      underWay.give(admitted - started);
      const rest =
        age() >= lifeMs
          ? endedBefore('expired', 'expired before hand-over')
          : { ...endedBefore('pending', later && WARMING_UP), nextAttemptAt: later };
      for (const { addressId } of claim.deliveries.slice(started)) outcomes.add(addressId, rest);
    }
    if (started === claim.deliveries.length) return;
    // At once: what is under way may take long to end, and another account or worker can take the rest now.
    await outcomes.flush();
    await this.end(claim.waveId, claim.batchNo);
  }

  /** Writes the outcomes of a claim in groups; each then frees its place among the account's claimed copies. */
  private outcomesOf(claim: ClaimInHand, span: BroadcastSpan): OutcomeBuffer {
    let left = claim.deliveries.length;
    return new OutcomeBuffer(left, async (settled, last) => {
      try {
        await this.write(claim, settled, last);
      } finally {
        claim.account.claimable.give(settled.length);
        left -= settled.length;
        if (left === 0) span?.end();
      }
    });
  }

  /** How many segments each text of a claim has; null where the account counts messages. */
  private segmentsOf(claim: ClaimInHand, compiled: Compiled): Map<string, number> | null {
    const { channel, inSegments, spending } = claim.account;
    if (!channel.segmentsOf || !(inSegments || spending.counts)) return null;
    return new Map(
      claim.deliveries.map((delivery) => [
        delivery.addressId,
        channel.segmentsOf?.(this.composer.text(claim, delivery, compiled)) ?? 1,
      ]),
    );
  }

  /** Returns the copies of a claim that the account's warm-up allows today. A correction waits for no ceiling. */
  private async allowed(claim: ClaimInHand, { correction }: Compiled): Promise<ClaimedDelivery[]> {
    const { account, route, deliveries } = claim;
    const taken = correction ? null : await account.warmUp.take(route, deliveries.length, claim.now);
    if (!taken) return deliveries;
    claim.warmed = taken;
    return deliveries.slice(0, taken.allowed);
  }

  /** Takes what copies of a claim cost from the account's ceiling. @returns whether they may be handed over */
  private async pay(claim: ClaimInHand, copies: readonly ClaimedDelivery[]): Promise<boolean> {
    const { spending } = claim.account;
    if (!spending.counts) return true;
    claim.paid = await spending.take(copies.map(unitsOf(claim)).reduce((sum, units) => sum + units, 0));
    return claim.paid !== null;
  }

  private circumstances(claim: ClaimInHand, delivery: ClaimedDelivery, since: Moment): Circumstances {
    return {
      attempts: delivery.attempts,
      now: new Date(claim.now.getTime() + elapsedMs(since, moment())),
      expiresAt: claim.expiresAt,
      random: Math.random(),
      elsewhere: claim.accounts.elsewhere(claim.account),
      refusesAll: claim.account.circuit.refusesAll,
    };
  }

  private async one(
    claim: ClaimInHand,
    delivery: ClaimedDelivery,
    compiled: Compiled,
    left: TimeLeft,
    calls: Calls | null,
  ): Promise<Outcome> {
    const { observer, logger, config } = this.parts;
    const { channel } = claim.account;
    const ids = { broadcastId: claim.broadcastId, addressId: delivery.addressId };
    let outcome: Outcome;
    const start = performance.now();
    claim.account.begins();
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
        // An adapter never throws for a provider's answer: this is our own fault, and the outcome is unknown.
        logger.error({ err: error, ...ids }, 'the adapter failed');
        outcome = { kind: 'unknown', reason: 'adapter failed' };
      }
    } catch (error) {
      logger.error({ err: error, ...ids }, 'a delivery could not be composed');
      // A worker without the key must not fail a whole broadcast.
      outcome = config.DATA_KEY.has(delivery.keyId)
        ? { kind: 'failed', reason: 'could not be composed' }
        : { kind: 'own_fault', reason: KEY_MISSING };
    }
    claim.account.answered();
    observer.handedOver(channel.name, channel.account, outcome.kind, (performance.now() - start) / 1000);
    return outcome;
  }

  /** Writes one group of outcomes to the ledger, with all their effects. @throws Error when they had to be given up */
  private async write(claim: Claim | ClaimInHand, settled: Settled[], last: boolean): Promise<void> {
    const { channel, keys, logger } = this.parts;
    const ids = { broadcastId: claim.broadcastId, claim: claim.id };
    const giveUpAt = performance.now() + KEEP_OUTCOMES_MS;
    let kept = false;
    for (let attempt = 1; ; attempt++) {
      try {
        // Apart: a moved address has another key, which late outcomes hold while they wait for the wave's counters.
        for (const { addressId, movedTo } of settled) {
          if (movedTo !== null)
            await this.parts.database.transaction((tx) => moveAddress(tx, keys, addressId, channel, movedTo));
        }
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
    const part = { broadcastId: claim.broadcastId, channel };
    // If it fails, the next refusal or dead address pulls the brake again.
    if (fault) this.keep(this.parts.brake.pull(part, { code: fault.reason ?? 'refused' }));
    else if (settled.some(({ brake }) => brake !== null)) this.keep(this.parts.brake.judge(part));
  }

  private async record(tx: Tx, claim: Claim | ClaimInHand, settled: Settled[], last: boolean): Promise<void> {
    const { audience, channel, config } = this.parts;
    await writeOutcomes(tx, claim, settled, last);
    await refund(tx, claim, settled);
    const part = { broadcastId: claim.broadcastId, channel };
    for (const sign of SIGNS) {
      const copies = settled.filter(({ brake }) => brake === sign);
      await noteSigns(
        tx,
        part,
        sign,
        copies.map(({ addressId, reason }) => ({ addressId, reason: reason ?? '' })),
        false,
      );
    }
    await suppressAll(
      tx,
      audience,
      settled.flatMap(({ addressId, suppress, soft, reason }) => {
        const why = suppress ?? (soft ? 'soft-failures' : null);
        if (why === null) return [];
        return {
          broadcastId: claim.broadcastId,
          channel,
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

/** The units of a copy that an account is billed for: segments, or one message. */
const unitsOf =
  ({ segments }: Pick<ClaimInHand, 'segments'>) =>
  ({ addressId }: { addressId: string }): number =>
    segments?.get(addressId) ?? 1;

/** Gives back what was taken for copies that certainly did not leave. */
async function refund(tx: Tx, claim: Claim | ClaimInHand, settled: readonly Settled[]): Promise<void> {
  if (!('paid' in claim) || !(claim.paid || claim.warmed)) return;
  const { account, deliveries, paid, warmed } = claim;
  const beyond = new Set(warmed ? deliveries.slice(warmed.allowed).map(({ addressId }) => addressId) : []);
  const unsent = settled.filter(
    ({ state, addressId }) => state !== 'accepted' && state !== 'unknown' && !beyond.has(addressId),
  );
  if (unsent.length === 0) return;
  const units = unsent.map(unitsOf(claim)).reduce((sum, one) => sum + one, 0);
  if (paid) await account.spending.giveBack(tx, paid, units);
  if (warmed) await account.warmUp.giveBack(tx, warmed, unsent.length);
}

/** Only people who may have had an earlier message get a correction: if none is found, one of unknown id is assumed. */
const NOTHING_EARLIER: Earlier = { messages: [], unnamed: true };

/** An outcome for a delivery that was never handed over; it counts as no attempt. */
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
