import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Database } from '../database/database.js';
import { FITTING_SCHEMA } from '../platform.module.js';
import { mustBeSameKind } from './training.js';

/** The kind of this installation, once its database was found to be of the same kind. */
export class Installation {
  constructor(readonly training: boolean) {}
}

/** Keeps a program from its database where that is of the other kind: nothing that needs `Installation` is made then. */
@Global()
@Module({})
export class InstallationModule {
  static for(training: boolean): DynamicModule {
    return {
      module: InstallationModule,
      providers: [
        {
          provide: Installation,
          inject: [Database, FITTING_SCHEMA],
          useFactory: async (database: Database) => {
            try {
              await mustBeSameKind(database.manager, training);
            } catch (error) {
              // Nest runs no shutdown hooks of a program that it could not make.
              await database.destroy();
              throw error;
            }
            return new Installation(training);
          },
        },
      ],
      exports: [Installation],
    };
  }
}
