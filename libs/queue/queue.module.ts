import { BullModule, BullRegistrar, getQueueToken } from '@nestjs/bullmq';
import {
  type DynamicModule,
  Global,
  Inject,
  Injectable,
  type InjectionToken,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { ConnectionOptions, Queue } from 'bullmq';
import type { Config } from '#platform/config';
import type { DatabaseRole } from '#platform/database/upkeep';
import type { Logger } from '#platform/logging';
import { type Connection, connector } from './connection.js';
import { QueueLog } from './log.js';
import { namesOf } from './names.js';
import { ClaimNotes } from './claim-notes.js';
import { Queues } from './queues.js';

const CONNECTION = Symbol('queue connection');

@Module({})
class ConnectionModule {}

/** The `@Processor` classes of a program. */
@Injectable()
export class Processors {
  constructor(private readonly registrar: BullRegistrar) {}

  /** Lets them take jobs: once, by a program that is ready for them. */
  start(): void {
    this.registrar.register();
  }
}

/** Provides the channels' queues, on the configured backend. A program's `@Processor` classes use the same connection. */
@Global()
@Module({})
export class QueueModule implements OnApplicationShutdown {
  constructor(@Inject(CONNECTION) private readonly connection: Connection) {}

  /**
   * @param role the program's role in the database, which may hold the queues
   * @param after what is made before anything connects; where that fails, nothing does
   */
  static forRoot(
    config: Config,
    logger: Logger,
    channels: readonly string[],
    { role = 'siar_app', after = [] }: { role?: DatabaseRole; after?: InjectionToken[] } = {},
  ): DynamicModule {
    const connecting: DynamicModule = {
      module: ConnectionModule,
      providers: [
        {
          provide: CONNECTION,
          inject: after,
          useFactory: connector(config, role),
        },
      ],
      exports: [CONNECTION],
    };
    const names = channels.flatMap(namesOf);
    return {
      module: QueueModule,
      imports: [
        connecting,
        BullModule.forRootAsync({
          imports: [connecting],
          inject: [CONNECTION],
          extraOptions: { manualRegistration: true },
          useFactory: ({ options }: Connection) => ({ connection: options as ConnectionOptions }),
        }),
        ...names.map((name) => BullModule.registerQueue({ name })),
      ],
      providers: [
        Processors,
        { provide: QueueLog, useValue: new QueueLog(logger) },
        {
          provide: Queues,
          useFactory: (connection: Connection, log: QueueLog, ...queues: Queue[]) =>
            new Queues(connection, log, queues),
          inject: [CONNECTION, QueueLog, ...names.map((name) => getQueueToken(name))],
        },
        {
          provide: ClaimNotes,
          useFactory: (connection: Connection) => new ClaimNotes(connection),
          inject: [CONNECTION],
        },
      ],
      exports: [Processors, QueueLog, ClaimNotes, Queues],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }
}
