import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CHANNELS, type ChannelName } from '#channels';
import { Broadcasts, chainOf, familyOf } from '#broadcasts';
import {
  type Config,
  InjectConfig,
  InjectLogger,
  type Logger,
  longTransaction,
  row,
  sqlState,
  type Tx,
} from '#platform';
import { PRIORITY } from '#queue';
import { Feed } from './feed.js';
import { batchSize, rateOf } from './pace.rules.js';
import { Permits } from './permits.js';
import { AUDIENCE, REACHED, type Recipients, REMAINDER, UNSETTLED } from './recipients.js';

/** People looked at in one transaction: many beside what planning its statement costs, few for a pause that waits for its end. */
const CHUNK = 10_000;
/** Those of a wave's first: its first copies are on their way while the others are written. */
const FIRST_CHUNK = 2_000;
/** A chunk's limit, in ms: of an audience that is rare in its region, many rows are read for few that are written. */
const CHUNK_MS = 60_000;
/** Chunks written at once by one worker: each keeps a core of PostgreSQL busy, and those of a table wait to extend it. */
const CHUNKS_AT_ONCE = 2;
/** How often it is looked whether the original of a correction has settled, in ms. */
const LOOK_AGAIN_MS = 100;

type Document = Awaited<ReturnType<Broadcasts['frozen']>>['document'];

/** What is sent, and the broadcasts before it whose copies decide who gets it: those that a correction is about. */
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
}

/** What one statement wrote. */
interface Written {
  last: string | null;
  /** Whether nobody is left. */
  done: boolean;
  written: number;
  pending: number;
  batches: number;
}

/** What one chunk did. */
interface Step {
  channel: ChannelName;
  written: number;
  /** Whether what it wrote may be sent at once. */
  due: boolean;
  /** Whether it was the last. */
  done: boolean;
  /** Whether its first batch need not wait for earlier waves. */
  first: boolean;
  /** Its first batch. */
  batchNo: number;
}

/** Sends one batch, as far as it can be now. */
type SendBatch = (waveId: string, batchNo: number) => Promise<void>;

/** Writes a wave's deliveries into the ledger: everybody the approved audience names, once each. */
@Injectable()
export class FanOut {
  private readonly writing = new Permits(CHUNKS_AT_ONCE);

  constructor(
    private readonly database: DataSource,
    private readonly broadcasts: Broadcasts,
    private readonly feed: Feed,
    @InjectConfig() private readonly config: Config,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * Fans a wave out, chunk by chunk; each chunk, its batches, its counters and how far it came are one transaction, so
   * that it can be broken off anywhere and run again, by anyone. What is due is fed to the queue after each chunk. Does
   * nothing to a wave of another channel, nor to one that no publisher has queued yet, that is paused, has ended or is
   * fanned out: who resumes one has it fanned out again.
   * @param send sends a batch. The first of a wave that is due does not wait behind those of all the others: it is sent
   *   from here, but of a correction only where no earlier wave is to be drained before it
   * @param moved is called after each chunk, and each look whether what a correction waits for has settled
   * @throws Error when told to stop before the end, so that the job goes to another worker
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
    // Read before the transactions: it takes a connection of its own, which may be the last one.
    const { document } = await this.broadcasts.frozen(wave.broadcastId);
    const order = { document, before: await this.before(document) };
    if (order.before.length > 0) await this.untilSettled(waveId, order, stopping, moved);
    const sent: Promise<void>[] = [];
    const faults: unknown[] = [];
    // Caught at once: a rejection that nobody waits for yet, while chunks are being written, ends the process.
    const begin = (batchNo: number): unknown =>
      sent.push(send(waveId, batchNo).catch((error: unknown) => void faults.push(error)));
    try {
      await this.chunks(waveId, order, stopping, begin, moved);
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
        // Somebody is written down already, under a region that overlaps or where they lived before.
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
   * Whom a correction goes to is known when every copy of the original in a worker's hands has settled: within the time
   * that a provider has to answer, or a dead worker's lease. The same holds for its remainder, which a person gets on no
   * channel if the original came on any; the correction itself goes to others, and is not waited for.
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
    const wave = await row<WaveAtWork>(
      tx,
      `SELECT broadcast_id AS "broadcastId", channel, region_code AS "regionCode", state, fan_out_after AS after, batches,
         w.priority <> ${PRIORITY.correction} OR NOT EXISTS (SELECT FROM waves e WHERE e.broadcast_id = w.broadcast_id
           AND e.channel = w.channel AND e.id < w.id AND e.state IN ('planned', 'prepared', 'released')) AS first
       FROM waves w WHERE id = $1 AND ${TO_FAN_OUT} FOR UPDATE`,
      [waveId],
    );
    if (!wave) return null;
    const size = batchSize(rateOf(wave.channel, this.config));
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
    const found = await row<Written>(tx, statements[way], [...common, ...parameters]);
    if (!found) throw new Error('fan-out gave no account of itself');
    const { done } = found;
    await tx.query(
      `UPDATE waves SET fan_out_after = $2, batches = $3, targeted = targeted + $4, pending = pending + $5,
         suppressed = suppressed + $4 - $5, fanned_out_at = CASE WHEN $6 THEN siar_now() END,
         state = CASE WHEN $6 AND state = 'planned' THEN 'prepared' ELSE state END
       WHERE id = $1`,
      [waveId, found.last ?? wave.after, found.batches, found.written, found.pending, done],
    );
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

/** The statements that write them, with what they take besides the wave's own parameters. */
function recipients({ document, before }: Order): { statements: Recipients; parameters: unknown[] } {
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
