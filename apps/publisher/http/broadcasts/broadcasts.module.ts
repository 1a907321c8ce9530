import { Module } from '@nestjs/common';
import { AudienceModule } from '#audience';
import { BroadcastsModule } from '#broadcasts';
import { DispatchModule } from '#dispatch';
import { StaffModule } from '#staff';
import { BroadcastsController } from './broadcasts.controller.js';
import { CalendarController } from './calendar.controller.js';
import { CommentsController } from './comments.controller.js';
import { ComposingController } from './composing.controller.js';
import { ControlController } from './control.controller.js';
import { DeliveriesController } from './deliveries.controller.js';
import { RecordingsController } from './recordings.controller.js';
import { RejectedController } from './rejected.controller.js';
import { ReportsController } from './reports.controller.js';
import { SeriesController } from './series.controller.js';
import { WavesController } from './waves.controller.js';
import { LiveProgress } from './live-progress.js';

/** Broadcasts, from the first draft to the account of each copy. */
@Module({
  imports: [AudienceModule, BroadcastsModule, DispatchModule, StaffModule],
  controllers: [
    BroadcastsController,
    CalendarController,
    CommentsController,
    ComposingController,
    RecordingsController,
    WavesController,
    ControlController,
    DeliveriesController,
    RejectedController,
    ReportsController,
    SeriesController,
  ],
  providers: [LiveProgress],
})
export class BroadcastRoutesModule {}
