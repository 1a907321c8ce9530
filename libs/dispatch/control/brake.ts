import { Injectable } from '@nestjs/common';
import { isLargeClass } from '#audience/addresses';
import { raiseBrakeAlert } from '#broadcasts/alerts';
import { type ChannelName, CHANNELS } from '#channels';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import { Database, row, rows, type Tx } from '#platform/database';
import type { Logger } from '#platform/logging';
import { Waves } from '../waves/waves.js';
import { CarrierHolds } from './carrier-holds.js';
import {
  type BrakeLimits,
  type Cause,
  type ClassSigns,
  COUNTED_FOR,
  demand,
  finding,
  type Held,
  nearlyTooMany,
  NONE_HELD,
  type Sign,
  type Signs,
  SIGNS,
  WARN_AT,
  WAITING_SIGNS,
} from './brake.rules.js';
import type { BrakeWarning } from '#contract/api/brake';

export type { BrakeWarning } from '#contract/api/brake';

/** A broadcast on one channel: the unit the brake judges. */
export interface BrakePart {
  broadcastId: string;
  channel: ChannelName;
}

/** A copy that counts as a sign against its broadcast. */
export interface SignedCopy {
  addressId: string;
  /** The provider's code. */
  reason: string;
}

type BrakeConfig = Pick<
  Config,
  | 'BRAKE_DEAD_MIN'
  | 'BRAKE_DEAD_SHARE'
  | 'BRAKE_FAULT_MIN'
  | 'BRAKE_FAULT_SHARE'
  | 'BRAKE_REFUSED_MIN'
  | 'BRAKE_REFUSED_SHARE'
  | 'BRAKE_WINDOW'
  | 'BRAKE_CLASSES'
>;

/** How long a carrier's share of a broadcast's recipients is cached, in ms. It changes only with the fan-out. */
const SHARES_KEPT_MS = 60_000;
/** Broadcasts with cached shares, at most. */
const SHARES_KEPT = 100;

/**
 * Pauses a broadcast on a channel when the sender is at fault, when so many addresses are dead that the list must be wrong,
 * or when nearly everything is refused for good. An operator must decide how to continue.
 *
 * Counting signs needs no row that all workers update: each sign is a row of its own, one per copy, with the number of
 * answers at that time. Pulling the brake deletes the rows, and none is written while a wave is paused: after a resume the
 * count starts at zero.
 */
@Injectable()
export class Brake {
  private readonly warned = new Set<string>();
  private readonly shares = new Map<string, { at: number; shares: Promise<ReadonlyMap<string, number>> }>();

  /** The warnings that `noteWarnings` found last. */
  near: readonly BrakeWarning[] = [];

  constructor(
    private readonly database: Database,
    private readonly waves: Waves,
    private readonly holds: CarrierHolds,
    @InjectConfig() private readonly config: BrakeConfig,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Pauses the channel's waves and records the cause on them and in the trail. Idempotent. */
  async pull({ broadcastId, channel }: BrakePart, cause: Cause): Promise<void> {
    const { waves } = await this.database.transaction(async (tx) => {
      const stop = { by: 'brake' as const, reason: null, brake: finding(channel, cause) };
      const paused = await this.waves.pause(tx, broadcastId, { channel }, stop);
      if (paused.waves > 0) await raiseBrakeAlert(tx, broadcastId, channel);
      await tx.query('DELETE FROM brake_signs WHERE broadcast_id = $1 AND channel = $2', [
        broadcastId,
        channel,
      ]);
      return paused;
    });
    if (waves === 0) return;
    this.logger.error(
      { broadcastId, channel, ...cause },
      'the brake is pulled: the broadcast is paused on the channel',
    );
  }

  /** Pulls the brake, or holds a carrier, when there are too many signs. Call it after the commit of a group that held signs. */
  async judge(part: BrakePart): Promise<void> {
    for (const signs of await this.signs(part)) {
      const found = demand(this.limits(signs.sign), signs);
      if (found) return 'pull' in found ? this.pull(part, found.pull) : this.holds.hold(part, found.hold);
    }
  }

  /** The broadcasts that are near their brake now, each once a channel: by the most telling kind of its signs. */
  async warnings(): Promise<BrakeWarning[]> {
    const parts = await rows<BrakePart & { title: string }>(
      this.database.manager,
      `SELECT b.id AS "broadcastId", c.channel, b.title FROM broadcasts b CROSS JOIN unnest($1::text[]) AS c(channel)
       WHERE b.state IN ('approved', 'running')
         AND EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.channel = c.channel AND w.state = 'released')
         AND EXISTS (SELECT FROM brake_signs s WHERE s.broadcast_id = b.id AND s.channel = c.channel)
       ORDER BY b.id, c.channel`,
      [CHANNELS],
    );
    const found: BrakeWarning[] = [];
    for (const part of parts) {
      const near = (await this.signs(part)).flatMap(
        (signs) => nearlyTooMany(this.limits(signs.sign), signs) ?? [],
      );
      const telling = SIGNS.flatMap((sign) => near.find((one) => one.sign === sign) ?? []);
      if (telling[0]) found.push({ ...part, ...telling[0] });
    }
    return found;
  }

  /** Stores the current warnings in `near`. Logs each broadcast, channel and kind of sign once, when it first comes near. */
  async noteWarnings(): Promise<void> {
    const warnings = await this.warnings();
    this.near = warnings;
    for (const { title: _, ...near } of warnings) {
      const key = `${near.broadcastId} ${near.channel} ${near.sign}`;
      if (this.warned.has(key)) continue;
      this.warned.add(key);
      this.logger.warn(near, 'the brake is near: nothing is paused yet');
    }
  }

  private limits(sign: Sign): BrakeLimits {
    const { BRAKE_CLASSES: classes, ...config } = this.config;
    switch (sign) {
      case 'dead':
        return { min: config.BRAKE_DEAD_MIN, share: config.BRAKE_DEAD_SHARE, classes };
      case 'fault':
        return { min: config.BRAKE_FAULT_MIN, share: config.BRAKE_FAULT_SHARE, classes };
      case 'refused':
        return { min: config.BRAKE_REFUSED_MIN, share: config.BRAKE_REFUSED_SHARE, classes };
    }
  }

  /**
   * The signs among the latest answers, by kind and by whether they came at the hand-over or later. Omits kinds without
   * signs.
   */
  private async signs(part: BrakePart): Promise<Signs[]> {
    const { manager } = this.database;
    const { BRAKE_WINDOW: window } = this.config;
    const kinds = [];
    for (const late of [false, true]) {
      const answers = await answersOf(manager, part, late);
      const within = late && !CONFIRMS[part.channel] ? answers : window;
      for (const sign of SIGNS) kinds.push({ sign, counted: COUNTED_FOR[sign], late, answers, within });
    }
    const found = await rows<{ kind: number; name: string; copies: number; waiting: number; code: string }>(
      manager,
      // Each kind reads its own ranges of the index. A copy can give several signs.
      `SELECT (k.no - 1)::int AS kind, s.* FROM unnest($3::text[], $4::boolean[], $5::int[]) WITH ORDINALITY AS k(counted, late, after, no)
       CROSS JOIN LATERAL (
         SELECT class AS name, count(DISTINCT address_id)::int AS copies,
           (count(*) FILTER (WHERE sign = ANY ($6::text[]) AND NOT late))::int AS waiting, mode() WITHIN GROUP (ORDER BY reason) AS code
         FROM brake_signs
         WHERE broadcast_id = $1 AND channel = $2 AND sign = ANY (k.counted::text[]) AND late = k.late AND answers > k.after
           AND class NOT IN (SELECT h.class FROM carrier_holds h WHERE h.broadcast_id = $1 AND h.channel = $2)
         GROUP BY class) s
       ORDER BY k.no, s.copies DESC, s.name`,
      [
        part.broadcastId,
        part.channel,
        kinds.map(({ counted }) => `{${counted.join(',')}}`),
        kinds.map(({ late }) => late),
        kinds.map(({ answers, within }) => answers - within),
        WAITING_SIGNS,
      ],
    );
    const held = found.length > 0 ? await this.held(part) : NONE_HELD;
    const signs: Signs[] = [];
    for (const [index, { sign, answers, within }] of kinds.entries()) {
      const classes = found.filter(({ kind }) => kind === index);
      const [commonest] = classes;
      if (!commonest) continue;
      // A copy refused at the hand-over for the sender's fault waits for a retry and is not among the final answers.
      const waiting = classes.reduce((sum, one) => sum + one.waiting, 0);
      signs.push({
        sign,
        of: Math.min(answers + waiting, within),
        code: commonest.code,
        classes: await this.withShares(part, this.limits(sign).min, classes),
        held,
      });
    }
    return signs;
  }

  private async held(part: BrakePart): Promise<Held> {
    const found = await rows<{ class: string }>(
      this.database.manager,
      'SELECT class FROM carrier_holds WHERE broadcast_id = $1 AND channel = $2',
      [part.broadcastId, part.channel],
    );
    if (found.length === 0) return NONE_HELD;
    const shares = await this.sharesOf(part);
    return {
      classes: found.length,
      share: found.reduce((sum, one) => sum + (shares.get(one.class) ?? 0), 0),
    };
  }

  /** Adds each large carrier's share of the recipients, once it has enough signs to matter. */
  private async withShares(
    part: BrakePart,
    min: number,
    found: readonly { name: string; copies: number }[],
  ): Promise<ClassSigns[]> {
    const matters = ({ name, copies }: { name: string; copies: number }): boolean =>
      isLargeClass(name) && copies > min * WARN_AT;
    const shares = found.some(matters) ? await this.sharesOf(part) : null;
    return found.map((one) => ({
      name: one.name,
      copies: one.copies,
      ofRecipients: matters(one) ? (shares?.get(one.name) ?? 0) : null,
    }));
  }

  private sharesOf(part: BrakePart): Promise<ReadonlyMap<string, number>> {
    const key = `${part.broadcastId} ${part.channel}`;
    const kept = this.shares.get(key);
    if (kept && performance.now() - kept.at < SHARES_KEPT_MS) return kept.shares;
    const shares = readShares(this.database.manager, part);
    // A failed query is not cached.
    shares.catch(() => this.shares.delete(key));
    this.shares.delete(key);
    this.shares.set(key, { at: performance.now(), shares });
    const [oldest] = this.shares.keys();
    if (this.shares.size > SHARES_KEPT && oldest !== undefined) this.shares.delete(oldest);
    return shares;
  }
}

/**
 * Recipients sampled in each of the sampled waves. Their order is random; this many give the shares to within a few per
 * cent.
 */
const SAMPLE = 200;
const SAMPLED_WAVES = 20;

/** Each class's share of a broadcast's recipients on a channel, from a sample of its largest waves. */
async function readShares(tx: Tx, { broadcastId, channel }: BrakePart): Promise<ReadonlyMap<string, number>> {
  const found = await rows<{ name: string; share: number }>(
    tx,
    `WITH largest AS (
       SELECT id, targeted FROM waves WHERE broadcast_id = $1 AND channel = $2 AND targeted > 0
       ORDER BY targeted DESC LIMIT $3
     ), sampled AS (
       SELECT w.id, w.targeted, a.class FROM largest w CROSS JOIN LATERAL (
         SELECT d.address_id FROM deliveries d WHERE d.broadcast_id = $1 AND d.wave_id = w.id
         ORDER BY d.batch_no LIMIT $4) d
       JOIN addresses a ON a.id = d.address_id
     ), weighed AS (
       SELECT class, targeted::float8 / count(*) OVER (PARTITION BY id) AS weight FROM sampled
     )
     SELECT class AS name, sum(weight) / (SELECT sum(weight) FROM weighed) AS share FROM weighed GROUP BY class`,
    [broadcastId, channel, SAMPLED_WAVES, SAMPLE],
  );
  return new Map(found.map(({ name, share }) => [name, share]));
}

/**
 * Whether a channel's provider also reports each arrival. If so, the latest reports are judged. A bounce without such
 * reports belongs to a message sent long ago, so bounces are judged against everything sent.
 */
const CONFIRMS: Record<ChannelName, boolean> = { email: false, telegram: false, sms: true };

/**
 * Records copies as signs against their broadcast, each once. Runs in the transaction that settles them, after the counters
 * are updated. Records nothing while the broadcast is paused on that channel, nor while the copy's carrier is held and not
 * being tried.
 * @param late whether a receipt reported it, not the hand-over itself
 */
export async function noteSigns(
  tx: Tx,
  part: BrakePart,
  sign: Sign,
  copies: readonly SignedCopy[],
  late: boolean,
): Promise<void> {
  if (copies.length === 0) return;
  await tx.query(
    `INSERT INTO brake_signs (broadcast_id, channel, address_id, sign, late, class, reason, answers)
     SELECT $1, $2, s.address_id, $3, $4, coalesce(a.class, '~'), s.reason, $7
     FROM unnest($5::bigint[], $6::text[]) AS s(address_id, reason) LEFT JOIN addresses a ON a.id = s.address_id
     WHERE EXISTS (SELECT FROM waves WHERE broadcast_id = $1 AND channel = $2 AND state = 'released')
       AND NOT EXISTS (SELECT FROM carrier_holds h WHERE h.broadcast_id = $1 AND h.channel = $2 AND h.class = a.class AND h.tried IS NULL)
     ORDER BY s.address_id
     ON CONFLICT (broadcast_id, address_id, sign) DO NOTHING`,
    [
      part.broadcastId,
      part.channel,
      sign,
      late,
      copies.map(({ addressId }) => addressId),
      copies.map(({ reason }) => reason),
      await answersOf(tx, part, late),
    ],
  );
}

/** Final answers on the broadcast's channel so far: from hand-overs, or from later reports. */
async function answersOf(tx: Tx, { broadcastId, channel }: BrakePart, late: boolean): Promise<number> {
  const counted =
    late && CONFIRMS[channel] ? 'delivered + failed' : 'accepted + delivered + failed + unknown';
  const found = await row<{ n: number }>(
    tx,
    `SELECT coalesce(sum(${counted}), 0)::int AS n FROM waves WHERE broadcast_id = $1 AND channel = $2`,
    [broadcastId, channel],
  );
  return found?.n ?? 0;
}
