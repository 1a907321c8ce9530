import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AudienceModule } from '#audience';
import { AuditModule } from '#audit';
import { BroadcastsModule } from '#broadcasts';
import { CHANNELS } from '#channels';
import { DeliveriesModule } from '#deliveries';
import { NoticesModule } from '#notices';
import { type Config, type Logger, PlatformModule, SchedulingModule } from '#platform';
import { QueueModule } from '#queue';
import { StaffModule } from '#staff';
import { WavesModule } from '#waves';
import { AuditController } from './audit.controller.js';
import { Gate } from './auth/gate.js';
import { OwnAddressesController } from './auth/own-addresses.controller.js';
import { OwnSessionsController } from './auth/own-sessions.controller.js';
import { SessionController } from './auth/session.controller.js';
import { SessionGuard } from './auth/session.guard.js';
import { BroadcastsController } from './broadcasts.controller.js';
import { ComposingController } from './composing.controller.js';
import { ContactsController } from './contacts.controller.js';
import { ControlController } from './control.controller.js';
import { DataRequestsController } from './data-requests.controller.js';
import { DeliveriesController } from './deliveries.controller.js';
import { ElectionsController } from './elections.controller.js';
import { EmergencyController } from './emergency.controller.js';
import { HomeController } from './home.controller.js';
import { NewsController } from './news.controller.js';
import { HealthController } from './ops/health.controller.js';
import { HelpdeskController } from './helpdesk.controller.js';
import { LiveProgress } from './live-progress.js';
import { Metrics } from './ops/metrics.js';
import { MetricsController } from './ops/metrics.controller.js';
import { Operations } from './ops/operations.js';
import { OperationsController } from './ops/operations.controller.js';
import { Readiness } from './ops/readiness.js';
import { OnCallController } from './on-call.controller.js';
import { PeopleController } from './people.controller.js';
import { PublisherTasks } from './publisher.tasks.js';
import { RecordingsController } from './recordings.controller.js';
import { ReferenceController } from './reference.controller.js';
import { ReportsController } from './reports.controller.js';
import { ReviewsController } from './reviews.controller.js';
import { SuppressionsController } from './suppressions.controller.js';
import { TemplatesController } from './templates.controller.js';
import { WavesController } from './waves.controller.js';

/** The publisher: the staff API, and the timers that advance broadcasts. */
@Module({})
export class PublisherModule {
  static forRoot(config: Config, logger: Logger): DynamicModule {
    return {
      module: PublisherModule,
      imports: [
        PlatformModule.forRoot(config, logger, 'siar_app', config.DATABASE_POOL),
        QueueModule.forRoot(config, logger, CHANNELS),
        StaffModule,
        AudienceModule,
        AuditModule,
        BroadcastsModule,
        DeliveriesModule,
        NoticesModule,
        WavesModule,
        SchedulingModule,
      ],
      controllers: [
        SessionController,
        OwnAddressesController,
        OwnSessionsController,
        PeopleController,
        OnCallController,
        AuditController,
        HomeController,
        NewsController,
        ReferenceController,
        ElectionsController,
        ContactsController,
        SuppressionsController,
        HelpdeskController,
        DataRequestsController,
        BroadcastsController,
        ComposingController,
        RecordingsController,
        ReviewsController,
        TemplatesController,
        WavesController,
        ControlController,
        EmergencyController,
        DeliveriesController,
        ReportsController,
        OperationsController,
        HealthController,
        MetricsController,
      ],
      providers: [
        PublisherTasks,
        LiveProgress,
        Gate,
        Readiness,
        Operations,
        Metrics,
        { provide: APP_GUARD, useClass: SessionGuard },
      ],
    };
  }
}
