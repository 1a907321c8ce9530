import { Injectable } from '@nestjs/common';
import { Alerts } from '#broadcasts/alerts';
import { CHANNELS } from '#channels';
import { Database } from '#platform/database';
import { Periodic } from '#platform/scheduling';
import { Waves } from './waves/waves.js';
import { Brake } from './control/brake.js';
import { CarrierHolds } from './control/carrier-holds.js';
import { QueueFeeder } from './flow-control/queue-feeder.js';
import { beginMonth } from './flow-control/spending.js';
import { Weights } from './flow-control/weights.js';
import { LedgerUpkeep } from './ledger/ledger-upkeep.js';
import { Receipts } from './receipts/receipts.js';
import { Fence } from './recovery/fence.js';
import { Reconciler } from './recovery/reconcile.js';
import { Throughput } from './reports/throughput.js';
import { Reports } from './reports/report.js';
import { noteSlowDowns } from './control/slow-downs.js';
import { ChannelWatch } from './control/channel-watch.js';

/** How often due work is looked for, in ms, besides at the instants at which something is due. */
const RELEASE_MS = 500;

/** The periodic work of a running broadcast: releases its waves, applies receipts, watches the brake. */
@Injectable()
export class SendingTasks {
  constructor(
    private readonly waves: Waves,
    private readonly feed: QueueFeeder,
    private readonly receipts: Receipts,
    private readonly brake: Brake,
    private readonly database: Database,
    private readonly weights: Weights,
    private readonly holds: CarrierHolds,
  ) {}

  @Periodic('release', RELEASE_MS)
  async release(): Promise<number> {
    const { nextInMs } = await this.waves.release();
    const due = performance.now() + (nextInMs ?? RELEASE_MS);
    await Promise.all(CHANNELS.map((channel) => this.feed.top(channel)));
    // A timer drops the fraction, and would end just before the instant.
    return Math.min(RELEASE_MS, Math.max(0, Math.ceil(due - performance.now())));
  }

  @Periodic('receipts', 250)
  async applyReceipts(signal: AbortSignal): Promise<void> {
    for (let taken = 1; taken > 0 && !signal.aborted;) {
      const drained = await this.receipts.drain();
      for (const part of drained.toJudge) await this.brake.judge(part);
      taken = drained.taken;
    }
  }

  @Periodic('message ids', 600_000)
  async forgetMessageIds(): Promise<void> {
    await this.receipts.forgetIds();
  }

  @Periodic('month of accounts', 60_000)
  async beginMonth(): Promise<void> {
    await beginMonth(this.database);
  }

  @Periodic('brake', 2000)
  async noteBrakeWarnings(): Promise<void> {
    await this.brake.noteWarnings();
  }

  // Often enough to see an account away before its first probe, which comes after half of PROBE_SECONDS at the earliest.
  @Periodic('shares', 2000)
  async moveShares(): Promise<void> {
    await this.weights.round();
  }

  @Periodic('slow-downs', 5000)
  async noteSlowDowns(): Promise<void> {
    await noteSlowDowns(this.database);
  }

  @Periodic('carrier holds', 1000)
  async tryCarriers(): Promise<void> {
    await this.holds.round();
  }
}

/** The periodic work that repairs and prepares: lost jobs, dead claims, stalled channels, next month's partitions. */
@Injectable()
export class UpkeepTasks {
  constructor(
    private readonly reconciler: Reconciler,
    private readonly upkeep: LedgerUpkeep,
    private readonly watch: ChannelWatch,
    private readonly alerts: Alerts,
    private readonly fence: Fence,
    private readonly throughput: Throughput,
    private readonly reports: Reports,
  ) {}

  @Periodic('reconcile', 1000)
  async reconcile(): Promise<void> {
    await this.reconciler.round();
  }

  @Periodic('restore fence', 1000)
  async compareMarks(): Promise<void> {
    await this.fence.watch();
  }

  @Periodic('ledger partitions', 5000)
  async keepPartitions(): Promise<void> {
    await this.upkeep.round();
  }

  @Periodic('forget receipts', 600_000)
  async forgetReceipts(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.upkeep.forgetReceipts()));
  }

  @Periodic('freeze months', 3600_000)
  async freezeMonths(signal: AbortSignal): Promise<void> {
    // One month a run: what an open transaction keeps from being frozen is tried again in an hour.
    await this.upkeep.freeze(signal);
  }

  @Periodic('count reports', 60_000)
  async countReports(signal: AbortSignal): Promise<void> {
    await this.reports.refresh(signal);
  }

  @Periodic('throughput', 10_000)
  async noteThroughput(): Promise<void> {
    await this.throughput.note();
  }

  @Periodic('stalled channels', 1000)
  async findStalled(): Promise<void> {
    for (const { channel } of await this.watch.round()) await this.alerts.raiseStalled(channel);
  }
}
