import { Module } from '@nestjs/common';
import { AudienceModule } from '#audience';
import { BroadcastsModule } from '#broadcasts';
import { WavesModule } from '#waves';
import { Account } from './account.js';
import { Brake } from './brake.js';
import { Copies, CopyLookup } from './copies.js';
import { CountedTextLimits } from './counted-limits.js';
import { SendingTasks, UpkeepTasks } from './deliveries.tasks.js';
import { FanOut } from './fan-out.js';
import { QueueFeeder } from './queue-feeder.js';
import { Helpdesk } from './helpdesk.js';
import { LedgerUpkeep } from './ledger-upkeep.js';
import { CompletionForecast } from './completion-forecast.js';
import { PublicRecords } from './public-record.js';
import { Receipts } from './receipts.js';
import { Reconciler } from './reconcile.js';
import { Reports } from './report.js';
import { Standstills } from './standstills.js';
import { TextCheck, TextLimits } from './text-check.js';
import { UnknownCopies } from './unknown.js';

/** Fan-out, send and track. */
@Module({
  imports: [AudienceModule, BroadcastsModule, WavesModule],
  providers: [
    Account,
    Brake,
    Copies,
    { provide: CopyLookup, useExisting: Copies },
    FanOut,
    QueueFeeder,
    Helpdesk,
    LedgerUpkeep,
    CompletionForecast,
    PublicRecords,
    Receipts,
    Reconciler,
    Reports,
    SendingTasks,
    Standstills,
    TextCheck,
    { provide: TextLimits, useClass: CountedTextLimits },
    UnknownCopies,
    UpkeepTasks,
  ],
  exports: [
    Account,
    Brake,
    FanOut,
    QueueFeeder,
    Helpdesk,
    LedgerUpkeep,
    CompletionForecast,
    PublicRecords,
    Receipts,
    Reconciler,
    Reports,
    Standstills,
    UnknownCopies,
  ],
})
export class DeliveriesModule {}
