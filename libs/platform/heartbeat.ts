import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { Config } from './config.js';
import { driverOptions, rows, type Tx, sqlState } from './database.js';
import { programLimits } from './limits.rules.js';
import type { Logger } from './logging.js';
import { discard } from './silence.js';
import type { DatabaseRole } from './rights.js';
import { judge } from './watchdog.rules.js';
import { within } from './within.js';

/** Beats in the time after which a peer counts as hung. */
const BEATS = 4;
/** A program hangs for good after this many times that. */
const PATIENCE = 3;
/** A fresh connection may take this long, in ms. */
const FRESH_MS = 3_000;
/** What was written answers for this long, in ms. */
const WRITTEN_FOR_MS = 1_000;
/** What systemd and Compose read as a failure: the program is started again. */
const EXIT_CODE = 70;

/** A program that has said nothing for a while: it hangs, or was killed. */
export interface SilentProgram {
  program: string;
  name: string;
  since: Date;
}

/**
 * Writes every few seconds that this program lives, through the pool that its work uses, and ends the program where that
 * hangs for good while a fresh connection works: Compose starts again what has ended, and nothing that merely hangs.
 */
export class Heartbeat implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Nobody can guess it, and so none can hold the row that this program waits for. */
  readonly name = `${hostname().slice(0, 64)}-${process.pid}-${randomBytes(8).toString('hex')}`;
  private readonly program: string;
  private readonly stopping = new AbortController();
  private readonly checks: (() => Promise<boolean>)[] = [() => this.beats()];
  private writing: Promise<void> | null = null;
  private running: Promise<void> = Promise.resolve();
  private channels: readonly string[] = [];

  constructor(
    private readonly database: DataSource,
    private readonly config: Pick<Config, 'DATABASE_URL' | 'DATABASE_TIMEOUT_SECONDS'>,
    private readonly role: DatabaseRole,
    private readonly logger: Logger,
    private readonly exit: (code: number) => void = (code) => process.exit(code),
  ) {
    this.program = role === 'siar_app' ? 'publisher' : role.replace('siar_', '');
  }

  /** One more sign of progress. @param check false: there is none though there should be */
  alsoAsk(check: () => Promise<boolean>): void {
    this.checks.push(check);
  }

  /** Says, from now on with each sign of life, which channels this worker serves. @throws Error while the database is away */
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
    // What ends in an orderly way is not silent. Where the database is away the row is forgotten later.
    await this.database.query(BEAT, [this.program, this.name, true, []]).catch(() => undefined);
  }

  /**
   * Writes a row and a temporary file: shows a database that is away, read-only, or whose disk is full. Once a second at
   * most, and one at a time, however many ask: anybody may.
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
      const progress = await this.progress();
      const databaseThere = progress || (await this.databaseThere());
      const look = { progress, databaseThere };
      const verdict = judge(hungSince, look, performance.now(), PATIENCE * timeoutMs);
      if (verdict.end && !signal.aborted) {
        const seconds = Math.round((performance.now() - (verdict.hungSince ?? 0)) / 1000);
        this.logger.fatal(
          { seconds },
          'no progress though the database is there: ending, to be started again',
        );
        this.exit(EXIT_CODE);
        return;
      }
      ({ hungSince } = verdict);
      await sleep(timeoutMs / BEATS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async progress(): Promise<boolean> {
    const { queryMs } = programLimits(this.config.DATABASE_TIMEOUT_SECONDS);
    try {
      return (await within(queryMs, Promise.all(this.checks.map((check) => check())))).every(Boolean);
    } catch {
      // Said by whoever needs the database; here it only counts.
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
   * Writes what the pool would write, since a full disk or a read-only server is no fault of this program either; and no sign
   * of life: its row is gone again by the time that anybody could see it.
   */
  private async look(client: pg.Client): Promise<void> {
    const name = `${this.name} look`;
    await client.query('BEGIN');
    await client.query(BEAT, [this.program, name, false, []]);
    for (const sql of SPILL) await client.query(sql);
    await client.query(BEAT, [this.program, name, true, []]);
    await client.query('COMMIT');
  }

  private async databaseThere(): Promise<boolean> {
    const limits = programLimits(this.config.DATABASE_TIMEOUT_SECONDS);
    const client = new pg.Client({
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

/** Sorts a megabyte in 64 kB: the rest goes to a file. */
const SPILL = [
  `SET LOCAL work_mem = '64kB'`,
  `SELECT count(*) FROM (SELECT repeat(md5(n::text), 16) AS text FROM generate_series(1, 2000) AS n ORDER BY 1 OFFSET 0) AS sorted`,
];

/** Takes the program, its name, whether it ends, and the channels it serves. */
const BEAT = 'SELECT beat($1, $2, $3, $4)';

/** Silent programs that are named, at most. */
const MOST_SILENT = 100;
/** How long reading them may wait for a lock, in ms. */
const LOCKED_MS = 500;

/**
 * The programs that have missed several beats, the longest silent first.
 * @param seconds DATABASE_TIMEOUT_SECONDS
 * @throws Error soon, where somebody has locked the table
 */
export function silentPrograms(database: EntityManager, seconds: number): Promise<SilentProgram[]> {
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
 * Forgets programs that are long gone, and signs of life from a time to come, which nobody gives who has nothing in mind;
 * those whose row somebody holds, another time.
 */
export async function forgetSilent(tx: Pick<Tx, 'query'>): Promise<void> {
  await tx.query(
    `DELETE FROM heartbeats WHERE (program, name) IN (
       SELECT program, name FROM heartbeats WHERE beat_at < siar_now() - interval '5 minutes' OR beat_at > siar_now() + interval '1 minute' FOR UPDATE SKIP LOCKED)`,
  );
}

/**
 * Ends transactions that the gateway's login keeps open for longer than this: it never does by itself.
 * @returns how many; null where the database's owner is no superuser and may not signal other sessions
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
