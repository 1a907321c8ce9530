import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AudienceModule } from '#audience';
import { AuditModule } from '#audit';
import { BroadcastsModule } from '#broadcasts';
import { CHANNELS } from '#channels';
import { DispatchModule } from '#dispatch';
import { NoticesModule } from '#notices';
import { type Config, InstallationModule, type Logger, PlatformModule, SchedulingModule } from '#platform';
import { QueueModule } from '#queue';
import { StaffModule } from '#staff';
import { AuditController } from './http/audit/audit.controller.js';
import { Gate } from './auth/gate.js';
import { OwnAddressesController } from './auth/own-addresses.controller.js';
import { OwnSessionsController } from './auth/own-sessions.controller.js';
import { SessionController } from './auth/session.controller.js';
import { SessionGuard } from './auth/session.guard.js';
import { BroadcastsController } from './http/broadcasts/broadcasts.controller.js';
import { ComposingController } from './http/broadcasts/composing.controller.js';
import { ContactsController } from './http/contacts/contacts.controller.js';
import { ControlController } from './http/broadcasts/control.controller.js';
import { DataRequestsController } from './http/citizens/data-requests.controller.js';
import { DeliveriesController } from './http/broadcasts/deliveries.controller.js';
import { ElectionsController } from './http/elections/elections.controller.js';
import { EmergencyController } from './http/emergency/emergency.controller.js';
import { HomeController } from './http/home/home.controller.js';
import { NewsController } from './http/home/news.controller.js';
import { HealthController } from './ops/health.controller.js';
import { HelpdeskController } from './http/citizens/helpdesk.controller.js';
import { LiveProgress } from './http/broadcasts/live-progress.js';
import { Metrics } from './ops/metrics.js';
import { MetricsController } from './ops/metrics.controller.js';
import { Operations } from './ops/operations.js';
import { OperationsController } from './ops/operations.controller.js';
import { Readiness } from './ops/readiness.js';
import { OnCallController } from './http/people/on-call.controller.js';
import { PeopleController } from './http/people/people.controller.js';
import { PublisherTasks } from './publisher.tasks.js';
import { RecordingsController } from './http/broadcasts/recordings.controller.js';
import { ReferenceController } from './http/elections/reference.controller.js';
import { ReportsController } from './http/broadcasts/reports.controller.js';
import { ReviewsController } from './http/reviews/reviews.controller.js';
import { SuppressionsController } from './http/contacts/suppressions.controller.js';
import { TemplatesController } from './http/templates/templates.controller.js';
import { WavesController } from './http/broadcasts/waves.controller.js';

/** The publisher: the staff API, and the timers that advance broadcasts. */
@Module({})
export class PublisherModule {
  static forRoot(config: Config, logger: Logger): DynamicModule {
    return {
      module: PublisherModule,
      imports: [
        PlatformModule.forRoot(config, logger, 'siar_app', config.DATABASE_POOL),
        InstallationModule.for(config.TRAINING),
        QueueModule.forRoot(config, logger, CHANNELS),
        StaffModule,
        AudienceModule,
        AuditModule,
        BroadcastsModule,
        DispatchModule,
        NoticesModule,
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
