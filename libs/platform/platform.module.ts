import { type DynamicModule, Global, Inject, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { type Config } from './config/config.js';
import { Keys } from './crypto/crypto.js';
import { Database, databaseOptions } from './database/database.js';
import { Heartbeat } from './program/heartbeat.js';
import { KeptCounts } from './database/counts/kept-counts.js';
import { LargeReads } from './database/counts/large-reads.js';
import { programLimits } from './database/limits.rules.js';
import { mustFit } from './database/upkeep/release.js';
import { inTwoPools, movingPool } from './database/pools.js';
import type { DatabaseRole } from './database/upkeep/grants.js';
import type { Logger } from './logging/logging.js';

/** Tokens for factories; classes use the decorators below. */
export const CONFIG = Symbol('config');
export const LOGGER = Symbol('logger');
/** Whatever looks into the database while a program is being made injects it: the schema was found to fit. */
export const FITTING_SCHEMA = Symbol('schema that fits');

/** Injects the validated configuration. */
export const InjectConfig = (): ParameterDecorator => Inject(CONFIG);
/** Injects the program's logger. */
export const InjectLogger = (): ParameterDecorator => Inject(LOGGER);

/** Provides the configuration, the logger, the keys and the database connection to every module of a program. */
@Global()
@Module({})
export class PlatformModule {
  /**
   * @param role the database role of this program
   * @param timers connections of a second pool for timers, beside the pool for requests; without it, one pool serves
   *   both
   */
  static forRoot(
    config: Config,
    logger: Logger,
    role: DatabaseRole = 'siar_app',
    timers?: number,
  ): DynamicModule {
    const {
      providers = [],
      exports = [],
      ...rest
    } = PlatformModule.withoutKeys(config, logger, role, timers);
    return {
      ...rest,
      providers: [...providers, { provide: Keys, useValue: new Keys(config) }],
      exports: [...exports, Keys],
    };
  }

  /** Like `forRoot`, for a program without keys. @param settings all settings that the program has */
  static withoutKeys(
    settings: Pick<Config, 'DATABASE_URL' | 'DATABASE_POOL' | 'DATABASE_TIMEOUT_SECONDS'>,
    logger: Logger,
    role: DatabaseRole,
    timers?: number,
  ): DynamicModule {
    const limits = programLimits(settings.DATABASE_TIMEOUT_SECONDS);
    const optionsOf = (pool: number): ReturnType<typeof databaseOptions> =>
      databaseOptions(settings.DATABASE_URL, pool, role, limits);
    const options = optionsOf(settings.DATABASE_POOL);
    const requests = new Database(options);
    const pools = timers === undefined ? requests : inTwoPools(new Database(optionsOf(timers)), requests);
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({ ...options, retryAttempts: 30, retryDelay: 1000 }),
          dataSourceFactory: async () => pools,
        }),
      ],
      providers: [
        { provide: CONFIG, useValue: settings },
        { provide: LOGGER, useValue: logger },
        {
          // Made before any task of the program begins.
          provide: FITTING_SCHEMA,
          useFactory: async (database: Database) => {
            try {
              await mustFit(database.manager);
            } catch (error) {
              // Nest runs no shutdown hooks of a program that it could not make.
              await database.destroy();
              throw error;
            }
          },
          inject: [Database],
        },
        {
          provide: Heartbeat,
          useFactory: (database: Database) => {
            const heartbeat = new Heartbeat(database, settings, role, logger);
            if (timers !== undefined) heartbeat.alsoAsk(movingPool(requests));
            return heartbeat;
          },
          inject: [Database],
        },
        {
          provide: LargeReads,
          useFactory: (database: Database) => new LargeReads(database),
          inject: [Database],
        },
        {
          provide: KeptCounts,
          useFactory: (database: Database, reads: LargeReads) => new KeptCounts(database, reads, logger),
          inject: [Database, LargeReads],
        },
      ],
      exports: [CONFIG, LOGGER, FITTING_SCHEMA, Heartbeat, KeptCounts, LargeReads],
    };
  }
}
