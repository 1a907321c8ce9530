import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Database, row, type Tx } from '../database/database.js';
import { FITTING_SCHEMA } from '../platform.module.js';
import { ConfigError } from './config-error.js';

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

/**
 * Checks that the database is of this kind. From its first start on, a database is for training or for real use: the
 * sandbox must not report a real broadcast as sent, and an exercise must not reach people.
 * @throws ConfigError when the database is of the other kind
 */
async function mustBeSameKind(tx: Tx, training: boolean): Promise<void> {
  await tx.query('INSERT INTO installation (training) VALUES ($1) ON CONFLICT DO NOTHING', [training]);
  const found = await row<{ training: boolean }>(tx, 'SELECT training FROM installation');
  if (found?.training === training) return;
  const kind = found?.training ? 'a training installation' : 'real';
  throw new ConfigError(
    `TRAINING=${training} does not fit DATABASE_URL: that database is ${kind}, and stays so`,
  );
}
