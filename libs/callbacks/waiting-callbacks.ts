import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Keys, row, rows } from '#platform';
import { CallbackOpener } from './box.js';
import {
  type CallbackSource,
  MOST_TRIES,
  type RawCallback,
  restAfter,
  unpackCallback,
} from './callback.rules.js';

/** Callbacks claimed at once. */
const GROUP = 64;
/** How long a claim holds, in seconds; the callbacks of a process that died are claimed again after that. */
const LEASE_SECONDS = 30;
/** Callbacks set aside that are kept for somebody to look at, and for how many days; the oldest go first. */
const KEPT_ASIDE = 1_000;
const KEPT_DAYS = 7;

/** A callback that is ours to read now. */
export interface WaitingCallback {
  id: string;
  source: CallbackSource;
  /** Null where it was not sealed to us: somebody else wrote it. */
  content: RawCallback | null;
  /** This one included. */
  tries: number;
}

/** How much waits to be read. */
export interface CallbackBacklog {
  waiting: number;
  setAside: number;
}

/** The registrar's side of the inbox. Any number of registrars may read at once: each callback is claimed by one. */
@Injectable()
export class WaitingCallbacks {
  private readonly opener: CallbackOpener;

  constructor(
    private readonly database: DataSource,
    keys: Keys,
  ) {
    this.opener = new CallbackOpener(keys);
  }

  /** Lets gateways store callbacks: they seal them to this key. */
  async publishKey(): Promise<void> {
    await this.database.query(
      'UPDATE callback_intake SET public_key = $1 WHERE public_key IS DISTINCT FROM $1',
      [this.opener.publicKey],
    );
  }

  /** Claims a group of new callbacks, the oldest first. */
  fresh(): Promise<WaitingCallback[]> {
    return this.claim('tries = 0', GROUP);
  }

  /** Claims one callback that has been tried before: should it end the process, it takes no other with it. */
  async again(): Promise<WaitingCallback[]> {
    return this.claim(`tries BETWEEN 1 AND ${MOST_TRIES - 1}`, 1);
  }

  /** Sets aside what was claimed too often and never done: it ended each process that read it. */
  async setAsideDeadly(): Promise<WaitingCallback[]> {
    const deadly = await this.claim(`tries >= ${MOST_TRIES}`, 1);
    for (const { id } of deadly) await this.setAside(id);
    return deadly;
  }

  private async claim(which: string, most: number): Promise<WaitingCallback[]> {
    const claimed = await rows<{ id: string; source: CallbackSource; content: Buffer; tries: number }>(
      this.database.manager,
      `UPDATE callbacks SET tries = tries + 1, leased_until = siar_now() + make_interval(secs => $2)
       WHERE id = ANY (ARRAY(
         SELECT id FROM callbacks
         WHERE set_aside_at IS NULL AND ${which} AND (leased_until IS NULL OR leased_until <= siar_now())
         ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED))
       RETURNING id, source, content, tries`,
      [most, LEASE_SECONDS],
    );
    return claimed
      .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
      .map(({ content, ...callback }) => {
        const opened = this.opener.open(content, callback.source);
        return { ...callback, content: opened && unpackCallback(opened) };
      });
  }

  /** Removes callbacks that are dealt with. */
  async done(ids: readonly string[]): Promise<void> {
    if (ids.length > 0)
      await this.database.query('DELETE FROM callbacks WHERE id = ANY ($1::bigint[])', [ids]);
  }

  /** Has a callback tried again later; after the last try it is set aside. @returns whether it was set aside */
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

  private async setAside(id: string): Promise<void> {
    await this.database.query('UPDATE callbacks SET set_aside_at = siar_now() WHERE id = $1', [id]);
    await this.forget();
  }

  /** Removes what was set aside long ago, and what is more than somebody looks at. */
  async forget(): Promise<void> {
    await this.database.query(
      `DELETE FROM callbacks WHERE set_aside_at < siar_now() - make_interval(days => $2) OR id IN (
         SELECT id FROM callbacks WHERE set_aside_at IS NOT NULL ORDER BY set_aside_at DESC, id DESC OFFSET $1)`,
      [KEPT_ASIDE, KEPT_DAYS],
    );
  }

  /** Notes up to where everything is read: from there on the intake counts what waits. */
  async noteProgress(): Promise<void> {
    await this.database.query(
      `WITH mark AS MATERIALIZED (
         SELECT coalesce((SELECT min(id) - 1 FROM callbacks WHERE set_aside_at IS NULL), last_value) AS upto
         FROM callback_units)
       UPDATE callback_intake SET drained_to = mark.upto FROM mark WHERE drained_to <> mark.upto`,
    );
  }

  /** Counts what waits. */
  async backlog(): Promise<CallbackBacklog> {
    const counted = await row<{ waiting: number; aside: number }>(
      this.database.manager,
      `SELECT count(*) FILTER (WHERE set_aside_at IS NULL)::int AS waiting,
         count(*) FILTER (WHERE set_aside_at IS NOT NULL)::int AS aside FROM callbacks`,
    );
    return { waiting: counted?.waiting ?? 0, setAside: counted?.aside ?? 0 };
  }
}
