import { type DynamicModule, Module } from '@nestjs/common';
import { AudienceModule } from '#audience';
import { BroadcastsModule } from '#broadcasts';
import { CHANNELS } from '#channels';
import { DispatchModule } from '#dispatch';
import { NoticesModule } from '#notices';
import { type Config, type Logger, PlatformModule } from '#platform';
import { QueueModule } from '#queue';

/** The providers of a channel worker. */
@Module({})
export class WorkerModule {
  static forRoot(config: Config, logger: Logger): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.forRoot(config, logger, 'siar_worker'),
        QueueModule.forRoot(config, logger, CHANNELS, 'siar_worker'),
        AudienceModule,
        BroadcastsModule,
        DispatchModule,
        NoticesModule,
      ],
    };
  }
}
