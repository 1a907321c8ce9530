import { Module } from '@nestjs/common';
import { AudienceModule } from '#audience';
import { BroadcastsModule } from '#broadcasts';
import { WavesModule } from './waves/waves.module.js';
import { Deliveries } from './reports/deliveries.js';
import { HinderingView } from './control/hindering.js';
import { Brake } from './control/brake.js';
import { CarrierHolds } from './control/carrier-holds.js';
import { Copies, CopyLookup } from './sending/copies.js';
import { AskerLimits } from './verification/asker-limits.js';
import { SendingTasks, UpkeepTasks } from './dispatch.tasks.js';
import { FanOut } from './fan-out/fan-out.js';
import { QueueFeeder } from './flow-control/queue-feeder.js';
import { Helpdesk } from './verification/helpdesk.js';
import { LedgerUpkeep } from './ledger/ledger-upkeep.js';
import { CompletionForecast } from './reports/completion-forecast.js';
import { PublicRecords } from './verification/public-record.js';
import { Receipts } from './receipts/receipts.js';
import { Fence } from './recovery/fence.js';
import { Reconciler } from './recovery/reconcile.js';
import { Reports } from './reports/report.js';
import { Senders } from './sending/senders.js';
import { ChannelWatch } from './control/channel-watch.js';
import { Weights } from './flow-control/weights.js';
import { PastedTexts, TextLimits } from './verification/pasted-text.js';
import { Throughput } from './reports/throughput.js';
import { RejectedCopies } from './recovery/rejected.js';
import { UnknownCopies } from './recovery/unknown.js';

/** From the plan of an approved broadcast to the account of each copy. */
@Module({
  imports: [AudienceModule, BroadcastsModule, WavesModule],
  providers: [
    Deliveries,
    Brake,
    CarrierHolds,
    Copies,
    { provide: CopyLookup, useExisting: Copies },
    FanOut,
    Fence,
    QueueFeeder,
    Helpdesk,
    HinderingView,
    LedgerUpkeep,
    CompletionForecast,
    PublicRecords,
    Receipts,
    Reconciler,
    RejectedCopies,
    Reports,
    Senders,
    SendingTasks,
    ChannelWatch,
    PastedTexts,
    { provide: TextLimits, useClass: AskerLimits },
    Throughput,
    UnknownCopies,
    UpkeepTasks,
    Weights,
  ],
  exports: [
    WavesModule,
    Deliveries,
    Brake,
    CarrierHolds,
    FanOut,
    Fence,
    QueueFeeder,
    Helpdesk,
    HinderingView,
    LedgerUpkeep,
    CompletionForecast,
    PublicRecords,
    Receipts,
    Reconciler,
    RejectedCopies,
    Reports,
    Senders,
    ChannelWatch,
    Throughput,
    UnknownCopies,
  ],
})
export class DispatchModule {}
