import { Injectable } from '@nestjs/common';
import { Keys } from '#platform/crypto';
import { Database, prepared, row, rows, type Statement } from '#platform/database';
import { CallbackOpener } from './box.js';
import {
  type CallbackSource,
  MOST_TRIES,
  type RawCallback,
  restAfter,
  unpackCallback,
} from './callback.rules.js';

/** Maximum number of callbacks claimed at once. */
const GROUP = 64;
/** Lease of a claim, in seconds; after it the callbacks of a dead process are claimed again. */
const LEASE_SECONDS = 30;
/** How many callbacks that were set aside are kept for inspection, and for how many days; the oldest go first. */
const KEPT_ASIDE = 1_000;
const KEPT_DAYS = 7;
/**
 * How long a callback waits for what it is about, in minutes: an outcome that cannot be written is kept for ten. The
 * pauses between two looks, in seconds, grow from the first with the callback's age.
 */
const EARLY_MINUTES = 15;
const EARLY_SECONDS = 2;
/** Interval at which units that were rolled back are given back, in seconds. */
const LOST_SECONDS = 60;
/** The units that a callback takes: see store_callback. */
const UNITS = '(octet_length(content) / 4096 + 1)';

/** A claimed callback. */
export interface WaitingCallback {
  id: string;
  source: CallbackSource;
  /** Null where it was not sealed to our key: somebody else wrote it. */
  content: RawCallback | null;
  /** This one included. */
  tries: number;
}

/** The number of callbacks in the inbox. */
export interface CallbackBacklog {
  waiting: number;
  setAside: number;
}

/** The registrar's side of the inbox. Any number of registrars may read at once: each callback is claimed by one. */
@Injectable()
export class WaitingCallbacks {
  private readonly opener: CallbackOpener;

  constructor(
    private readonly database: Database,
    keys: Keys,
  ) {
    this.opener = new CallbackOpener(keys);
  }

  /** Publishes the key that gateways seal to; without it they cannot store callbacks. */
  async publishKey(): Promise<void> {
    await this.database.query(
      'UPDATE callback_intake SET public_key = $1 WHERE public_key IS DISTINCT FROM $1',
      [this.opener.publicKey],
    );
  }

  /** Claims a group of new callbacks, the oldest first. */
  fresh(): Promise<WaitingCallback[]> {
    return this.claim(FRESH, GROUP);
  }

  /** Claims one callback that was tried before, alone: should it end the process, no other is affected. */
  async again(): Promise<WaitingCallback[]> {
    return this.claim(TRIED, 1);
  }

  /** Sets aside a callback that was claimed too often and never done: it ended each process that read it. */
  async setAsideDeadly(): Promise<WaitingCallback[]> {
    const deadly = await this.claim(DEADLY, 1);
    for (const { id } of deadly) await this.setAside(id);
    return deadly;
  }

  private async claim({ waits, claim }: Which, most: number): Promise<WaitingCallback[]> {
    const { manager } = this.database;
    if ((await prepared(manager, waits)).length === 0) return [];
    const claimed = await rows<{ id: string; source: CallbackSource; content: Buffer; tries: number }>(
      manager,
      claim,
      [most, LEASE_SECONDS],
    );
    return claimed
      .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
      .map(({ content, ...callback }) => {
        const opened = this.opener.open(content, callback.source);
        return { ...callback, content: opened && unpackCallback(opened) };
      });
  }

  /** Deletes handled callbacks, and gives back their units. */
  async done(ids: readonly string[]): Promise<void> {
    if (ids.length > 0)
      await this.giveBack(
        `DELETE FROM callbacks WHERE id = ANY ($1::bigint[])
         RETURNING CASE WHEN set_aside_at IS NULL THEN ${UNITS} ELSE 0 END AS units`,
        [ids],
      );
  }

  /** Schedules another try of a callback, or sets it aside after the last try. @returns whether it was set aside */
  async failed({ id, tries }: WaitingCallback): Promise<boolean> {
    if (tries >= MOST_TRIES) {
      await this.setAside(id);
      return true;
    }
    await this.database.query(
      'UPDATE callbacks SET leased_until = siar_now() + make_interval(secs => $2) WHERE id = $1',
      [id, restAfter(tries)],
    );
    return false;
  }

  /**
   * Lets callbacks wait that came before what they are about. They have not failed: their tries begin again.
   * @returns the ids of those that wait; the others have waited long enough
   */
  async postpone(callbacks: readonly WaitingCallback[]): Promise<ReadonlySet<string>> {
    if (callbacks.length === 0) return new Set();
    const postponed = await rows<{ id: string }>(
      this.database.manager,
      `UPDATE callbacks SET tries = 0,
         leased_until = siar_now() + greatest(make_interval(secs => $2), (siar_now() - received_at) / 2)
       WHERE id = ANY ($1::bigint[]) AND received_at > siar_now() - make_interval(mins => $3) RETURNING id`,
      [callbacks.map(({ id }) => id), EARLY_SECONDS, EARLY_MINUTES],
    );
    return new Set(postponed.map(({ id }) => id));
  }

  private async setAside(id: string): Promise<void> {
    await this.giveBack(
      `UPDATE callbacks SET set_aside_at = siar_now() WHERE id = $1 AND set_aside_at IS NULL
       RETURNING ${UNITS} AS units`,
      [id],
    );
    await this.forget();
  }

  /** @param statement returns the units of each callback that waits no longer */
  private async giveBack(statement: string, parameters: unknown[]): Promise<void> {
    await this.database.query(
      `WITH through AS (${statement})
       UPDATE callback_intake SET drained = drained + (SELECT coalesce(sum(units), 0) FROM through)`,
      parameters,
    );
  }

  /** Deletes callbacks that were set aside long ago, and those beyond the number that is kept. */
  async forget(): Promise<void> {
    await this.database.query(
      `DELETE FROM callbacks WHERE set_aside_at < siar_now() - make_interval(days => $2) OR id IN (
         SELECT id FROM callbacks WHERE set_aside_at IS NOT NULL ORDER BY set_aside_at DESC, id DESC OFFSET $1)`,
      [KEPT_ASIDE, KEPT_DAYS],
    );
  }

  /**
   * Gives back units that were rolled back: of those taken before the last check, all that no waiting callback has,
   * once every transaction of that time has ended. (A transaction id that is not assigned yet comes from another
   * server, of which this one is a copy.) Runs seldom, because rolled back rows take space until they are vacuumed.
   */
  async giveBackLost(): Promise<void> {
    // First, in a statement of its own: a transaction that takes a unit after it may not run yet when the other
    // statement begins.
    const taken = await row<{ units: string }>(
      this.database.manager,
      'SELECT last_value AS units FROM callback_units',
    );
    await this.database.query(
      `UPDATE callback_intake SET looked_to = $1, looked_at = siar_now(), looked_before = pg_snapshot_xmax(pg_current_snapshot()),
         drained = greatest(drained, looked_to -
           (SELECT coalesce(sum(${UNITS}), 0) FROM callbacks WHERE set_aside_at IS NULL AND id <= looked_to))
       WHERE looked_at <= siar_now() - make_interval(secs => $2)
         AND (looked_before <= pg_snapshot_xmin(pg_current_snapshot()) OR looked_before > pg_snapshot_xmax(pg_current_snapshot()))`,
      [taken?.units, LOST_SECONDS],
    );
  }

  /** Counts the waiting callbacks and those set aside. */
  async backlog(): Promise<CallbackBacklog> {
    const counted = await row<{ waiting: number; aside: number }>(
      this.database.manager,
      `SELECT count(*) FILTER (WHERE set_aside_at IS NULL)::int AS waiting,
         count(*) FILTER (WHERE set_aside_at IS NOT NULL)::int AS aside FROM callbacks`,
    );
    return { waiting: counted?.waiting ?? 0, setAside: counted?.aside ?? 0 };
  }
}

/** Some of the callbacks that wait. */
interface Which {
  /** Returns a row if there is one: asked ten times a second. */
  waits: Statement;
  /** Not prepared, so that a backlog is not claimed by the plan of an empty table. $1 callbacks at most $2 seconds of the lease. */
  claim: string;
}

const which = (name: string, tries: string): Which => {
  const waiting = `FROM callbacks WHERE set_aside_at IS NULL AND ${tries} AND (leased_until IS NULL OR leased_until <= siar_now())`;
  return {
    waits: { name: `${name} callback waits`, sql: `SELECT ${waiting} LIMIT 1` },
    claim: `UPDATE callbacks SET tries = tries + 1, leased_until = siar_now() + make_interval(secs => $2)
      WHERE id = ANY (ARRAY(SELECT id ${waiting} ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED))
      RETURNING id, source, content, tries`,
  };
};
const FRESH = which('fresh', 'tries = 0');
const TRIED = which('tried', `tries BETWEEN 1 AND ${MOST_TRIES - 1}`);
const DEADLY = which('deadly', `tries >= ${MOST_TRIES}`);
