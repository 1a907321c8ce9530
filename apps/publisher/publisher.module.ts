import { type DynamicModule, Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { ExpressAdapter } from '@nestjs/platform-express';
import { AuditModule } from '#audit';
import { CHANNELS } from '#channels';
import { InjectConfig, InjectLogger, PlatformModule } from '#platform';
import { type Config, Installation, InstallationModule } from '#platform/config';
import { Database } from '#platform/database';
import type { Logger } from '#platform/logging';
import { SchedulingModule } from '#platform/scheduling';
import { QueueModule, Queues } from '#queue';
import { AuthModule } from './auth/auth.module.js';
import { Gate } from './auth/gate.js';
import { mountEdge } from './edge.js';
import { AuditRoutesModule } from './http/audit/audit.module.js';
import { BroadcastRoutesModule } from './http/broadcasts/broadcasts.module.js';
import { CitizensModule } from './http/citizens/citizens.module.js';
import { ContactsModule } from './http/contacts/contacts.module.js';
import { ElectionsModule } from './http/elections/elections.module.js';
import { LanguagesModule } from './http/languages/languages.module.js';
import { EmergencyModule } from './http/emergency/emergency.module.js';
import { HomeModule } from './http/home/home.module.js';
import { OperationsModule } from './http/operations/operations.module.js';
import { PeopleModule } from './http/people/people.module.js';
import { ReviewsModule } from './http/reviews/reviews.module.js';
import { TemplatesModule } from './http/templates/templates.module.js';
import { guardApiDocs } from './ops/api-docs.js';
import { Metrics } from './ops/metrics.js';
import { OpsModule } from './ops/ops.module.js';
import { mountQueueBoard } from './ops/queue-board.js';
import { PublisherTasks } from './publisher.tasks.js';

/** The publisher: the staff API, a module for each resource, and the timers that advance broadcasts. */
@Module({})
export class PublisherModule {
  /** Installs what every request passes before a route. Nest makes this class before it registers any route. */
  constructor(
    { httpAdapter }: HttpAdapterHost<ExpressAdapter>,
    database: Database,
    queues: Queues,
    gate: Gate,
    metrics: Metrics,
    @InjectConfig() config: Config,
    @InjectLogger() logger: Logger,
  ) {
    const app = httpAdapter.getInstance();
    mountEdge(app, config, logger, { database, onAnswer: (answer) => metrics.answered(answer) });
    mountQueueBoard(app, queues, gate);
    guardApiDocs(app, gate, config);
  }

  static forRoot(config: Config, logger: Logger): DynamicModule {
    return {
      module: PublisherModule,
      imports: [
        PlatformModule.forRoot(config, logger, 'siar_app', config.DATABASE_POOL),
        InstallationModule.for(config.TRAINING),
        QueueModule.forRoot(config, logger, CHANNELS, { after: [Installation] }),
        AuditModule,
        SchedulingModule,
        AuthModule,
        PeopleModule,
        AuditRoutesModule,
        HomeModule,
        ElectionsModule,
        LanguagesModule,
        ContactsModule,
        CitizensModule,
        BroadcastRoutesModule,
        ReviewsModule,
        TemplatesModule,
        EmergencyModule,
        OpsModule,
        OperationsModule,
      ],
      providers: [PublisherTasks],
    };
  }
}
