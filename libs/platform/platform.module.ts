import { type DynamicModule, Global, Inject, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type Config } from './config.js';
import { Keys } from './crypto.js';
import { databaseOptions } from './database.js';
import { Heartbeat } from './heartbeat.js';
import { LargeReads } from './large-reads.js';
import { programLimits } from './limits.rules.js';
import { inTwoPools } from './pools.js';
import type { DatabaseRole } from './rights.js';
import type { Logger } from './logging.js';

const CONFIG = Symbol('config');
const LOGGER = Symbol('logger');

/** Injects the validated configuration. */
export const InjectConfig = (): ParameterDecorator => Inject(CONFIG);
/** Injects the program's logger. */
export const InjectLogger = (): ParameterDecorator => Inject(LOGGER);

/** Configuration, logger, keys and the database connection, for every module of a program. */
@Global()
@Module({})
export class PlatformModule {
  /**
   * @param role what this program may do in the database
   * @param pools two: what people ask of this program has a pool of its own, beside that of its timers
   */
  static forRoot(
    config: Config,
    logger: Logger,
    role: DatabaseRole = 'siar_app',
    pools: 1 | 2 = 1,
  ): DynamicModule {
    const { providers = [], exports = [], ...rest } = PlatformModule.withoutKeys(config, logger, role, pools);
    return {
      ...rest,
      providers: [...providers, { provide: Keys, useValue: new Keys(config) }],
      exports: [...exports, Keys],
    };
  }

  /** The same for a program that holds no key. @param settings all that it is given */
  static withoutKeys(
    settings: Pick<Config, 'DATABASE_URL' | 'DATABASE_POOL' | 'DATABASE_TIMEOUT_SECONDS'>,
    logger: Logger,
    role: DatabaseRole,
    pools: 1 | 2 = 1,
  ): DynamicModule {
    const limits = programLimits(settings.DATABASE_TIMEOUT_SECONDS);
    const options = databaseOptions(settings.DATABASE_URL, settings.DATABASE_POOL, role, limits);
    const open = (): DataSource => new DataSource(options);
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({ ...options, retryAttempts: 30, retryDelay: 1000 }),
          dataSourceFactory: async () => (pools === 2 ? inTwoPools(open(), open()) : open()),
        }),
      ],
      providers: [
        { provide: CONFIG, useValue: settings },
        { provide: LOGGER, useValue: logger },
        {
          provide: Heartbeat,
          useFactory: (database: DataSource) => new Heartbeat(database, settings, role, logger),
          inject: [DataSource],
        },
        LargeReads,
      ],
      exports: [CONFIG, LOGGER, Heartbeat, LargeReads],
    };
  }
}
