import { type DynamicModule, Global, Inject, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { type Config } from './config.js';
import { Keys } from './crypto.js';
import { DataSource } from 'typeorm';
import { databaseOptions } from './database.js';
import { Heartbeat } from './heartbeat.js';
import { programLimits } from './limits.rules.js';
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
  /** @param role what this program may do in the database */
  static forRoot(config: Config, logger: Logger, role: DatabaseRole = 'siar_app'): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRoot({
          ...databaseOptions(
            config.DATABASE_URL,
            config.DATABASE_POOL,
            role,
            programLimits(config.DATABASE_TIMEOUT_SECONDS),
          ),
          retryAttempts: 30,
          retryDelay: 1000,
        }),
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
        { provide: Keys, useValue: new Keys(config) },
        {
          provide: Heartbeat,
          useFactory: (database: DataSource) => new Heartbeat(database, config, role, logger),
          inject: [DataSource],
        },
      ],
      exports: [CONFIG, LOGGER, Keys, Heartbeat],
    };
  }
}
