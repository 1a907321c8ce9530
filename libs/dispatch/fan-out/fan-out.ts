import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { CHANNELS, type ChannelName } from '#channels';
import { channelRate, routesOf } from '#channels/accounts';
import { Broadcasts } from '#broadcasts';
import { chainOf, familyOf } from '#broadcasts/corrections';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import { Database, longTransaction, row, sqlState, type Tx } from '#platform/database';
import type { Logger } from '#platform/logging';
import { transition } from '#platform/states';
import { inSpan } from '#platform/tracing';
import { PRIORITY } from '#queue';
import { QueueFeeder } from '../flow-control/queue-feeder.js';
import { batchSize } from '../flow-control/pace.rules.js';
import { Semaphore } from '../flow-control/semaphore.js';
import { WAVES } from '../waves/wave.states.js';
import { doubtPending } from '../recovery/doubt.js';
import { AUDIENCE, type Audience, REACHED, type Recipients, REMAINDER, UNSETTLED } from './recipients.js';

/**
 * People examined in one transaction: enough to outweigh planning its statement, few enough for a pause that waits for its
 * end.
 */
const CHUNK = 10_000;
/** The same for a wave's first chunk. A small one lets the first copies go out while the rest is written. */
const FIRST_CHUNK = 2_000;
/** The time limit of a chunk, in ms. An audience that is rare in its region reads many rows and writes few. */
const CHUNK_MS = 60_000;
/**
 * Chunks one worker writes at once. Each occupies a PostgreSQL core, and chunks of one table wait for each other to extend
 * it.
 */
const CHUNKS_AT_ONCE = 2;
/** How often a correction checks whether its original has settled, in ms. */
const LOOK_AGAIN_MS = 100;

type Document = Awaited<ReturnType<Broadcasts['frozen']>>['document'];

/**
 * The document to send, and the earlier broadcasts whose copies determine the recipients: those that a correction is about.
 */
interface Order {
  document: Document;
  before: string[];
}

interface WaveAtWork {
  broadcastId: string;
  channel: ChannelName;
  regionCode: string;
  state: string;
  after: string;
  batches: number;
  first: boolean;
  mayBeOut: boolean;
}

/** The result of one statement. */
interface Written {
  last: string | null;
  /** Whether no recipients are left. */
  done: boolean;
  written: number;
  pending: number;
  batches: number;
  /** Its batches' routes, but for that of everybody else. */
  routes: string[];
}

/** The result of one chunk. */
interface Step {
  channel: ChannelName;
  written: number;
  /** Whether its deliveries may be sent at once. */
  due: boolean;
  /** Whether it was the last chunk. */
  done: boolean;
  /** Whether its first batch need not wait for earlier waves. */
  first: boolean;
  /** The number of its first batch. */
  batchNo: number;
}

/** Sends what can be sent now of one batch. */
type SendBatch = (waveId: string, batchNo: number) => Promise<void>;

/** Writes a wave's deliveries into the ledger: everybody in the approved audience, once each. */
@Injectable()
export class FanOut {
  private readonly writing = new Semaphore(CHUNKS_AT_ONCE);

  constructor(
    private readonly database: Database,
    private readonly broadcasts: Broadcasts,
    private readonly feed: QueueFeeder,
    @InjectConfig() private readonly config: Config,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * Fans a wave out, chunk by chunk. Each chunk, its batches, its counters and the position reached are one transaction, so
   * the job can be interrupted anywhere and run again by any worker. Feeds what is due to the queue after each chunk.
   * Ignores a wave of another channel, and one that no publisher has queued yet, that is paused, ended or fully fanned out:
   * a resume queues the fan-out again.
   * @param send sends a batch. The first batch of a due wave does not queue behind the batches of other waves: it is sent
   *   from here, for a correction only when no earlier wave must be drained first
   * @param moved called after each chunk, and each time a correction checks whether its original has settled
   * @throws Error when told to stop before the end, so that another worker takes the job
   */
  async run(
    waveId: string,
    channel: ChannelName,
    stopping: AbortSignal,
    send: SendBatch,
    moved: () => void = () => undefined,
  ): Promise<void> {
    const wave = await row<{ broadcastId: string }>(
      this.database.manager,
      `SELECT broadcast_id AS "broadcastId" FROM waves w
       WHERE id = $1 AND channel = $2 AND fan_out_enqueued_at IS NOT NULL AND ${TO_FAN_OUT}`,
      [waveId, channel],
    );
    if (!wave) return;
    // Read before the transactions: this takes a connection of its own, which may be the last one.
    const { document } = await this.broadcasts.frozen(wave.broadcastId);
    const order = { document, before: await this.before(document) };
    if (order.before.length > 0) await this.untilSettled(waveId, order, stopping, moved);
    const sent: Promise<void>[] = [];
    const faults: unknown[] = [];
    // Caught at once: while chunks are being written nobody awaits this promise yet, and an unhandled rejection ends the
    // process.
    const begin = (batchNo: number): unknown =>
      sent.push(send(waveId, batchNo).catch((error: unknown) => void faults.push(error)));
    try {
      await inSpan(wave.broadcastId, 'fan out a wave', { wave: waveId, channel }, () =>
        this.chunks(waveId, order, stopping, begin, moved),
      );
    } finally {
      await Promise.all(sent);
    }
    if (faults.length > 0) throw faults[0];
  }

  private async chunks(
    waveId: string,
    order: Order,
    stopping: AbortSignal,
    begin: (batchNo: number) => void,
    moved: () => void,
  ): Promise<void> {
    let written = 0;
    let way: keyof Recipients = 'plain';
    for (;;) {
      if (stopping.aborted) throw new Error('this worker stops: another one goes on with the fan-out');
      let step: Step | null;
      await this.writing.take(1);
      try {
        step = await longTransaction(this.database, CHUNK_MS, (tx) => this.chunk(tx, waveId, order, way));
      } catch (error) {
        // Somebody already has a delivery, under an overlapping region or a former one.
        if (way === 'careful' || sqlState(error) !== '23505') throw error;
        way = 'careful';
        continue;
      } finally {
        this.writing.give(1);
      }
      moved();
      if (step === null) return;
      if (step.due && step.written > 0) {
        if (written === 0 && step.first) begin(step.batchNo);
        await this.feed.top(step.channel);
      }
      written += step.written;
      if (!step.done) continue;
      this.logger.info({ waveId, written }, 'wave fanned out');
      return;
    }
  }

  private async before({ kind, broadcastId, remainderOfId }: Document): Promise<string[]> {
    const { manager } = this.database;
    if (remainderOfId !== null) return familyOf(manager, remainderOfId);
    return kind === 'correction' ? chainOf(manager, broadcastId) : [];
  }

  /**
   * Waits until the recipients of a correction are final: every claimed copy of the original must have settled, at the
   * latest after the provider's response time or a dead worker's lease. For a correction's remainder this covers all
   * channels, because a person who got the original on any channel gets no remainder. The correction itself has other
   * recipients and is not waited for.
   */
  private async untilSettled(
    waveId: string,
    { document, before }: Order,
    stopping: AbortSignal,
    moved: () => void,
  ): Promise<void> {
    const { remainderOfId } = document;
    const awaited = before.filter((id) => id !== remainderOfId);
    while (!stopping.aborted) {
      const unsettled = await row(this.database.manager, UNSETTLED, [
        waveId,
        awaited,
        remainderOfId !== null,
      ]);
      moved();
      if (!unsettled) return;
      await sleep(LOOK_AGAIN_MS);
    }
  }

  private async chunk(tx: Tx, waveId: string, order: Order, way: keyof Recipients): Promise<Step | null> {
    // Another worker with this wave holds its row for as long as a chunk may take, longer than the usual limit on locks.
    await tx.query(`SET LOCAL lock_timeout = ${CHUNK_MS}`);
    const wave = await row<WaveAtWork>(
      tx,
      `SELECT broadcast_id AS "broadcastId", channel, region_code AS "regionCode", state, fan_out_after AS after, batches, may_be_out AS "mayBeOut",
         w.priority <> ${PRIORITY.correction} OR NOT EXISTS (SELECT FROM waves e WHERE e.broadcast_id = w.broadcast_id
           AND e.channel = w.channel AND e.id < w.id AND e.state IN ('planned', 'prepared', 'released')) AS first
       FROM waves w WHERE id = $1 AND ${TO_FAN_OUT} FOR UPDATE`,
      [waveId],
    );
    if (!wave) return null;
    const size = batchSize(channelRate(wave.channel, this.config));
    const most = wave.after === '0' ? FIRST_CHUNK : CHUNK;
    const common = [
      waveId,
      wave.broadcastId,
      wave.channel,
      wave.regionCode,
      wave.after,
      most,
      wave.batches,
      size,
    ];
    const { statements, parameters } = recipients(order);
    const routes = routesOf(wave.channel, this.config);
    const [cut, given] = routes.length === 0 ? (['whole', []] as const) : (['byRoute', [routes]] as const);
    const found = await row<Written>(tx, statements[cut][way], [...common, ...parameters, ...given]);
    if (!found) throw new Error('fan-out gave no account of itself');
    const { done } = found;
    await tx.query(done && wave.state === 'planned' ? PREPARED : COUNTED, [
      waveId,
      found.last ?? wave.after,
      found.batches,
      found.written,
      found.pending,
      done,
      found.routes,
    ]);
    if (wave.mayBeOut) await doubtPending(tx, waveId, null, found.batches);
    return {
      channel: wave.channel,
      written: found.written,
      due: wave.state === 'released',
      done,
      first: wave.first,
      batchNo: wave.batches,
    };
  }
}

// $1 wave $2 last address $3 batches $4 written $5 of these pending $6 whether the list is complete $7 routes.
const COUNTS = `fan_out_after = $2, batches = $3, targeted = targeted + $4, pending = pending + $5,
  suppressed = suppressed + $4 - $5, routes = routes || ARRAY(SELECT r FROM unnest($7::text[]) AS r WHERE r <> ALL (routes)), fanned_out_at = CASE WHEN $6 THEN siar_now() END`;
const COUNTED = `UPDATE waves SET ${COUNTS} WHERE id = $1`;
const PREPARED = transition(WAVES, 'prepared', { set: COUNTS, where: 'w.id = $1' });

/** The statements that write the recipients, with their parameters besides the wave's own. */
function recipients({ document, before }: Order): { statements: Audience; parameters: unknown[] } {
  const { correction, remainderOfId, reach, channels } = document;
  if (correction) return { statements: REACHED, parameters: [before, correction.toThoseWhoLeft] };
  const { languages, topics } = document.audience;
  const audience = [
    languages.length > 0 ? languages : null,
    topics.length > 0 ? topics : null,
    reach === 'every',
    CHANNELS.filter((name) => channels.includes(name)),
  ];
  if (remainderOfId === null) return { statements: AUDIENCE, parameters: audience };
  return { statements: REMAINDER, parameters: [...audience, before, remainderOfId] };
}

const TO_FAN_OUT = `w.state IN ('planned', 'prepared', 'released') AND w.fanned_out_at IS NULL AND w.expires_at > siar_now()`;
