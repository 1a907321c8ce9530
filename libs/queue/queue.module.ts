import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { ConnectionOptions, Queue } from 'bullmq';
import type { Config, DatabaseRole, Logger } from '#platform';
import { connect, type Connection } from './connection.js';
import { namesOf, Queues } from './queues.js';

const CONNECTION = Symbol('queue connection');

/** Provides the channels' queues, on the configured backend. */
@Global()
@Module({})
export class QueueModule implements OnApplicationShutdown {
  constructor(@Inject(CONNECTION) private readonly connection: Connection) {}

  /** @param role the program's role in the database, which may hold the queues */
  static forRoot(
    config: Config,
    logger: Logger,
    channels: readonly string[],
    role: DatabaseRole = 'siar_app',
  ): DynamicModule {
    const connection = connect(config, role);
    const names = channels.flatMap(namesOf);
    return {
      module: QueueModule,
      imports: [
        BullModule.forRoot({ connection: connection.options as ConnectionOptions }),
        ...names.map((name) => BullModule.registerQueue({ name })),
      ],
      providers: [
        { provide: CONNECTION, useValue: connection },
        {
          provide: Queues,
          useFactory: (...queues: Queue[]) => new Queues(connection, logger, queues),
          inject: names.map((name) => getQueueToken(name)),
        },
      ],
      exports: [Queues],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }
}
