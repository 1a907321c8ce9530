import { record } from '#audit';
import type {
  DoubtBy,
  DoubtLifted,
  OnPausedChannel,
  Part,
  Paused,
  Resumed,
  Stop,
  Tally,
  Which,
} from '#broadcasts/door';
import type { ChannelName } from '#channels';
import { nextOpening } from '#planning';
import { BROADCASTS } from '#contract';
import { now, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { statesBefore, transition } from '#platform/states';
import { ENDED, UNPAUSED, WAVES } from '../waves/wave.states.js';
import { dropEndedHolds, endHolds } from './carrier-holds.js';

/**
 * Whether a pause casts doubt on what was sent, so that the public is asked not to forward it. A pause by authors or
 * KPU, who answer for the content, does so by default; one by operators or the brake does not; one by a correction
 * always does.
 */
function isDoubt({ by, doubt }: Pick<Stop, 'by' | 'doubt'>): boolean {
  return by === 'correction' || (doubt ?? (by === 'author' || by === 'kpu'));
}

// $1 is the broadcast, $2 a channel or null, $3 a region or null.
const PART = `w.broadcast_id = $1 AND ($2::text IS NULL OR w.channel = $2)
  AND ($3::text IS NULL OR w.region_code = $3 OR starts_with(w.region_code, $3 || '.'))`;

/**
 * Pauses waves; with a doubt, also marks those that are paused already. A concurrent claim and this function wait for
 * each other: after the pause nothing more is claimed.
 */
export async function pause(tx: Tx, broadcastId: string, part: Part, stop: Stop): Promise<Paused> {
  await lock(tx, broadcastId);
  const doubt = isDoubt(stop);
  const { undoubted, ...pausedBefore } = await pausedAlready(tx, broadcastId, part);
  const inDoubt = doubt && (await castDoubt(tx, broadcastId, part, stop));
  const paused = await rows<{ expiresAt: Date; waves: number; pending: number; unlisted: number }>(
    tx,
    `WITH part AS MATERIALIZED (
       SELECT w.id FROM waves w WHERE ${PART} AND w.state = ANY ($4) ORDER BY w.id FOR UPDATE
     ), moment AS MATERIALIZED (SELECT siar_now() AS now), paused AS (
       ${transition(WAVES, 'paused', {
         set: 'resume_state = w.state, pause_reason = $5, doubted = $6, paused_by = $7, paused_at = moment.now, brake = $8',
         from: 'part CROSS JOIN moment',
         where: 'w.id = part.id',
       })} RETURNING w.expires_at, w.pending, w.unlisted
     )
     SELECT expires_at AS "expiresAt", count(*)::int AS waves, sum(pending)::int AS pending, sum(unlisted)::int AS unlisted FROM paused GROUP BY 1 ORDER BY 1`,
    [
      broadcastId,
      part.channel ?? null,
      part.regionCode ?? null,
      statesBefore(WAVES, 'paused'),
      stop.reason,
      doubt,
      stop.by,
      stop.brake ?? null,
    ],
  );
  const whole = await pauseIfNoActiveWave(tx, broadcastId, stop);
  const waves = paused.reduce((sum, group) => sum + group.waves, 0);
  const tally = {
    ...(await tallyOf(tx, broadcastId, part, waves)),
    // Copies of waves that were paused before are counted apart.
    stopped: paused.reduce((sum, { pending }) => sum + pending, 0),
    unlisted: paused.reduce((sum, { unlisted }) => sum + unlisted, 0),
  };
  if (waves > 0 || whole) {
    await note(tx, 'broadcast.pause', broadcastId, stop.actorId, {
      by: stop.by,
      reason: stop.reason,
      ...(stop.brake && { brake: stop.brake }),
      ...(stop.takenBack && { takenBack: stop.takenBack }),
      ...(stop.with && { with: stop.with }),
      doubt,
      ...part,
      ...tally,
    });
  } else if (inDoubt) {
    const { by, reason, takenBack, with: other } = stop;
    const pausedSince = await pausedSinceOf(tx, broadcastId, part);
    await note(tx, 'broadcast.doubt', broadcastId, stop.actorId, {
      by,
      reason,
      ...(takenBack && { takenBack }),
      ...(other && { with: other }),
      ...part,
      sent: tally.sent,
      ...(pausedSince && { pausedSince }),
    });
  }
  return {
    ...tally,
    expiring: paused.map(({ expiresAt, waves: count, pending, unlisted }) => ({
      expiresAt,
      waves: count,
      messages: pending + unlisted,
    })),
    pausedBefore,
    doubted: inDoubt,
    alsoDoubted: inDoubt ? undoubted : 0,
  };
}

/**
 * Marks the waves to pause, and those already paused, as in doubt, and the broadcast until all of them are resumed. An
 * ended broadcast is in doubt as a whole, until the doubt is lifted; so is one with a text that is in doubt elsewhere. A
 * correction pauses for doubt alone: what waits since, after KPU lifted that, waits for the new doubt, with its reason.
 * @returns whether anything was not in doubt before, or was in doubt but not for KPU
 */
async function castDoubt(tx: Tx, broadcastId: string, part: Part, stop: Stop): Promise<boolean> {
  const doubted = await rows(
    tx,
    `WITH part AS MATERIALIZED (
       SELECT w.id FROM waves w
       WHERE ${PART} AND (w.state = ANY ($4) OR w.state = 'paused' AND NOT w.doubted) ORDER BY w.id FOR UPDATE
     )
     UPDATE waves w SET doubted = true, pause_reason = CASE WHEN w.paused_by = 'correction' THEN $5 ELSE w.pause_reason END,
       paused_by = CASE WHEN w.paused_by = 'correction' THEN $6 ELSE w.paused_by END
     FROM part WHERE w.id = part.id RETURNING w.id`,
    [
      broadcastId,
      part.channel ?? null,
      part.regionCode ?? null,
      statesBefore(WAVES, 'paused'),
      stop.reason,
      stop.by,
    ],
  );
  const cast = await rows(
    tx,
    `UPDATE broadcasts SET pause_reason = CASE WHEN $5 AND doubted_at IS NULL AND paused_by = 'correction' THEN $2 ELSE pause_reason END,
       paused_by = CASE WHEN $5 AND doubted_at IS NULL AND paused_by = 'correction' THEN $3 ELSE paused_by END,
       doubt_reason = CASE WHEN doubted_at IS NULL THEN $2 ELSE coalesce(doubt_reason, $2) END,
       doubted_by = CASE WHEN doubted_by IN ('kpu', 'correction') THEN doubted_by ELSE $3 END,
       doubted_at = coalesce(doubted_at, siar_now()), updated_at = siar_now()
     WHERE id = $1 AND ($4 OR doubted_by NOT IN ('kpu', 'correction') AND $3 IN ('kpu', 'correction')
       OR $5 AND state IN ('completed', 'expired') AND doubted_at IS NULL OR $6 AND doubted_at IS NULL) RETURNING id`,
    [broadcastId, stop.reason, stop.by, doubted.length > 0, isWhole(part), stop.with !== undefined],
  );
  return cast.length > 0;
}

/** Pauses the broadcast when no wave is active and at least one is paused. @returns whether this paused it */
async function pauseIfNoActiveWave(
  tx: Tx,
  broadcastId: string,
  stop: Pick<Stop, 'reason' | 'by'> | null,
): Promise<boolean> {
  const stood = await rows(
    tx,
    `${transition(BROADCASTS, 'paused', {
      set: `paused_by = $3, updated_at = siar_now(),
        pause_reason = coalesce($2, (SELECT min(w.pause_reason) FROM waves w WHERE w.broadcast_id = b.id AND w.state = 'paused'))`,
      where: `b.id = $1 AND b.state <> 'paused' AND NOT EXISTS (
        SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.state <> 'paused' AND NOT w.state = ANY ($4))
        AND EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.state = 'paused')`,
    })} RETURNING id`,
    [broadcastId, stop?.reason ?? null, stop?.by ?? null, ENDED],
  );
  return stood.length > 0;
}

/**
 * Returns paused waves that have not expired to their former state; a paused broadcast continues with them. It goes on
 * without what is in doubt, as long as something else was paused: whoever ends a pause has not said that a doubt is
 * over. Clears a doubt with the last wave paused for it, or by resuming the whole when nothing is paused any more.
 * @throws Problem conflict where nothing but a doubt is left of it, or `doubted`, while KPU's doubt stands: KPU lifts that first
 */
export async function resume(
  tx: Tx,
  broadcastId: string,
  part: Part,
  actorId: string,
  { doubted = false, pausedBy }: Which = {},
): Promise<Resumed> {
  await lock(tx, broadcastId);
  const kept = doubted ? [] : await keepInDoubt(tx, broadcastId, part, pausedBy);
  const resumed = await rows<
    {
      id: string;
      channel: ChannelName;
      doubted: boolean;
      braked: boolean;
      pending: number;
      unlisted: number;
    } & Hours
  >(
    tx,
    `WITH part AS MATERIALIZED (
       SELECT w.id, w.doubted, w.paused_by = 'brake' AS braked FROM waves w
       WHERE ${PART} AND w.state = 'paused' AND w.expires_at > siar_now() AND w.id <> ALL ($4::bigint[])
         AND ($5::text IS NULL OR w.paused_by = $5) ORDER BY w.id FOR UPDATE
     )
     ${transition(
       WAVES,
       { oneOf: ['planned', 'prepared', 'released'], by: 'w.resume_state' },
       {
         set: `resume_state = NULL, ${UNPAUSED}, doubted = false,
           fan_out_enqueued_at = CASE WHEN w.fanned_out_at IS NOT NULL THEN w.fan_out_enqueued_at END`,
         from: 'part',
         where: 'w.id = part.id',
       },
     )} RETURNING w.id, w.channel, part.doubted, part.braked, w.pending, w.unlisted,
       w.due_at AS "dueAt", w.time_zone AS "timeZone", to_char(w.window_from, 'HH24:MI') AS "windowFrom", to_char(w.window_to, 'HH24:MI') AS "windowTo"`,
    [broadcastId, part.channel ?? null, part.regionCode ?? null, kept.map(({ id }) => id), pausedBy ?? null],
  );
  const meansDoubt =
    resumed.some((wave) => wave.doubted) ||
    (isWhole(part) && !pausedBy && (doubted || (resumed.length === 0 && kept.length === 0)));
  if (meansDoubt) await mustBeFreeOfKpusDoubt(tx, broadcastId);
  const doubtCleared = meansDoubt && (await clearDoubt(tx, broadcastId));
  const tally = {
    ...(await tallyOf(tx, broadcastId, part, resumed.length)),
    // Pending copies of other waves in this part had not been stopped.
    stopped: resumed.reduce((sum, { pending }) => sum + pending, 0),
    unlisted: resumed.reduce((sum, { unlisted }) => sum + unlisted, 0),
    doubtCleared,
    inDoubt: kept.reduce((sum, { waiting }) => sum + waiting, 0),
    later: laterOf(resumed, (await now(tx)).getTime()),
    onPausedChannels: await onPausedChannels(
      tx,
      resumed.map(({ id }) => id),
    ),
    brakeReleased: [...resumed, ...kept].some(({ braked }) => braked),
  };
  const released = [...resumed, ...kept].flatMap(({ channel, braked }) => (braked ? [channel] : []));
  for (const channel of new Set(released)) await endHolds(tx, { broadcastId, channel }, actorId);
  if (resumed.length === 0 && !tally.brakeReleased) {
    // Nothing was paused: only the public notice of the doubt changes.
    if (doubtCleared) await note(tx, 'broadcast.end-doubt', broadcastId, actorId, {});
    return tally;
  }
  await tx.query(
    resumed.length === 0
      ? `UPDATE broadcasts SET pause_reason = doubt_reason, paused_by = doubted_by, updated_at = siar_now()
         WHERE id = $1 AND state = 'paused' AND paused_by = 'brake'`
      : transition(
          BROADCASTS,
          {
            oneOf: ['approved', 'running'],
            by: `CASE WHEN EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.released_at IS NOT NULL)
              THEN 'running' ELSE 'approved' END`,
          },
          {
            set: 'pause_reason = NULL, paused_by = NULL, updated_at = siar_now()',
            where: `b.id = $1 AND b.state = 'paused'`,
          },
        ),
    [broadcastId],
  );
  const { later: _, onPausedChannels: __, ...counts } = tally;
  // The doubt on this part is over, though another part stays in doubt.
  const doubtEnded = !doubtCleared && resumed.some((wave) => wave.doubted);
  await note(tx, 'broadcast.resume', broadcastId, actorId, {
    ...part,
    ...counts,
    failed: await failedIn(tx, broadcastId, part),
    ...(doubtEnded && { doubtEnded }),
  });
  return tally;
}

/** Which of these waves wait because their whole channel is paused. */
function onPausedChannels(tx: Tx, waves: readonly string[]): Promise<OnPausedChannel[]> {
  return rows(
    tx,
    `SELECT w.channel, count(*)::int AS waves, sum(w.pending + w.unlisted)::int AS messages
     FROM waves w JOIN channel_pauses c ON c.channel = w.channel AND c.resumed_at IS NULL
     WHERE w.id = ANY ($1::bigint[]) GROUP BY 1 ORDER BY 1`,
    [waves],
  );
}

/** When the copies of a wave may go out. */
interface Hours {
  dueAt: Date;
  timeZone: string;
  windowFrom: string | null;
  windowTo: string | null;
}

/** @param at the present, in ms since 1970 */
function laterOf(
  resumed: readonly ({ pending: number; unlisted: number } & Hours)[],
  at: number,
): Resumed['later'] {
  const later = resumed.flatMap(({ dueAt, timeZone, windowFrom, windowTo, pending, unlisted }) => {
    const window = windowFrom !== null && windowTo !== null ? { from: windowFrom, to: windowTo } : null;
    const from = nextOpening(Math.max(at, dueAt.getTime()), timeZone, window);
    return from > at && pending + unlisted > 0 ? [{ from, messages: pending + unlisted }] : [];
  });
  if (later.length === 0) return null;
  return {
    from: new Date(Math.min(...later.map(({ from }) => from))),
    messages: later.reduce((sum, { messages }) => sum + messages, 0),
  };
}

/**
 * The waves of a part, or of the whole, that stay paused when it is resumed, because their content is in doubt: those of
 * them that are not all there is to resume. One that was braked, or paused by the same act as what goes on, stays for
 * the doubt alone: for the newest act that cast one on it.
 */
async function keepInDoubt(
  tx: Tx,
  broadcastId: string,
  part: Part,
  pausedBy: Stop['by'] | undefined,
): Promise<{ id: string; channel: ChannelName; waiting: number; braked: boolean }[]> {
  return rows(
    tx,
    `WITH part AS MATERIALIZED (
       SELECT w.id, w.channel, w.region_code, w.doubted, w.paused_by, w.paused_at, w.pending + w.unlisted AS waiting FROM waves w
       WHERE ${PART} AND w.state = 'paused' AND w.expires_at > siar_now() AND ($4::text IS NULL OR w.paused_by = $4) ORDER BY w.id FOR UPDATE
     ), kept AS (
       SELECT * FROM part WHERE doubted AND EXISTS (SELECT FROM part other WHERE NOT other.doubted OR other.paused_by = 'brake')
     ), relabelled AS (
       UPDATE waves w SET paused_by = coalesce(doubt.by, b.doubted_by), brake = NULL,
         pause_reason = CASE WHEN doubt.by IS NULL THEN b.doubt_reason ELSE doubt.reason END
       FROM kept JOIN broadcasts b ON b.id = $1 LEFT JOIN LATERAL (
         SELECT e.detail->>'by' AS by, e.detail->>'reason' AS reason FROM audit_entries e
         WHERE e.subject = 'broadcast:' || b.id AND e.at >= b.doubted_at
           AND (e.act = 'broadcast.doubt' OR e.act = 'broadcast.pause' AND (e.detail->>'doubt')::boolean)
           AND coalesce(e.detail->>'channel', kept.channel) = kept.channel
           AND (e.detail->>'regionCode' IS NULL OR kept.region_code = e.detail->>'regionCode' OR starts_with(kept.region_code, (e.detail->>'regionCode') || '.'))
         ORDER BY e.id DESC LIMIT 1) doubt ON true
       WHERE w.id = kept.id AND (kept.paused_by = 'brake' OR kept.paused_at IN (SELECT paused_at FROM part WHERE NOT doubted))
     )
     SELECT id, channel, waiting, paused_by = 'brake' AS braked FROM kept`,
    [broadcastId, part.channel ?? null, part.regionCode ?? null, pausedBy ?? null],
  );
}

const isWhole = ({ channel, regionCode }: Part): boolean => channel === undefined && regionCode === undefined;

/** @throws Problem conflict when KPU, or a correction under its review, cast doubt on a broadcast */
export async function mustBeFreeOfKpusDoubt(tx: Tx, broadcastId: string): Promise<void> {
  const stands = await row<{ by: DoubtBy }>(
    tx,
    `SELECT doubted_by AS by FROM broadcasts WHERE id = $1 AND doubted_by IN ('kpu', 'correction')`,
    [broadcastId],
  );
  if (!stands) return;
  throw new Problem('doubt-by-kpu', {}, [], { doubtedBy: stands.by });
}

/**
 * Lifts the doubt on a broadcast, and records it in the audit trail; paused waves stay paused until they are resumed.
 * @returns whether it was in doubt
 * @throws Problem not-found
 */
export async function liftDoubt(
  tx: Tx,
  broadcastId: string,
  { actorId, reason, with: other }: DoubtLifted,
): Promise<boolean> {
  await lock(tx, broadcastId);
  const lifted = await row<{ by: DoubtBy }>(
    tx,
    `WITH before AS (SELECT doubted_by FROM broadcasts WHERE id = $1)
     UPDATE broadcasts SET doubted_at = NULL, doubt_reason = NULL, doubted_by = NULL, updated_at = siar_now()
     WHERE id = $1 AND doubted_at IS NOT NULL AND ($2 OR doubted_by NOT IN ('kpu', 'correction'))
     RETURNING (SELECT doubted_by FROM before) AS by`,
    [broadcastId, reason !== null],
  );
  if (!lifted) return false;
  await tx.query(
    `UPDATE waves w SET doubted = false FROM (SELECT id FROM waves WHERE broadcast_id = $1 AND doubted ORDER BY id FOR UPDATE) d
     WHERE w.id = d.id`,
    [broadcastId],
  );
  const act = reason === null ? 'broadcast.end-doubt' : 'broadcast.lift-doubt';
  await note(tx, act, broadcastId, actorId, {
    ...(reason !== null && { was: lifted.by, reason }),
    ...(other && { with: other }),
  });
  return true;
}

/** Ends the doubt unless a wave is still paused for it. @returns whether this ended a doubt */
async function clearDoubt(tx: Tx, broadcastId: string): Promise<boolean> {
  const cleared = await rows(
    tx,
    `UPDATE broadcasts b SET doubted_at = NULL, doubt_reason = NULL, doubted_by = NULL, updated_at = siar_now()
     WHERE id = $1 AND doubted_at IS NOT NULL AND NOT EXISTS (
       SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.state = 'paused' AND w.doubted AND w.expires_at > siar_now())
     RETURNING id`,
    [broadcastId],
  );
  return cleared.length > 0;
}

/** Cancels waves for good. The reconciler of deliveries then turns their pending copies to cancelled. */
async function cancel(tx: Tx, broadcastId: string, part: Part): Promise<Tally> {
  await lock(tx, broadcastId);
  const cancelled = await rows<{ neverListed: number }>(
    tx,
    `WITH part AS MATERIALIZED (
       SELECT w.id FROM waves w WHERE ${PART} AND w.state = ANY ($4) ORDER BY w.id FOR UPDATE
     )
     ${transition(WAVES, 'cancelled', {
       set: `resume_state = NULL, ${UNPAUSED}, ended_at = siar_now()`,
       from: 'part',
       where: 'w.id = part.id',
     })} RETURNING w.never_listed AS "neverListed"`,
    [broadcastId, part.channel ?? null, part.regionCode ?? null, statesBefore(WAVES, 'cancelled')],
  );
  await dropEndedHolds(tx, broadcastId);
  const tally = await tallyOf(tx, broadcastId, part, cancelled.length);
  return { ...tally, unlisted: cancelled.reduce((sum, { neverListed }) => sum + neverListed, 0) };
}

/**
 * Cancels what is left of a broadcast that is withdrawn, and ends its pause and doubt. Leaves its state and the audit
 * trail to the caller.
 */
export async function withdraw(tx: Tx, broadcastId: string): Promise<Tally> {
  const tally = await cancel(tx, broadcastId, {});
  await tx.query(
    `UPDATE broadcasts SET pause_reason = NULL, paused_by = NULL, doubted_at = NULL, doubt_reason = NULL, doubted_by = NULL
     WHERE id = $1 AND (pause_reason IS NOT NULL OR paused_by IS NOT NULL OR doubted_at IS NOT NULL)`,
    [broadcastId],
  );
  return tally;
}

/**
 * Cancels one part of a broadcast for good, and records it in the audit trail. The rest continues; with no rest the
 * broadcast ends by itself. Does nothing when all of it is cancelled already: then `waves` is 0.
 */
export async function cancelPart(tx: Tx, broadcastId: string, part: Part, stop: Stop): Promise<Tally> {
  const tally = await cancel(tx, broadcastId, part);
  if (tally.waves === 0) return tally;
  await pauseIfNoActiveWave(tx, broadcastId, null);
  await note(tx, 'broadcast.cancel', broadcastId, stop.actorId, {
    by: stop.by,
    reason: stop.reason,
    ...part,
    ...tally,
  });
  return tally;
}

/**
 * Cancels the rest of an approved broadcast, for good.
 * @throws Problem conflict when it is not approved, running or paused
 */
export async function cancelBroadcast(tx: Tx, broadcastId: string, stop: Stop): Promise<Tally> {
  const tally = await cancel(tx, broadcastId, {});
  const cancelled = await rows(
    tx,
    `${transition(BROADCASTS, 'cancelled', {
      set: 'pause_reason = NULL, paused_by = NULL, ended_at = siar_now(), updated_at = siar_now()',
      where: 'b.id = $1',
    })} RETURNING id`,
    [broadcastId],
  );
  if (cancelled.length === 0) {
    throw new Problem('not-cancellable');
  }
  await note(tx, 'broadcast.cancel', broadcastId, stop.actorId, {
    by: stop.by,
    reason: stop.reason,
    ...tally,
  });
  return tally;
}

/** Locks the broadcast first, then its waves by id: every stop and release locks in that order. */
async function lock(tx: Tx, broadcastId: string): Promise<void> {
  const found = await row(tx, 'SELECT FROM broadcasts WHERE id = $1 FOR NO KEY UPDATE', [broadcastId]);
  if (!found) throw new Problem('no-such-broadcast');
}

/** The waiting copies in the paused waves of a part, and how many of them are not in doubt. */
async function pausedAlready(
  tx: Tx,
  broadcastId: string,
  part: Part,
): Promise<Paused['pausedBefore'] & { undoubted: number }> {
  const found = await row<Paused['pausedBefore'] & { undoubted: number }>(
    tx,
    `SELECT coalesce(sum(w.pending), 0)::int AS stopped, coalesce(sum(w.unlisted), 0)::int AS unlisted,
       coalesce(sum(w.pending + w.unlisted) FILTER (WHERE NOT w.doubted), 0)::int AS undoubted
     FROM waves w WHERE ${PART} AND w.state = 'paused'`,
    [broadcastId, part.channel ?? null, part.regionCode ?? null],
  );
  return found ?? { stopped: 0, unlisted: 0, undoubted: 0 };
}

/** When the first of the paused waves of a part was paused, in ISO 8601; null: none is paused. */
async function pausedSinceOf(tx: Tx, broadcastId: string, part: Part): Promise<string | null> {
  const found = await row<{ since: Date | null }>(
    tx,
    `SELECT min(w.paused_at) AS since FROM waves w WHERE ${PART} AND w.state = 'paused'`,
    [broadcastId, part.channel ?? null, part.regionCode ?? null],
  );
  return found?.since?.toISOString() ?? null;
}

async function tallyOf(tx: Tx, broadcastId: string, part: Part, waves: number): Promise<Tally> {
  const found = await row<Omit<Tally, 'waves'>>(
    tx,
    `SELECT coalesce(sum(w.accepted + w.delivered), 0)::int AS sent, coalesce(sum(w.pending), 0)::int AS stopped, coalesce(sum(w.unlisted), 0)::int AS unlisted,
       coalesce(sum(w.claimed), 0)::int AS "inHand", coalesce(sum(w.unknown), 0)::int AS unknown
     FROM waves w WHERE ${PART}`,
    [broadcastId, part.channel ?? null, part.regionCode ?? null],
  );
  return { waves, sent: 0, stopped: 0, unlisted: 0, inHand: 0, unknown: 0, ...found };
}

/** Failed copies of a part: what fails after a resumption tells whether the cause has gone. */
async function failedIn(tx: Tx, broadcastId: string, part: Part): Promise<number> {
  const found = await row<{ failed: number }>(
    tx,
    `SELECT coalesce(sum(w.failed), 0)::int AS failed FROM waves w WHERE ${PART}`,
    [broadcastId, part.channel ?? null, part.regionCode ?? null],
  );
  return found?.failed ?? 0;
}

async function note(
  tx: Tx,
  act: string,
  broadcastId: string,
  actorId: string | null | undefined,
  detail: Record<string, unknown>,
): Promise<void> {
  await record(tx, { actorId: actorId ?? null, act, subject: `broadcast:${broadcastId}`, detail });
}
