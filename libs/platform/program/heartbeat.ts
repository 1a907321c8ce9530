import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Config } from '../config/config.js';
import {
  type Database,
  driverOptions,
  rows,
  SingleConnection,
  sqlState,
  type Tx,
} from '../database/database.js';
import { programLimits } from '../database/limits.rules.js';
import type { Logger } from '../logging/logging.js';
import { discard } from '../database/silence.js';
import type { DatabaseRole } from '../database/upkeep/grants.js';
import { judge } from './watchdog.rules.js';
import { within } from '../waiting/within.js';

/** Heartbeats per DATABASE_TIMEOUT_SECONDS. */
const BEATS = 4;
/** A program counts as hung for good after this many times DATABASE_TIMEOUT_SECONDS. */
const PATIENCE = 3;
/** Timeout of a new connection, in ms. */
const FRESH_MS = 3_000;
/** How long the result of a write is reused, in ms. */
const WRITTEN_FOR_MS = 1_000;
/** Exit code that systemd and Compose treat as a failure, so that they restart the program. */
const EXIT_CODE = 70;

/** A program without a recent heartbeat: it hangs, or was killed. */
interface SilentProgram {
  program: string;
  name: string;
  since: Date;
}

/**
 * Writes a heartbeat every few seconds, through the pool that the program's work uses. Ends the program when that pool
 * hangs for good while a new connection works: Compose restarts a program that has exited, not one that hangs.
 */
export class Heartbeat implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Unguessable, so that no other session can lock the row that this program waits for. */
  readonly name = `${hostname().slice(0, 64)}-${process.pid}-${randomBytes(8).toString('hex')}`;
  private readonly program: string;
  private readonly stopping = new AbortController();
  private readonly checks: (() => Promise<boolean>)[] = [() => this.beats()];
  private writing: Promise<void> | null = null;
  private running: Promise<void> = Promise.resolve();
  private channels: readonly string[] = [];

  constructor(
    private readonly database: Database,
    private readonly config: Pick<Config, 'DATABASE_URL' | 'DATABASE_TIMEOUT_SECONDS'>,
    private readonly role: DatabaseRole,
    private readonly logger: Logger,
    private readonly exit: (code: number) => void = (code) => process.exit(code),
  ) {
    this.program = role === 'siar_app' ? 'publisher' : role.replace('siar_', '');
  }

  /** Adds a check of progress. @param check resolves to false when expected progress is missing */
  alsoAsk(check: () => Promise<boolean>): void {
    this.checks.push(check);
  }

  /** Adds the channels that this worker serves to each heartbeat. @throws Error while the database is unavailable */
  async serves(channels: readonly string[]): Promise<void> {
    this.channels = channels;
    await this.beat(this.database.manager);
  }

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
    // A program that shuts down is not silent. While the database is unavailable, the row stays and is deleted later.
    await this.database.query(BEAT, [this.program, this.name, true, []]).catch(() => undefined);
  }

  /**
   * Writes a heartbeat and a temporary file: fails where the database is unavailable or read-only, or its disk is full.
   * Any client may cause this call, so that all callers share at most one write a second.
   */
  write(): Promise<void> {
    if (!this.writing) {
      const forget = (): void => void setTimeout(() => (this.writing = null), WRITTEN_FOR_MS).unref();
      this.writing = this.writeNow();
      this.writing.then(forget, forget);
    }
    return this.writing;
  }

  private async writeNow(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.beat(tx);
      for (const sql of SPILL) await tx.query(sql);
    });
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const timeoutMs = this.config.DATABASE_TIMEOUT_SECONDS * 1000;
    let hungSince: number | null = null;
    while (!signal.aborted) {
      const progress = await this.allChecksPass();
      const databaseThere = progress || (await this.databaseThere());
      const look = { progress, databaseThere };
      const verdict = judge(hungSince, look, performance.now(), PATIENCE * timeoutMs);
      if (verdict.end && !signal.aborted) {
        const seconds = Math.round((performance.now() - (verdict.hungSince ?? 0)) / 1000);
        this.logger.fatal(
          { seconds },
          'no progress although the database is available: exiting for a restart',
        );
        this.exit(EXIT_CODE);
        return;
      }
      ({ hungSince } = verdict);
      await sleep(timeoutMs / BEATS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async allChecksPass(): Promise<boolean> {
    const { queryMs } = programLimits(this.config.DATABASE_TIMEOUT_SECONDS);
    try {
      return (await within(queryMs, Promise.all(this.checks.map((check) => check())))).every(Boolean);
    } catch {
      // The code that needs the database logs the error; here it only counts as no progress.
      return false;
    }
  }

  private async beats(): Promise<boolean> {
    await this.beat(this.database.manager);
    return true;
  }

  private async beat(tx: { query(sql: string, parameters: unknown[]): Promise<unknown> }): Promise<void> {
    await tx.query(BEAT, [this.program, this.name, false, this.channels]);
  }

  /**
   * Writes what the pool would write, because a full disk or a read-only server is no fault of this program either.
   * Leaves no heartbeat: the row is deleted in the same transaction.
   */
  private async look(client: SingleConnection): Promise<void> {
    const name = `${this.name} look`;
    await client.query('BEGIN');
    await client.query(BEAT, [this.program, name, false, []]);
    for (const sql of SPILL) await client.query(sql);
    await client.query(BEAT, [this.program, name, true, []]);
    await client.query('COMMIT');
  }

  private async databaseThere(): Promise<boolean> {
    const limits = programLimits(this.config.DATABASE_TIMEOUT_SECONDS);
    const client = new SingleConnection({
      ...driverOptions(this.config.DATABASE_URL, this.role, limits),
      connectionTimeoutMillis: FRESH_MS,
    });
    client.on('error', () => undefined);
    try {
      await within(
        2 * FRESH_MS,
        client.connect().then(() => this.look(client)),
      );
      return true;
    } catch {
      return false;
    } finally {
      discard(client);
    }
  }
}

/** Sorts 1 MB in 64 kB of memory, so that the rest goes to a file. */
const SPILL = [
  `SET LOCAL work_mem = '64kB'`,
  `SELECT count(*) FROM (SELECT repeat(md5(n::text), 16) AS text FROM generate_series(1, 2000) AS n ORDER BY 1 OFFSET 0) AS sorted`,
];

/** Parameters: the program, its name, whether it ends, and the channels it serves. */
const BEAT = 'SELECT beat($1, $2, $3, $4)';

/** Maximum number of silent programs returned. */
const MOST_SILENT = 100;
/** Lock timeout of the query, in ms. */
const LOCKED_MS = 500;

/**
 * Returns the programs that missed several heartbeats, the longest silent first.
 * @param seconds DATABASE_TIMEOUT_SECONDS
 * @throws Error after LOCKED_MS when another session has locked the table
 */
export function silentPrograms(database: Tx, seconds: number): Promise<SilentProgram[]> {
  return database.transaction(async (tx) => {
    await tx.query(`SET LOCAL lock_timeout = ${LOCKED_MS}`);
    return rows<SilentProgram>(
      tx,
      `SELECT program, name, beat_at AS since FROM heartbeats
       WHERE beat_at < siar_now() - make_interval(secs => $1) ORDER BY beat_at LIMIT $2`,
      [seconds, MOST_SILENT],
    );
  });
}

/**
 * Deletes heartbeats older than 5 minutes, and heartbeats more than a minute in the future, which only a forger writes.
 * Skips rows that another session has locked.
 */
export async function forgetSilent(tx: Pick<Tx, 'query'>): Promise<void> {
  await tx.query(
    `DELETE FROM heartbeats WHERE (program, name) IN (
       SELECT program, name FROM heartbeats WHERE beat_at < siar_now() - interval '5 minutes' OR beat_at > siar_now() + interval '1 minute' FOR UPDATE SKIP LOCKED)`,
  );
}

/**
 * Ends transactions that the gateway's login keeps open for longer than `seconds`; the gateway itself never does.
 * @returns their number; null where the database's owner is no superuser and may not signal other sessions
 */
export async function endStrays(tx: Pick<Tx, 'query'>, seconds = 30): Promise<number | null> {
  try {
    const [found] = await rows<{ ended: number }>(tx, 'SELECT end_gateway_strays($1) AS ended', [seconds]);
    return found?.ended ?? 0;
  } catch (error) {
    if (sqlState(error) === MAY_NOT) return null;
    throw error;
  }
}
/** SQLSTATE insufficient_privilege. */
const MAY_NOT = '42501';
