import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import type { ChannelName } from '#channels';
import { InjectLogger } from '#platform';
import { Database, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { Logger } from '#platform/logging';
import type { CarrierHold } from '#contract/api/brake';
import { finding, isTryRefused, type TooManyAt, tryAfterMinutes } from './brake.rules.js';

export type { CarrierHold } from '#contract/api/brake';

/** Copies of a held carrier that are let go as a try. */
const TRY_COPIES = 10;
/** How long a try lasts, in minutes: a relay takes a copy at once, and its bounce comes a little later. */
const TRY_LASTS_MINUTES = 2;
/** A try that cannot begin or end yet is looked at again after this many minutes. */
const LOOK_AGAIN_MINUTES = 1;

interface Part {
  broadcastId: string;
  channel: ChannelName;
}

/** A hold that is due. */
interface Due extends Part {
  class: string;
  refusedTries: number;
  tried: number | null;
  /** Whether some of it may still go out. */
  open: boolean;
  /** Whether something was handed over since its try began. */
  moved: boolean;
  /** Copies of its try that were refused. */
  refused: number;
}

/**
 * Lets the recipients of a large carrier wait that refuses a broadcast while the others take it. The claim sets their
 * copies aside (ledger.ts). After a while a few of them are tried: the hold ends by itself when those get through, and an
 * operator can end it at any time.
 */
@Injectable()
export class CarrierHolds {
  constructor(
    private readonly database: Database,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Holds carriers of a broadcast on a channel, and records it in the trail. Idempotent. */
  async hold(part: Part, found: readonly TooManyAt[]): Promise<void> {
    const { broadcastId, channel } = part;
    const made = await this.database.transaction(async (tx) => {
      const begun: TooManyAt[] = [];
      for (const one of found) {
        const inserted = await row(
          tx,
          `INSERT INTO carrier_holds (broadcast_id, channel, class, sign, code, copies, answers, next_at)
           SELECT $1, $2, $3, $4, $5, $6, $7, siar_now() + make_interval(mins => $8)
           WHERE EXISTS (SELECT FROM waves WHERE broadcast_id = $1 AND channel = $2 AND state = 'released')
           ON CONFLICT DO NOTHING RETURNING 1`,
          [broadcastId, channel, one.carrier, one.sign, one.code, one.copies, one.of, tryAfterMinutes(0)],
        );
        if (!inserted) continue;
        begun.push(one);
        await forgetSigns(tx, part, one.carrier);
        await note(tx, 'carrier.hold', null, part, { carrier: one.carrier, brake: finding(channel, one) });
      }
      return begun;
    });
    for (const one of made)
      this.logger.error(
        { broadcastId, channel, ...one },
        'a carrier refuses the broadcast: its recipients wait',
      );
  }

  /**
   * The holds for which copies wait now: none of a broadcast that has ended or is paused on the channel, which then waits as
   * a whole. @param broadcastId null: of every broadcast
   */
  list(broadcastId: string | null = null): Promise<CarrierHold[]> {
    return rows<CarrierHold>(
      this.database.manager,
      `SELECT h.broadcast_id AS "broadcastId", b.title, h.channel, h.class AS carrier, h.since, h.sign, h.code, h.copies, h.answers AS of,
         (SELECT coalesce(sum(w.pending), 0)::int FROM waves w WHERE w.broadcast_id = h.broadcast_id AND w.channel = h.channel AND w.state = 'released') AS waiting,
         h.next_at AS "nextAt", h.tried IS NOT NULL AS trying
       FROM carrier_holds h JOIN broadcasts b ON b.id = h.broadcast_id
       WHERE ($1::bigint IS NULL OR h.broadcast_id = $1) AND EXISTS (SELECT FROM waves w WHERE w.broadcast_id = h.broadcast_id
         AND w.channel = h.channel AND w.state IN ('planned', 'prepared', 'released'))
       ORDER BY h.since, h.broadcast_id, h.channel, h.class`,
      [broadcastId],
    );
  }

  /** Ends a hold: its copies go out at once. @throws Problem conflict where none stands */
  async release(part: Part, carrier: string, actorId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await end(tx, part, carrier))) throw new Problem('no-carrier-hold');
      await note(tx, 'carrier.release', actorId, part, { carrier });
    });
  }

  /** Begins and ends the tries that are due, and removes holds of which nothing is left. */
  async round(): Promise<void> {
    for (;;) {
      const more = await this.database.transaction(async (tx) => {
        const due = await row<Due>(tx, DUE);
        if (!due) return false;
        await this.settle(tx, due);
        return true;
      });
      if (!more) return;
    }
  }

  private async settle(tx: Tx, due: Due): Promise<void> {
    const { broadcastId, channel, class: carrier, tried, refused, refusedTries } = due;
    const part = { broadcastId, channel };
    if (!due.open) {
      await end(tx, part, carrier);
    } else if (tried === null) {
      await forgetSigns(tx, part, carrier);
      const begun = await letGo(tx, part, carrier);
      await wait(
        tx,
        part,
        carrier,
        begun === 0 ? LOOK_AGAIN_MINUTES : TRY_LASTS_MINUTES,
        begun === 0 ? null : begun,
        0,
      );
    } else if (!due.moved) {
      await wait(tx, part, carrier, LOOK_AGAIN_MINUTES, tried, 0);
    } else if (isTryRefused(refused, tried)) {
      await forgetSigns(tx, part, carrier);
      await wait(tx, part, carrier, tryAfterMinutes(refusedTries + 1), null, 1);
    } else {
      await end(tx, part, carrier);
      await note(tx, 'carrier.through', null, part, { carrier, tried, refused });
      this.logger.info({ ...part, carrier, tried, refused }, 'a carrier takes the broadcast again');
    }
  }
}

/**
 * Ends the holds of a part on which somebody lets everything go: what followed from the same fault must not keep copies
 * waiting where all else goes on. Each is recorded in the trail like a release of its own.
 * @param part without a broadcast: of every broadcast on the channel
 */
export async function endHolds(
  tx: Tx,
  { broadcastId = null, channel }: { broadcastId?: string | null; channel: ChannelName },
  actorId: string,
): Promise<void> {
  const found = await rows<{ broadcastId: string; carrier: string }>(
    tx,
    `SELECT broadcast_id AS "broadcastId", class AS carrier FROM carrier_holds
     WHERE channel = $2 AND ($1::bigint IS NULL OR broadcast_id = $1) ORDER BY 1, 2`,
    [broadcastId, channel],
  );
  for (const { carrier, ...one } of found) {
    const part = { ...one, channel };
    if (await end(tx, part, carrier)) await note(tx, 'carrier.release', actorId, part, { carrier });
  }
}

/** Removes the holds of a broadcast on channels on which nothing of it can go out any more. */
export async function dropEndedHolds(tx: Tx, broadcastId: string): Promise<void> {
  await tx.query(
    `DELETE FROM carrier_holds h WHERE h.broadcast_id = $1 AND NOT EXISTS (SELECT FROM waves w
       WHERE w.broadcast_id = h.broadcast_id AND w.channel = h.channel AND w.state IN ${OPEN})`,
    [broadcastId],
  );
}

const OPEN = `('planned', 'prepared', 'released', 'paused')`;

/** One hold whose time has come, locked. */
const DUE = `
SELECT h.broadcast_id AS "broadcastId", h.channel, h.class, h.refused_tries AS "refusedTries", h.tried,
  EXISTS (SELECT FROM waves w WHERE w.broadcast_id = h.broadcast_id AND w.channel = h.channel
    AND w.state IN ${OPEN}) AS open,
  EXISTS (SELECT FROM waves w WHERE w.broadcast_id = h.broadcast_id AND w.channel = h.channel
    AND w.handed_at > h.next_at - make_interval(mins => ${TRY_LASTS_MINUTES})) AS moved,
  (SELECT count(DISTINCT s.address_id)::int FROM brake_signs s
   WHERE s.broadcast_id = h.broadcast_id AND s.channel = h.channel AND s.class = h.class) AS refused
FROM carrier_holds h WHERE h.next_at <= siar_now() ORDER BY h.next_at LIMIT 1 FOR UPDATE OF h SKIP LOCKED`;

/** Lets a few copies go, though their carrier is held. @returns how many */
async function letGo(tx: Tx, { broadcastId, channel }: Part, carrier: string): Promise<number> {
  const chosen = await rows<{ waveId: string; batchNo: number }>(
    tx,
    `WITH chosen AS (
       SELECT d.address_id FROM waves w JOIN batches b ON b.wave_id = w.id AND b.state = 'waiting'
       JOIN deliveries d ON d.broadcast_id = w.broadcast_id AND d.wave_id = w.id AND d.batch_no = b.no
       WHERE w.broadcast_id = $1 AND w.channel = $2 AND w.state = 'released' AND d.broadcast_id = $1 AND d.state = 'pending' AND d.reason = 'held ' || $3::text
       LIMIT $4 FOR UPDATE OF d SKIP LOCKED)
     UPDATE deliveries d SET next_attempt_at = NULL, reason = 'try ' || $3::text
     WHERE d.broadcast_id = $1 AND d.address_id = ANY (ARRAY(SELECT address_id FROM chosen))
     RETURNING d.wave_id AS "waveId", d.batch_no AS "batchNo"`,
    [broadcastId, channel, carrier, TRY_COPIES],
  );
  await tx.query(
    `WITH locked AS (
       SELECT b.wave_id, b.no FROM batches b JOIN unnest($1::bigint[], $2::int[]) AS c(wave_id, no) ON c.wave_id = b.wave_id AND c.no = b.no
       WHERE b.state <> 'done' ORDER BY b.wave_id, b.no FOR UPDATE OF b)
     UPDATE batches b SET not_before = NULL FROM locked l WHERE b.wave_id = l.wave_id AND b.no = l.no`,
    [chosen.map(({ waveId }) => waveId), chosen.map(({ batchNo }) => batchNo)],
  );
  return chosen.length;
}

async function wait(
  tx: Tx,
  { broadcastId, channel }: Part,
  carrier: string,
  minutes: number,
  tried: number | null,
  refused: 0 | 1,
): Promise<void> {
  await tx.query(
    `UPDATE carrier_holds SET next_at = siar_now() + make_interval(mins => $4), tried = $5, refused_tries = refused_tries + $6
     WHERE broadcast_id = $1 AND channel = $2 AND class = $3`,
    [broadcastId, channel, carrier, minutes, tried, refused],
  );
}

/**
 * Ends a hold: batches with copies that it set aside are claimed from again, where the claim takes them whatever their time.
 * Batches that are just being closed are locked: they are looked at after that.
 */
async function end(tx: Tx, { broadcastId, channel }: Part, carrier: string): Promise<boolean> {
  const ended = await row(
    tx,
    'DELETE FROM carrier_holds WHERE broadcast_id = $1 AND channel = $2 AND class = $3 RETURNING 1',
    [broadcastId, channel, carrier],
  );
  if (!ended) return false;
  await forgetSigns(tx, { broadcastId, channel }, carrier);
  await tx.query(
    `WITH locked AS (
       SELECT b.wave_id, b.no FROM batches b JOIN waves w ON w.id = b.wave_id
       WHERE w.broadcast_id = $1 AND w.channel = $2 AND b.state <> 'done' ORDER BY b.wave_id, b.no FOR UPDATE OF b)
     UPDATE batches b SET not_before = NULL FROM locked l WHERE b.wave_id = l.wave_id AND b.no = l.no`,
    [broadcastId, channel],
  );
  return true;
}

/** Signs of its recipients are counted from zero: by the brake after a hold, and by each try. */
async function forgetSigns(tx: Tx, { broadcastId, channel }: Part, carrier: string): Promise<void> {
  await tx.query('DELETE FROM brake_signs WHERE broadcast_id = $1 AND channel = $2 AND class = $3', [
    broadcastId,
    channel,
    carrier,
  ]);
}

async function note(
  tx: Tx,
  act: string,
  actorId: string | null,
  { broadcastId, channel }: Part,
  detail: Record<string, unknown>,
): Promise<void> {
  await record(tx, { actorId, act, subject: `broadcast:${broadcastId}`, detail: { channel, ...detail } });
}
