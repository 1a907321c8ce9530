import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { type ChannelName, CHANNELS } from '#channels';
import { InjectLogger } from '#platform';
import { Database, rows, type Tx } from '#platform/database';
import { type Logger, LogThrottle } from '#platform/logging';
import { Heartbeat } from '#platform/program';
import { type Job, jobName, Queues } from '#queue';
import { forgetDeletedRecipients } from '../fan-out/deleted-recipients.js';
import { closeBatches, endClaimless, endDeadClaim, endPending, LEASE_OVER } from '../ledger/ledger.js';
import type { RepairFindings as Findings } from '#contract/api/operations';

export type { RepairFindings as Findings } from '#contract/api/operations';

/** A queued batch without a live job for this long is put back, in seconds. */
const LOST_JOB_SECONDS = 10;
/** Batches ended in one transaction. */
const CHUNK = 50;
/**
 * After an outage of the database or of writes, workers have this long to write their results before their claims count as
 * dead, in ms.
 */
const GRACE_MS = 10_000;
/** Writing is tried from this time before a lease's end, in seconds: more than a worker waits between two tries. */
const ENDING_SECONDS = 4;
/** Pause between two repairs of the queues, in ms: each asks all queues several things, and seldom finds anything. */
const REPAIR_PAUSE_MS = 5_000;
/** How long a round waits for its repair of the queues, in ms. */
const REPAIR_MS = 2_000;
/** Dead claims settled in one round. */
const MOST_CLAIMS = 1000;

/**
 * Compares the tables with the queue and repairs differences. Idempotent and safe in any number of publishers. Runs on a
 * timer, because a queue job would be lost with the queue.
 */
@Injectable()
export class Reconciler {
  /** What this process has found and repaired since it started. */
  readonly totals: Findings = nothing();
  private unsaid: Findings = nothing();
  private readonly said = new LogThrottle();
  private readonly putOff = new LogThrottle();
  private repairing: Promise<unknown> | undefined;
  private repairAt = 0;
  private databaseAwayAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
    private readonly heartbeat: Heartbeat,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Runs one round. A failure in one part does not stop the others. @throws the first failure */
  async round(): Promise<Findings> {
    const findings = nothing();
    const parts = [
      () => this.settleDeadClaims(findings),
      () => this.putBackLostJobs(findings),
      () => this.endWaves(findings),
      () => forgetDeletedRecipients(this.database),
      () => this.bringBackAccounts(),
      () => this.repairQueues(),
    ];
    const faults: unknown[] = [];
    for (const part of parts) await part().catch((error: unknown) => faults.push(error));
    this.tell(findings);
    if (faults.length > 0) throw faults[0];
    return findings;
  }

  /** Counts findings. After an outage every round has some, so their sum is logged once a minute. */
  private tell(findings: Findings): void {
    for (const name of FINDINGS) {
      this.totals[name] += findings[name];
      this.unsaid[name] += findings[name];
    }
    const { lostJobs, deadClaims } = this.unsaid;
    if (lostJobs === 0 && deadClaims === 0) return;
    this.said.say(() => {
      this.logger.warn({ findings: this.unsaid }, 'reconciled');
      this.unsaid = nothing();
    });
  }

  /** Settles claims of dead workers: their deliveries become unknown, and the trail records it. */
  private async settleDeadClaims(findings: Findings): Promise<void> {
    const claims = await this.deadClaims().catch((error: unknown) => {
      this.databaseAwayAt = performance.now();
      throw error;
    });
    if (performance.now() - this.databaseAwayAt < GRACE_MS) return;
    for (const { id } of claims) {
      await this.database.transaction(async (tx) => {
        const ended = await endDeadClaim(tx, id);
        if (!ended) return;
        findings.deadClaims += 1;
        if (ended.unknown === 0) return;
        findings.unknown += ended.unknown;
        await record(tx, {
          actorId: null,
          act: 'reconcile.dead-claim',
          subject: `broadcast:${ended.broadcastId}`,
          detail: { claim: id, unknown: ended.unknown },
        });
      });
    }
    await this.settleClaimless(findings);
  }

  /**
   * Looks at claims before their leases end too: an outage that is over by then has delayed their workers all the same.
   * @throws Error also when claims can be read but nothing can be written, as on a full disk: workers cannot write either
   */
  private async deadClaims(): Promise<{ id: string }[]> {
    const claims = await rows<{ id: string; dead: boolean }>(
      this.database.manager,
      `SELECT id, ${LEASE_OVER} AS dead FROM claims
       WHERE ${LEASE_OVER} OR leased_until < siar_now() + make_interval(secs => $2) ORDER BY id LIMIT $1`,
      [MOST_CLAIMS, ENDING_SECONDS],
    );
    if (claims.length > 0) await this.heartbeat.write();
    return claims.filter(({ dead }) => dead);
  }

  /** Settles copies that are claimed without a claim. Only a program other than Siar leaves such rows. */
  private async settleClaimless(findings: Findings): Promise<void> {
    const waves = await rows<{ id: string }>(
      this.database.manager,
      // Each half matches a partial index. A completed wave has nothing claimed.
      `SELECT id FROM (
         SELECT id FROM waves WHERE state NOT IN ('completed', 'cancelled', 'expired') AND claimed > 0
         UNION ALL SELECT id FROM waves WHERE state IN ('cancelled', 'expired') AND settled_at IS NULL AND claimed > 0) w
       WHERE NOT EXISTS (SELECT FROM claims c WHERE c.wave_id = w.id) ORDER BY id`,
    );
    for (const { id } of waves) {
      await this.database.transaction(async (tx) => {
        const ended = await endClaimless(tx, id);
        if (!ended) return;
        findings.deadClaims += 1;
        findings.unknown += ended.unknown;
        await record(tx, {
          actorId: null,
          act: 'reconcile.dead-claim',
          subject: `broadcast:${ended.broadcastId}`,
          detail: { claim: null, unknown: ended.unknown },
        });
      });
    }
  }

  /**
   * Releases accounts that are delayed for longer than a provider's "slow down" or a probe's pause can last: Siar never
   * does that.
   */
  private async bringBackAccounts(): Promise<void> {
    const accounts = await rows<{ account: string }>(
      this.database.manager,
      `UPDATE budgets SET next_slot = least(next_slot, clock_timestamp()), next_notice = least(next_notice, clock_timestamp()),
         wanted_at = least(wanted_at, clock_timestamp()),
         probe_at = CASE WHEN away_since IS NOT NULL THEN least(probe_at, siar_now()) END,
         slowed_since = CASE WHEN slowed_until <= clock_timestamp() + interval '15 minutes' THEN slowed_since END,
         slowed_until = CASE WHEN slowed_until <= clock_timestamp() + interval '15 minutes' THEN slowed_until END
       WHERE greatest(next_slot, next_notice, wanted_at, slowed_until) > clock_timestamp() + interval '15 minutes'
         OR probe_at > siar_now() + interval '15 minutes'
       RETURNING account`,
    );
    if (accounts.length > 0)
      this.putOff.say((leftOut) =>
        this.logger.error(
          { accounts, leftOut },
          'an account was put off by somebody other than Siar and goes on: who can write to the database?',
        ),
      );
  }

  /** Runs one repair at a time; the other parts do not wait for it while the queue's server is away. */
  private async repairQueues(): Promise<void> {
    if (performance.now() < this.repairAt) return;
    this.repairing ??= Promise.all(
      CHANNELS.map(async (channel) => {
        await this.queues.repair(channel);
        await this.forgetFailed(channel);
      }),
    )
      .then(() => (this.repairAt = performance.now() + REPAIR_PAUSE_MS))
      .finally(() => (this.repairing = undefined));
    // A longer repair continues during the next rounds; an unreachable server logs its own error.
    await Promise.race([this.repairing, sleep(REPAIR_MS, undefined, { ref: false })]);
  }

  /** Removes failed jobs of what other jobs have done since. */
  private async forgetFailed(channel: ChannelName): Promise<void> {
    const { manager } = this.database;
    await this.queues.forgetFailed(channel, 'sends', async (jobs) => {
      const open = await rows<QueuedBatch>(
        manager,
        `SELECT b.wave_id AS "waveId", b.no FROM batches b JOIN unnest($1::bigint[], $2::int[]) AS j(wave_id, no) USING (wave_id, no)
         WHERE b.state <> 'done'`,
        [jobs.map(({ waveId }) => waveId), jobs.map(({ batchNo }) => batchNo)],
      );
      return open.map((batch) => jobName(jobOf(batch)));
    });
    await this.queues.forgetFailed(channel, 'fan-outs', async (jobs) => {
      const open = await rows<{ waveId: string }>(
        manager,
        `SELECT id AS "waveId" FROM waves WHERE id = ANY ($1::bigint[]) AND fanned_out_at IS NULL AND settled_at IS NULL`,
        [jobs.map(({ waveId }) => waveId)],
      );
      return open.map(({ waveId }) => jobName({ name: 'fan-out', waveId }));
    });
  }

  /** Puts back batches that should be in the queue and are not, for example after the queue was lost. */
  private async putBackLostJobs(findings: Findings): Promise<void> {
    for (const channel of CHANNELS) {
      const queued = await rows<QueuedBatch>(
        this.database.manager,
        `SELECT b.wave_id AS "waveId", b.no FROM batches b JOIN waves w ON w.id = b.wave_id
         WHERE b.state = 'queued' AND w.channel = $1 AND b.queued_at < siar_now() - make_interval(secs => $2) AND ${UNCLAIMED}`,
        [channel, LOST_JOB_SECONDS],
      );
      if (queued.length === 0) continue;
      const live = await this.queues.live(channel, queued.map(jobOf));
      const gone = queued.filter((batch) => !live.has(jobName(jobOf(batch))));
      if (gone.length > 0)
        findings.lostJobs += await this.database.transaction((tx) => this.putBack(tx, gone));
    }
  }

  /** Puts back those batches that are still marked queued and were not fed again since. @returns how many */
  private async putBack(tx: Tx, gone: QueuedBatch[]): Promise<number> {
    const locked = await rows<QueuedBatch>(
      tx,
      `SELECT b.wave_id AS "waveId", b.no FROM batches b JOIN unnest($1::bigint[], $2::int[]) AS g(wave_id, no) USING (wave_id, no)
       WHERE b.state = 'queued' AND b.queued_at < siar_now() - make_interval(secs => $3) AND ${UNCLAIMED}
       ORDER BY b.wave_id, b.no FOR UPDATE OF b`,
      [gone.map(({ waveId }) => waveId), gone.map(({ no }) => no), LOST_JOB_SECONDS],
    );
    for (const waveId of new Set(locked.map((batch) => batch.waveId))) {
      const numbers = locked.filter((batch) => batch.waveId === waveId).map(({ no }) => no);
      await closeBatches(tx, waveId, numbers);
    }
    await noteLost(tx, locked);
    return locked.length;
  }

  /**
   * Ends the pending deliveries of waves that have expired or were cancelled. Expiry is a hard stop, paused or not. A
   * stopped wave is checked until none of its deliveries is claimed.
   */
  private async endWaves(findings: Findings): Promise<void> {
    const waves = await rows<{ id: string; end: 'expired' | 'cancelled' }>(
      this.database.manager,
      `SELECT id, 'expired' AS "end" FROM waves
       WHERE state IN ('planned', 'prepared', 'released', 'paused') AND expires_at <= siar_now() AND pending > 0
       UNION ALL
       SELECT id, state FROM waves WHERE state IN ('cancelled', 'expired') AND settled_at IS NULL`,
    );
    for (const { id, end } of waves) {
      const reason = end === 'expired' ? 'not sent before expiry' : 'cancelled before sending';
      for (let looked = CHUNK; looked === CHUNK;) {
        const step = await this.database.transaction((tx) => endPending(tx, id, end, reason, CHUNK));
        looked = step.batches;
        findings[end] += step.ended;
      }
      await this.database.query(
        `UPDATE waves SET settled_at = siar_now()
         WHERE id = $1 AND state IN ('cancelled', 'expired') AND settled_at IS NULL AND pending = 0 AND claimed = 0`,
        [id],
      );
    }
  }
}

/**
 * SQL condition: nothing of a batch `b` is being handed over. Its job has ended by then, and the worker that hands it over
 * puts it back itself; where that one dies, its claim is ended first.
 */
const UNCLAIMED = 'NOT EXISTS (SELECT FROM claims c WHERE c.wave_id = b.wave_id AND c.batch_no = b.no)';

/** Records in each broadcast's trail how many of its batches had lost their job. */
async function noteLost(tx: Tx, lost: readonly QueuedBatch[]): Promise<void> {
  if (lost.length === 0) return;
  const broadcasts = await rows<{ id: string; channel: string; batches: number }>(
    tx,
    `SELECT w.broadcast_id AS id, w.channel, count(*)::int AS batches FROM unnest($1::bigint[]) AS l(wave_id)
     JOIN waves w ON w.id = l.wave_id GROUP BY 1, 2 ORDER BY 1, 2`,
    [lost.map(({ waveId }) => waveId)],
  );
  for (const { id, ...detail } of broadcasts)
    await record(tx, { actorId: null, act: 'reconcile.lost-jobs', subject: `broadcast:${id}`, detail });
}

const nothing = (): Findings => ({ lostJobs: 0, deadClaims: 0, unknown: 0, expired: 0, cancelled: 0 });
const FINDINGS = Object.keys(nothing()) as (keyof Findings)[];

interface QueuedBatch {
  waveId: string;
  no: number;
}
const jobOf = ({ waveId, no }: QueuedBatch): Job => ({ name: 'send', waveId, batchNo: no });
