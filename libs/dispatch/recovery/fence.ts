import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { record } from '#audit';
import { InjectConfig, InjectLogger } from '#platform';
import { type Config, noteTimeline } from '#platform/config';
import { connectionOf, Database, prepared, row, type Statement, type Tx } from '#platform/database';
import { lastLines, LineFile } from '#platform/files';
import { type Logger, LogThrottle } from '#platform/logging';
import { Heartbeat } from '#platform/program';
import { within } from '#platform/waiting';
import { ClaimNotes } from '#queue';
import type { Claim } from '../ledger/ledger.js';
import { type ClaimNote, readNote, toCompare, writeNote } from './claim-notes.rules.js';

/** While it sends, a program compares the last notes with the database this often, in ms. */
const LOOK_AGAIN_MS = 5_000;
/** The queue server's last notes that are compared: what a restore loses is the end. */
const LAST = 500;
/** How long nothing is claimed after a note could not be written, in ms. */
const REST_MS = 1_000;
/** The size at which a file of notes is replaced, in bytes. */
const MOST_BYTES = 8_000_000;
/** How long the folder of notes may take to answer, in ms: a disk that hangs holds no claim up. */
const DISK_MS = 3_000;

/** What proves that the database is older than what was sent from it. */
export interface Finding {
  /** Marked claims that the database does not have. */
  claims: number;
  /** Their copies. */
  copies: number;
  /** Whether the data came from another server, such as by a dump. */
  otherServer: boolean;
  /** Whether the timeline moved and no note is left outside the database that could prove that nothing is missing. */
  blind: boolean;
}

/** The database is not the one that the notes were made of. */
export class Restored extends Error {
  /** @param epoch in which it was found */
  constructor(
    readonly finding: Finding,
    readonly epoch: number,
  ) {
    super('the database is older than what was sent from it');
  }
}

/** Which server and data a connection leads to. */
export interface Identity {
  installation: string;
  epoch: number;
  /** By the database's clock, in ms since 1970. */
  now: number;
  /** The server's, and the one recorded with the data. */
  system: string;
  recorded: string;
  timeline: string;
  /** That on which notes were last compared with the data; null: none yet. */
  comparedOn: string | null;
  /** Whether claims were made in it. */
  hasTraces: boolean;
  /** Changes whenever the server, its start, its timeline or the data may be other ones. */
  stamp: string;
}

/**
 * Keeps a restored backup, or a standby that had not got everything, from sending again what has gone out. Each claim is
 * marked outside the database before its first hand-over: in the queue server and in a file. Whenever a connection may
 * lead to another database, and every few seconds, the last notes must have their trace there; else everything stops until
 * people have run "npm run after-restore" (docs/restoring.md).
 */
@Injectable()
export class Fence implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly passed = new WeakSet<object>();
  private seen: (Identity & { lookedAt: number }) | null = null;
  /** The comparison under way. */
  private comparing: { stamp: string; finding: Promise<Finding | null> } | null = null;
  private file: { of: string; notes: LineFile } | null = null;
  private marked = 0;
  private noted: string | null = null;
  private restsUntil = 0;
  private readonly onePlace = new LogThrottle();
  private readonly noPlace = new LogThrottle();
  private readonly unread = new LogThrottle();

  constructor(
    private readonly database: Database,
    private readonly queue: ClaimNotes,
    private readonly heartbeat: Heartbeat,
    @InjectConfig() private readonly config: Pick<Config, 'STATE_DIR'>,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Looks before anything is claimed, so that people are told at once. Each claim looks too. */
  async onApplicationBootstrap(): Promise<void> {
    await this.look().catch((error: unknown) =>
      this.logger.warn({ err: error }, 'what was sent cannot be compared with the database yet'),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.file?.notes.close();
  }

  /**
   * Compares, and stops everything where the database is older.
   * @returns the timeline on which all was well; null where it was not
   * @throws Error when it cannot be compared
   */
  async look(): Promise<string | null> {
    try {
      await this.database.transaction((tx) => this.pass(tx));
      return this.seen?.timeline ?? null;
    } catch (error) {
      if (!(error instanceof Restored)) throw error;
      await this.raise(error);
      return null;
    }
  }

  /** Looks, for a program that may record on which timeline all was well. */
  async watch(): Promise<void> {
    const timeline = await this.look();
    if (timeline !== null && timeline !== this.noted) await noteTimeline(this.database.manager, timeline);
    this.noted = timeline;
  }

  /**
   * Lets the transaction of a claim pass. Asks the database only on a connection's first use and every few seconds.
   * @throws Restored when its database is older than what was sent: `raise` that outside the transaction
   * @throws Error when the queue server cannot be asked
   */
  async pass(tx: Tx): Promise<void> {
    const connection = await connectionOf(tx);
    const fresh = this.seen !== null && performance.now() - this.seen.lookedAt < LOOK_AGAIN_MS;
    if (fresh && this.passed.has(connection)) return;
    const identity = await identityOf(tx);
    if (!fresh || identity.stamp !== this.seen?.stamp) {
      const lookedAt = performance.now();
      const finding = await this.compareOnce(tx, identity);
      if (finding) throw new Restored(finding, identity.epoch);
      this.seen = { ...identity, lookedAt };
    }
    this.passed.add(connection);
  }

  /** Stops everything, once, and records it. */
  async raise({ finding, epoch }: Restored): Promise<void> {
    if (await this.database.transaction((tx) => raiseFence(tx, finding, epoch)))
      this.logger.error(
        { ...finding },
        'EVERYTHING STOPS: the database is older than what was sent from it; run "npm run after-restore"',
      );
  }

  /**
   * Marks a claim outside the database, in the first place that can be written.
   * @returns false when none can: then nothing of it may be handed over
   */
  async mark(claim: Claim): Promise<boolean> {
    if (!this.seen) throw new Error('a claim is marked that did not pass the fence');
    const { installation, epoch, system, timeline } = this.seen;
    this.marked += 1;
    const line = writeNote({
      epoch,
      claim: claim.id,
      leasedUntil: claim.leasedUntil.getTime(),
      at: claim.now.getTime(),
      broadcast: claim.broadcastId,
      wave: claim.waveId,
      batch: claim.batchNo,
      copies: claim.deliveries.length,
      system,
      timeline,
      worker: this.heartbeat.name.slice(-16),
      no: this.marked,
    });
    const places = [
      within(DISK_MS, this.fileOf(installation).append(line)),
      ...(this.queue.kept ? [this.queue.add(installation, line)] : []),
    ];
    for (const place of places)
      place.catch((error: unknown) =>
        this.onePlace.say((leftOut) =>
          this.logger.warn({ err: error, leftOut }, 'a claim could not be marked in one of its places'),
        ),
      );
    try {
      await Promise.any(places);
      return true;
    } catch (error) {
      this.restsUntil = performance.now() + REST_MS;
      this.noPlace.say((leftOut) =>
        this.logger.error(
          { err: error, leftOut },
          'nothing is handed over: what is sent can be marked neither in STATE_DIR nor in the queue server',
        ),
      );
      return false;
    }
  }

  /** Waits after a note could not be written, before the next claim. */
  async ready(over: () => boolean): Promise<void> {
    while (performance.now() < this.restsUntil && !over()) await sleep(REST_MS / 10);
  }

  private fileOf(installation: string): LineFile {
    if (this.file?.of !== installation) {
      const old = this.file?.notes.close();
      old?.catch((error: unknown) => this.logger.warn({ err: error }, 'a file of marks was not closed'));
      const notes = new LineFile(
        join(this.config.STATE_DIR, installation),
        `${this.heartbeat.name}.marks`,
        MOST_BYTES,
      );
      this.file = { of: installation, notes };
    }
    return this.file.notes;
  }

  /** Compares, unless another transaction is comparing the same data: lanes that begin together need one answer. */
  private async compareOnce(tx: Tx, identity: Identity): Promise<Finding | null> {
    const { stamp } = identity;
    if (this.comparing?.stamp === stamp) return this.comparing.finding;
    const mine = { stamp, finding: this.compare(tx, identity, stamp === this.seen?.stamp) };
    this.comparing = mine;
    try {
      return await mine.finding;
    } finally {
      if (this.comparing === mine) this.comparing = null;
    }
  }

  /** @param again whether the database is the one that was compared before: a queue server that is away delays nothing then */
  private async compare(tx: Tx, identity: Identity, again: boolean): Promise<Finding | null> {
    const { installation, epoch, now } = identity;
    const unread = (may: boolean) => (error: unknown) => {
      if (!may) throw error;
      this.unread.say((leftOut) =>
        this.logger.warn({ err: error, leftOut }, 'marks of claims could not be read in one of their places'),
      );
      return [];
    };
    const files = within(DISK_MS, lastLines(join(this.config.STATE_DIR, installation)));
    const lines = await Promise.all([
      files.catch(unread(this.queue.kept)),
      this.queue.kept ? this.queue.last(installation, LAST).catch(unread(again)) : [],
    ]);
    const notes = lines.flat().flatMap((line) => readNote(line) ?? []);
    const { missing } = await compareWith(tx, toCompare(notes, epoch, now));
    // Where the queues are in PostgreSQL only workers have notes, each its own.
    return findingOf(identity, missing, this.queue.kept && notes.length === 0);
  }
}

/**
 * Stops everything, and records it.
 * @param epoch in which it was found: after-restore may have settled it since
 * @returns false where a fence stands already, or the epoch is over
 */
export async function raiseFence(tx: Tx, finding: Finding, epoch: number): Promise<boolean> {
  const found = await row<{ id: string | null }>(tx, 'SELECT raise_fence($1, $2) AS id', [finding, epoch]);
  const id = found?.id ?? null;
  if (id === null) return false;
  await record(tx, {
    actorId: null,
    act: 'emergency.fence',
    subject: `emergency-stop:${id}`,
    detail: { ...finding },
  });
  return true;
}

/**
 * What is missing, or null where nothing is and the server is the data's own.
 * @param unmarked whether there is no note at all, in places that should have some
 */
export function findingOf(
  { system, recorded, timeline, comparedOn, hasTraces }: Identity,
  missing: readonly ClaimNote[],
  unmarked: boolean,
): Finding | null {
  const otherServer = system !== recorded;
  const blind = unmarked && hasTraces && comparedOn !== null && comparedOn !== timeline;
  if (missing.length === 0 && !otherServer && !blind) return null;
  const copies = missing.reduce((sum, note) => sum + note.copies, 0);
  return { claims: missing.length, copies, otherServer, blind };
}

/** Parts notes into those with a trace of their claim in the database, and those without. */
export async function compareWith(
  tx: Tx,
  notes: readonly ClaimNote[],
): Promise<{ known: ClaimNote[]; missing: ClaimNote[] }> {
  if (notes.length === 0) return { known: [], missing: [] };
  const lacking = await prepared<{ n: string }>(tx, LACKING, [
    notes.map(({ claim }) => claim),
    notes.map(({ leasedUntil }) => leasedUntil),
  ]);
  const gone = new Set(lacking.map(({ n }) => Number(n) - 1));
  return { known: notes.filter((_, n) => !gone.has(n)), missing: notes.filter((_, n) => gone.has(n)) };
}

// $1 claims $2 the ends of their leases, in ms: a program reads them without the microseconds.
const LACKING: Statement = {
  name: 'marks without a trace',
  sql: `
SELECT m.n FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY AS m(id, leased, n)
WHERE NOT EXISTS (SELECT FROM claim_traces t WHERE t.id = m.id AND abs(extract(epoch FROM t.leased_until) * 1000 - m.leased) <= 1)`,
};

/** @throws Error where no program has started on this database yet */
export async function identityOf(tx: Tx): Promise<Identity> {
  const [found] = await prepared<Omit<Identity, 'now'> & { now: string }>(tx, IDENTITY);
  if (!found) throw new Error('the database has no row in installation');
  return { ...found, now: Number(found.now) };
}

const IDENTITY: Statement = {
  name: 'identity',
  sql: `
SELECT i.id AS installation, i.epoch, i.timeline AS "comparedOn", EXISTS (SELECT FROM claim_traces) AS "hasTraces", (extract(epoch FROM siar_now()) * 1000)::bigint AS now, c.system_identifier::text AS system,
  i.system_identifier AS recorded, left(pg_walfile_name(pg_current_wal_lsn()), 8) AS timeline,
  concat_ws(' ', i.id, i.epoch, c.system_identifier, i.system_identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8),
    pg_postmaster_start_time(), d.oid, 'claim_traces'::regclass::oid) AS stamp
FROM installation i CROSS JOIN pg_control_system() c JOIN pg_database d ON d.datname = current_database()`,
};
