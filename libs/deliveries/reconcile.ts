import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { record } from '#audit';
import { CHANNELS, type ChannelName } from '#channels';
import { InjectLogger, type Logger, row, rows } from '#platform';
import { jobName, Queues } from '#queue';
import { Feed } from './feed.js';
import { endDeadClaim, endPending } from './ledger.js';

/** A queued batch whose job is in nobody's hands for this long is put back, in seconds. */
const LOST_JOB_SECONDS = 10;
/** Batches ended in one transaction. */
const CHUNK = 50;

/** What one round found and mended; all zero when all was well. */
export interface Findings {
  lostJobs: number;
  deadClaims: number;
  unknown: number;
  expired: number;
  cancelled: number;
}

/**
 * Compares the tables with the queue and mends what does not agree. Idempotent, safe in any number of publishers; a
 * timer and not a queue job, which would be lost with the queue.
 */
@Injectable()
export class Reconciler {
  constructor(
    private readonly database: DataSource,
    private readonly queues: Queues,
    private readonly feed: Feed,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** One round. */
  async round(): Promise<Findings> {
    const dead = await this.settleDeadClaims();
    const findings: Findings = {
      ...dead,
      lostJobs: await this.putBackLostJobs(),
      expired: await this.endWaves('expired'),
      cancelled: await this.endWaves('cancelled'),
    };
    for (const channel of CHANNELS) await this.feed.top(channel);
    if (findings.lostJobs || findings.deadClaims) this.logger.warn({ findings }, 'reconciled');
    return findings;
  }

  /** Claims of dead workers: what was in their hands is unknown, and says so in the trail. */
  private async settleDeadClaims(): Promise<{ deadClaims: number; unknown: number }> {
    const claims = await rows<{ id: string }>(
      this.database.manager,
      'SELECT id FROM claims WHERE leased_until < siar_now() ORDER BY id LIMIT 1000',
    );
    let unknown = 0;
    for (const { id } of claims) {
      await this.database.transaction(async (tx) => {
        const ended = await endDeadClaim(tx, id);
        if (!ended || ended.unknown === 0) return;
        unknown += ended.unknown;
        await record(tx, {
          actorId: null,
          act: 'reconcile.dead-claim',
          subject: `broadcast:${ended.broadcastId}`,
          detail: { claim: id, unknown: ended.unknown },
        });
      });
    }
    return { deadClaims: claims.length, unknown };
  }

  /** Batches that should be in the queue and are not, as after the queue was lost: back to waiting, to be fed again. */
  private async putBackLostJobs(): Promise<number> {
    let lost = 0;
    for (const channel of CHANNELS) {
      const queued = await rows<{ waveId: string; no: number }>(
        this.database.manager,
        `SELECT b.wave_id AS "waveId", b.no FROM batches b JOIN waves w ON w.id = b.wave_id
         WHERE b.state = 'queued' AND w.channel = $1 AND b.queued_at < siar_now() - make_interval(secs => $2)`,
        [channel, LOST_JOB_SECONDS],
      );
      if (queued.length === 0) continue;
      const live = new Set((await this.queues.live(channel)).map(jobName));
      const gone = queued.filter(
        ({ waveId, no }) => !live.has(jobName({ name: 'send', waveId, batchNo: no })),
      );
      if (gone.length === 0) continue;
      const back = await rows(
        this.database.manager,
        `UPDATE batches b SET state = 'waiting', queued_at = NULL FROM unnest($1::bigint[], $2::int[]) AS g(wave_id, no)
         WHERE b.wave_id = g.wave_id AND b.no = g.no AND b.state = 'queued'
           AND b.queued_at < siar_now() - make_interval(secs => $3) RETURNING 1`,
        [gone.map(({ waveId }) => waveId), gone.map(({ no }) => no), LOST_JOB_SECONDS],
      );
      lost += back.length;
    }
    return lost;
  }

  /** What is still pending in waves that are past expiry or were cancelled. Expiry is a hard stop, paused or not. */
  private async endWaves(as: 'expired' | 'cancelled'): Promise<number> {
    const waves = await rows<{ id: string; channel: ChannelName }>(
      this.database.manager,
      as === 'expired'
        ? `SELECT id, channel FROM waves WHERE pending > 0 AND expires_at <= siar_now() AND state IN ('released', 'paused', 'prepared', 'planned', 'expired')`
        : `SELECT id, channel FROM waves WHERE pending > 0 AND state = 'cancelled'`,
    );
    let ended = 0;
    for (const { id } of waves) {
      const before = await this.pending(id);
      for (;;) {
        const looked = await this.database.transaction((tx) =>
          endPending(
            tx,
            id,
            as,
            as === 'expired' ? 'not sent before expiry' : 'cancelled before sending',
            CHUNK,
          ),
        );
        if (looked < CHUNK) break;
      }
      ended += before - (await this.pending(id));
    }
    return ended;
  }

  private async pending(waveId: string): Promise<number> {
    return (
      (
        await row<{ pending: number }>(this.database.manager, 'SELECT pending FROM waves WHERE id = $1', [
          waveId,
        ])
      )?.pending ?? 0
    );
  }
}
