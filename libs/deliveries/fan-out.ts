import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CHANNELS, type ChannelName } from '#channels';
import { Broadcasts } from '#broadcasts';
import { type Config, InjectConfig, InjectLogger, type Logger, row, type Tx } from '#platform';
import { PRIORITY } from '#queue';
import { Feed } from './feed.js';
import { batchSize, rateOf } from './pace.rules.js';

/** People looked at in one transaction. */
const CHUNK = 5_000;
/** How often it is looked whether the original of a correction has settled, in ms. */
const LOOK_AGAIN_MS = 100;

type Document = Awaited<ReturnType<Broadcasts['frozen']>>['document'];

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
  people: number;
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
   * nothing to a wave that is paused, has ended or is fanned out: who resumes one has it fanned out again.
   * @param send sends a batch. The first of a wave that is due does not wait behind the fan-outs of all the others: it is
   *   sent from here, but of a correction only where no earlier wave is to be drained before it
   * @throws Error when told to stop before the end, so that the job goes to another worker
   */
  async run(waveId: string, stopping: AbortSignal, send: SendBatch): Promise<void> {
    const wave = await row<{ broadcastId: string }>(
      this.database.manager,
      `SELECT broadcast_id AS "broadcastId" FROM waves w WHERE id = $1 AND ${TO_FAN_OUT}`,
      [waveId],
    );
    if (!wave) return;
    // Read before the transactions: it takes a connection of its own, which may be the last one.
    const { document } = await this.broadcasts.frozen(wave.broadcastId);
    if (document.kind === 'correction') await this.untilSettled(waveId, stopping);
    const sent: Promise<void>[] = [];
    try {
      await this.chunks(waveId, document, stopping, (batchNo) => sent.push(send(waveId, batchNo)));
    } finally {
      await Promise.all(sent);
    }
  }

  private async chunks(
    waveId: string,
    document: Document,
    stopping: AbortSignal,
    begin: (batchNo: number) => void,
  ): Promise<void> {
    let written = 0;
    for (;;) {
      if (stopping.aborted) throw new Error('this worker stops: another one goes on with the fan-out');
      const step = await this.database.transaction((tx) => this.chunk(tx, waveId, document));
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

  /**
   * Whom a correction goes to is known when every copy of the original in a worker's hands has settled: within the time
   * that a provider has to answer, or a dead worker's lease.
   */
  private async untilSettled(waveId: string, stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      const unsettled = await row(this.database.manager, UNSETTLED, [waveId]);
      if (!unsettled) return;
      await sleep(LOOK_AGAIN_MS);
    }
  }

  private async chunk(tx: Tx, waveId: string, document: Document): Promise<Step | null> {
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
    const common = [
      waveId,
      wave.broadcastId,
      wave.channel,
      wave.regionCode,
      wave.after,
      CHUNK,
      wave.batches,
      size,
    ];
    const { languages, topics } = document.audience;
    const audience = [
      languages?.length ? languages : null,
      topics?.length ? topics : null,
      document.reach === 'every',
      CHANNELS.filter((name) => document.channels.includes(name)),
    ];
    const corrects = document.kind === 'correction';
    const found = await row<Written>(
      tx,
      corrects ? CORRECT : FAN_OUT,
      corrects ? common : [...common, ...audience],
    );
    if (!found) throw new Error('fan-out gave no account of itself');
    const done = found.people < CHUNK;
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

const UNSETTLED = `
WITH RECURSIVE wave AS (
  SELECT w.broadcast_id, w.channel, w.region_code, b.original_id FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id WHERE w.id = $1
), chain AS (
  SELECT original_id AS id FROM wave
  UNION ALL
  SELECT b.original_id FROM broadcasts b JOIN chain c ON c.id = b.id WHERE b.original_id IS NOT NULL
)
SELECT FROM waves w, wave WHERE w.broadcast_id IN (SELECT id FROM chain) AND w.channel = wave.channel
  AND w.region_code = wave.region_code AND w.claimed > 0 LIMIT 1`;

const TO_FAN_OUT = `w.state IN ('planned', 'prepared', 'released') AND w.fanned_out_at IS NULL AND w.expires_at > siar_now()`;

// $1 wave $2 broadcast $3 channel $4 region $5 after contact $6 people at most $7 first batch number $8 batch size
// $9 languages $10 topics $11 every channel $12 the broadcast's channels.
// Those whose address is dead or suppressed are written too, as suppressed, so that the account is whole. With reach
// "preferred" a person gets one copy: on the preferred channel where that works, else on the first that does; who is
// written down on another channel already, when an address died between two fan-outs, stays there.
const AUDIENCE = `
people AS MATERIALIZED (
  SELECT c.id, c.preferred_channel FROM contacts c
  WHERE c.province_code = left($4, 2) AND (length($4) = 2 OR c.region_code = $4) AND c.id > $5
    AND ($9::text[] IS NULL OR c.language = ANY ($9)) AND ($10::text[] IS NULL OR c.topics && $10)
  ORDER BY c.id LIMIT $6
), source AS (
  SELECT p.id AS contact_id, a.id AS address_id, (a.state <> 'active' OR s.hash IS NOT NULL) AS suppressed
  FROM people p
  JOIN addresses a ON a.contact_id = p.id AND a.channel = $3 AND a.state IN ('active', 'invalid')
  LEFT JOIN suppressions s ON s.channel = a.channel AND s.hash = a.hash
  WHERE EXISTS (SELECT FROM consents k WHERE k.address_id = a.id AND k.withdrawn_at IS NULL)
    AND ($11 OR $3 = (
      SELECT other.channel FROM addresses other
      LEFT JOIN suppressions os ON os.channel = other.channel AND os.hash = other.hash
      WHERE other.contact_id = p.id AND other.channel = ANY ($12::text[]) AND other.state IN ('active', 'invalid')
        AND EXISTS (SELECT FROM consents ok WHERE ok.address_id = other.id AND ok.withdrawn_at IS NULL)
      ORDER BY (other.state = 'active' AND os.hash IS NULL) DESC, (other.channel = p.preferred_channel) DESC,
        array_position($12::text[], other.channel)
      LIMIT 1)
      AND NOT EXISTS (SELECT FROM addresses elsewhere JOIN deliveries d ON d.broadcast_id = $2 AND d.address_id = elsewhere.id
        WHERE elsewhere.contact_id = p.id AND elsewhere.id <> a.id))
)`;

// Whom a correction goes to, in the same parameters: those whom the original, and what corrected it before, reached on
// this channel under this region, or may have reached. Those who left since are written down as suppressed. $5 is an
// address here; $9 and on are not used.
const REACHED = `
chain AS (
  SELECT original_id AS id FROM broadcasts WHERE id = $2
  UNION ALL
  SELECT b.original_id FROM broadcasts b JOIN chain c ON c.id = b.id WHERE b.original_id IS NOT NULL
), people AS MATERIALIZED (
  SELECT d.address_id AS id, min(d.contact_id) AS contact_id
  FROM waves w JOIN deliveries d ON d.broadcast_id = w.broadcast_id AND d.wave_id = w.id
  WHERE w.broadcast_id IN (SELECT id FROM chain) AND w.channel = $3 AND w.region_code = $4 AND d.address_id > $5
    AND d.state IN ('accepted', 'delivered', 'unknown')
  GROUP BY d.address_id ORDER BY d.address_id LIMIT $6
), source AS (
  SELECT p.contact_id, p.id AS address_id, NOT coalesce(a.state = 'active' AND s.hash IS NULL
    AND EXISTS (SELECT FROM consents k WHERE k.address_id = a.id AND k.withdrawn_at IS NULL), false) AS suppressed
  FROM people p LEFT JOIN addresses a ON a.id = p.id
  LEFT JOIN suppressions s ON s.channel = a.channel AND s.hash = a.hash
)`;

const WRITE = `
, numbered AS (
  SELECT *, $7 + ((row_number() OVER (ORDER BY contact_id) - 1) / $8)::int AS batch_no FROM source
), written AS (
  INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state, reason, code)
  SELECT $2, address_id, $1, contact_id, batch_no,
    CASE WHEN suppressed THEN 'suppressed' ELSE 'pending' END, CASE WHEN suppressed THEN 'suppressed before' END,
    CASE WHEN $3 = 'sms' THEN ('x' || substr(replace(gen_random_uuid()::text, '-', ''), 18, 15))::bit(60)::bigint & 1125899906842623 END
  FROM numbered ORDER BY address_id
  ON CONFLICT (broadcast_id, address_id) DO NOTHING
  RETURNING batch_no, state
), cut AS (
  INSERT INTO batches (wave_id, no, size) SELECT $1, batch_no, count(*) FROM written WHERE state = 'pending' GROUP BY batch_no
)
SELECT (SELECT max(id) FROM people) AS last, (SELECT count(*)::int FROM people) AS people,
  count(*)::int AS written, (count(*) FILTER (WHERE state = 'pending'))::int AS pending,
  coalesce(max(batch_no) + 1, $7)::int AS batches
FROM written`;

const FAN_OUT = `WITH ${AUDIENCE}${WRITE}`;
const CORRECT = `WITH RECURSIVE ${REACHED}${WRITE}`;
