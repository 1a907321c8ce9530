import { Injectable } from '@nestjs/common';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import { Database, prepared, rows, type Tx } from '#platform/database';
import { type Logger, LogThrottle } from '#platform/logging';
import type { ChannelSince } from '#contract/api/run';
import { NOTE_STALLED, STALLED } from './stalled.js';
import { NOTE_UNANSWERED } from './unanswered.js';
import { NOTE_UNSERVED, UNSERVED } from './unserved.js';

export type { ChannelSince } from '#contract/api/run';

/**
 * Finds channels that send nothing although they could: stalled ones, whatever the reason (workers that hang, a lock that is
 * never released, a queue that returns nothing), those without a worker, and providers that do not answer. Each publisher
 * checks and writes the result to the tables, so that all programs and screens show the same.
 */
@Injectable()
export class ChannelWatch {
  private readonly said = new LogThrottle();

  constructor(
    private readonly database: Database,
    @InjectConfig()
    private readonly config: Pick<
      Config,
      'DATABASE_TIMEOUT_SECONDS' | 'PROVIDER_TIMEOUT_SECONDS' | 'STALL_SECONDS'
    >,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Runs one check of each kind. @returns the stalled channels */
  async round(): Promise<ChannelSince[]> {
    const { manager } = this.database;
    await prepared(manager, NOTE_STALLED, [this.config.STALL_SECONDS]);
    await prepared(manager, NOTE_UNSERVED, [this.config.DATABASE_TIMEOUT_SECONDS]);
    await prepared(manager, NOTE_UNANSWERED, [this.config.PROVIDER_TIMEOUT_SECONDS]);
    const found = await this.stalled();
    if (found.length > 0)
      this.said.say((leftOut) =>
        this.logger.error({ stalled: found, leftOut }, 'copies wait and none is handed over'),
      );
    return found;
  }

  /** The stalled channels, and since when. */
  stalled(tx: Pick<Tx, 'query'> = this.database.manager): Promise<ChannelSince[]> {
    return rows<ChannelSince>(tx, STALLED);
  }

  /** The channels without a worker, and since when. */
  unserved(): Promise<ChannelSince[]> {
    return rows<ChannelSince>(this.database.manager, UNSERVED);
  }
}
