import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AudienceModule } from '#audience';
import { BroadcastsModule } from '#broadcasts';
import { type ChannelName, CHANNELS } from '#channels';
import { DispatchModule } from '#dispatch';
import type { SendObserver } from '#dispatch/sending';
import { ChannelWatch } from '#dispatch/control';
import { NoticesModule } from '#notices';
import { CONFIG, PlatformModule } from '#platform';
import { type Config, Installation, InstallationModule } from '#platform/config';
import type { Logger } from '#platform/logging';
import { QueueModule, Queues } from '#queue';
import { ChannelWorkerModule, type OpenAccount } from './channel-worker.module.js';
import { ChannelWorkers } from './channel-workers.js';
import { Progress } from './progress.js';
import { OBSERVER } from './tokens.js';

/** The providers of a channel worker. */
@Module({})
export class WorkerModule {
  static forRoot(
    config: Config,
    logger: Logger,
    channels: ReadonlyMap<ChannelName, readonly OpenAccount[]>,
    observer: SendObserver,
  ): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.forRoot(config, logger, 'siar_worker'),
        InstallationModule.for(config.TRAINING),
        QueueModule.forRoot(config, logger, CHANNELS, { role: 'siar_worker', after: [Installation] }),
        AudienceModule,
        BroadcastsModule,
        DispatchModule,
        NoticesModule,
        SharedModule.with(observer),
        ...[...channels].map(([name, accounts]) => ChannelWorkerModule.for(name, accounts)),
      ],
    };
  }
}

/** What all channels of a worker share. */
@Global()
@Module({})
class SharedModule {
  static with(observer: SendObserver): DynamicModule {
    return {
      module: SharedModule,
      imports: [DispatchModule],
      providers: [
        {
          provide: Progress,
          useFactory: (watch: ChannelWatch, queues: Queues, { STALL_SECONDS }: Config) =>
            new Progress(watch, queues, STALL_SECONDS),
          inject: [ChannelWatch, Queues, CONFIG],
        },
        {
          provide: OBSERVER,
          useFactory: (progress: Progress) => progress.observing(observer),
          inject: [Progress],
        },
        ChannelWorkers,
      ],
      exports: [Progress, OBSERVER, ChannelWorkers],
    };
  }
}
