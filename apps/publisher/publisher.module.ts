import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CHANNELS } from '#channels';
import { type Config, type Logger, PlatformModule } from '#platform';
import { QueueModule } from '#queue';
import { StaffModule } from '#staff';
import { Gate } from './auth/gate.js';
import { SessionController } from './auth/session.controller.js';
import { SessionGuard } from './auth/session.guard.js';

/** The publisher: the staff API, and the timers that keep broadcasts moving. */
@Module({})
export class PublisherModule {
  static forRoot(config: Config, logger: Logger): DynamicModule {
    return {
      module: PublisherModule,
      imports: [
        PlatformModule.forRoot(config, logger),
        QueueModule.forRoot(config, logger, CHANNELS),
        StaffModule,
      ],
      controllers: [SessionController],
      providers: [Gate, { provide: APP_GUARD, useClass: SessionGuard }],
    };
  }
}
