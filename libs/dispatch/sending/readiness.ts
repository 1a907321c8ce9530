import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelName } from '#channels';
import type { Config } from '#platform/config';
import { type Database, prepared, type Statement } from '#platform/database';
import { type Logger, LogThrottle } from '#platform/logging';
import type { QueueFeeder } from '../flow-control/queue-feeder.js';
import { planClaims } from '../ledger/ledger.js';
import { type Fence, Restored } from '../recovery/fence.js';

/** How often waves that are due soon are looked for, in ms. */
const LOOK_MS = 1_000;
/** How long before a wave is due this worker gets ready, in seconds: a comparison of the fence lasts for longer. */
const AHEAD_SECONDS = 3;
/** How long a worker stays ready, in ms: its pool closes connections that were idle for 10 s. */
const LASTS_MS = 5_000;
/** Connections made ready at most: as many as the claims, the outcomes and the ends of batches use at once. */
const CONNECTIONS = 10;

/** The dependencies of a sender's readiness. */
interface ReadinessParts {
  channel: ChannelName;
  database: Database;
  config: Pick<Config, 'DATABASE_POOL'>;
  fence: Fence;
  feed: QueueFeeder;
  logger: Logger;
}

/**
 * Gets a worker ready shortly before waves of its channel are due: opens connections, compares marks, and plans the
 * statements of claims. Many waves are due at once, and their first copies would wait for all of that.
 */
export class Readiness {
  private readonly stopping = new AbortController();
  private looking: Promise<void> = Promise.resolve();
  private readyAt = Number.NEGATIVE_INFINITY;
  private readonly failures = new LogThrottle();

  constructor(private readonly parts: ReadinessParts) {}

  start(): void {
    this.looking = this.lookAgainAndAgain();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.looking;
  }

  /** Gets ready if a wave is due soon. @returns whether it did */
  async look(): Promise<boolean> {
    const { database, channel } = this.parts;
    if (performance.now() - this.readyAt < LASTS_MS) return false;
    const [soon] = await prepared(database.manager, DUE_SOON, [channel, AHEAD_SECONDS]);
    if (!soon) return false;
    this.readyAt = performance.now();
    // All at once, so that each transaction gets a connection of its own.
    const connections = Math.min(CONNECTIONS, this.parts.config.DATABASE_POOL);
    await Promise.all(Array.from({ length: connections }, () => this.connection()));
    return true;
  }

  private async connection(): Promise<void> {
    const { database, channel, fence, feed } = this.parts;
    try {
      await database.transaction(async (tx) => {
        await fence.pass(tx);
        await planClaims(tx, channel);
        await feed.plan(tx);
      });
    } catch (error) {
      // The first claim finds the same, and raises the fence.
      if (!(error instanceof Restored)) throw error;
    }
  }

  private async lookAgainAndAgain(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      // Whatever fails, claims come when their time has come.
      await this.look().catch((error: unknown) =>
        this.failures.say((leftOut) =>
          this.parts.logger.warn(
            { err: error, leftOut },
            'a worker could not get ready for waves that are due soon',
          ),
        ),
      );
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

// $1 channel $2 seconds
const DUE_SOON: Statement = {
  name: 'due soon',
  sql: `
SELECT 1 AS soon FROM waves w
WHERE w.channel = $1 AND w.state IN ('planned', 'prepared') AND w.due_at > (SELECT siar_now())
  AND w.due_at <= (SELECT siar_now()) + make_interval(secs => $2) LIMIT 1`,
};
