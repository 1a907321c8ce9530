import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AudienceModule } from '#audience';
import { BroadcastsModule } from '#broadcasts';
import { CHANNELS } from '#channels';
import { DispatchModule } from '#dispatch';
import { PlatformModule } from '#platform';
import { type Config, InstallationModule } from '#platform/config';
import { createLogger } from '#platform/logging';
import { QueueModule } from '#queue';

@Module({})
class Program {}

/** A program with everything that writes, sends and tracks deliveries, and without its timers. */
export function deliveryProgram(config: Config): Promise<INestApplicationContext> {
  const logger = createLogger('test', process.env['TEST_LOG_LEVEL'] ?? 'silent');
  return NestFactory.createApplicationContext(
    {
      module: Program,
      imports: [
        PlatformModule.forRoot(config, logger),
        InstallationModule.for(config.TRAINING),
        QueueModule.forRoot(config, logger, CHANNELS),
        AudienceModule,
        BroadcastsModule,
        DispatchModule,
      ],
    },
    { logger: false },
  );
}
