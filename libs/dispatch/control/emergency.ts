import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { InjectLogger } from '#platform';
import { Database, row, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { Logger } from '#platform/logging';
import type { EmergencyStop, EmergencyStopped as Stopped, HeldBack } from '#contract/api/emergency';

export type { EmergencyStop, EmergencyStopped as Stopped, HeldBack } from '#contract/api/emergency';

/**
 * SQL condition: no emergency stop stands. Checked by the release of waves, by the queue feeder, and by each claim, at
 * its beginning and again at its end. Expiry does not check it: it is a hard stop. Notices do not check it either: they
 * continue.
 */
export const NO_EMERGENCY_STOP = `NOT EXISTS (SELECT FROM emergency_stops WHERE lifted_at IS NULL)`;

const LOCK = `hashtext('emergency stop')`;

/**
 * The condition in the first statement of a claim, in SQL: it shares one lock of the whole fleet until the claim ends,
 * so that a stop can wait for all earlier claims. The claim itself never waits and blocks nobody: while a stop waits
 * there is no claim. In a later statement, which has a newer snapshot than the lock, the claim checks {@link
 * NO_EMERGENCY_STOP} again.
 */
export const CLAIMS_MAY_BEGIN = `${NO_EMERGENCY_STOP} AND pg_try_advisory_xact_lock_shared(${LOCK})`;

/** Maximum time that a stop waits for running claims, in ms: one may hang on a host that is gone. */
const WAIT_MS = 3_000;

/**
 * The operators' emergency stop: one row that holds back everything on every channel, including broadcasts that are
 * approved or resumed during the stop. It changes no wave, so that lifting it continues exactly the waves that are not
 * paused themselves.
 */
@Injectable()
export class Emergency {
  constructor(
    private readonly database: Database,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** The stop that stands; null when none does. */
  async standing(): Promise<EmergencyStop | null> {
    return standing(this.database.manager);
  }

  /** What it holds back, or would. */
  async held(): Promise<HeldBack> {
    return held(this.database.manager);
  }

  /**
   * Stops everything. After this has returned, only messages that workers had claimed go out.
   * @throws Problem conflict, with the standing stop, when there is one already
   */
  async stop(actorId: string, reason: string): Promise<Stopped> {
    const stop = await this.database.transaction(async (tx) => {
      const made = await row<{ id: string }>(
        tx,
        `INSERT INTO emergency_stops (reason, stopped_by) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id`,
        [reason, actorId],
      );
      const stands = await standing(tx);
      if (!made || !stands) throw conflict('stopped-already', stands);
      await record(tx, { actorId, act: 'emergency.stop', subject: subjectOf(made.id), detail: { reason } });
      return { ...stands, id: made.id };
    });
    this.logger.error({ reason, actorId }, 'EMERGENCY STOP: nothing is claimed on any channel');
    // The stop stands from here on. The answer must say so even if counting fails.
    const { id, ...stands } = stop;
    const counted = await this.afterClaims(id, actorId).catch((error: unknown) => {
      this.logger.error({ err: error }, 'the emergency stop stands, but what it holds could not be counted');
      return null;
    });
    return { ...stands, held: counted };
  }

  /**
   * Resumes everything that was not paused itself and has not expired.
   * @param note why it may resume
   * @throws Problem conflict when none stands, or the fence after a restore does and nobody has run after-restore
   */
  async lift(actorId: string, note: string): Promise<HeldBack> {
    return this.database.transaction(async (tx) => {
      const stands = await row<{ fenced: boolean }>(
        tx,
        `SELECT fence IS NOT NULL AND settled_at IS NULL AS fenced FROM emergency_stops WHERE lifted_at IS NULL FOR UPDATE`,
      );
      if (stands?.fenced) throw conflict('not-settled', await standing(tx));
      const lifted = await row<{ id: string }>(
        tx,
        `UPDATE emergency_stops SET lifted_at = siar_now(), lifted_by = $1, lift_note = $2 WHERE lifted_at IS NULL RETURNING id`,
        [actorId, note],
      );
      if (!lifted) throw conflict('not-stopped', null);
      const goesOn = await held(tx);
      await record(tx, {
        actorId,
        act: 'emergency.lift',
        subject: subjectOf(lifted.id),
        detail: { note, ...countsOf(goesOn) },
      });
      return goesOn;
    });
  }

  /** Waits for earlier claims, then counts, and records the counts in the audit trail. */
  private async afterClaims(id: string, actorId: string): Promise<HeldBack> {
    return this.database.transaction(async (tx) => {
      await afterClaims(tx);
      const found = await held(tx);
      await record(tx, { actorId, act: 'emergency.held', subject: subjectOf(id), detail: countsOf(found) });
      return found;
    });
  }
}

/** Waits for the claims that began before a stop. @throws Error when one has not ended within some seconds */
export async function afterClaims(tx: Tx): Promise<void> {
  await tx.query(`SET LOCAL lock_timeout = ${WAIT_MS}`);
  await tx.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
}

/** What of it the trail keeps. */
function countsOf(counted: HeldBack): Record<string, unknown> {
  const { onPausedChannels: _, ...counts } = counted;
  return counts;
}

const subjectOf = (id: string): string => `emergency-stop:${id}`;

const conflict = (
  code: 'stopped-already' | 'not-stopped' | 'not-settled',
  stands: EmergencyStop | null,
): Problem => new Problem(code, {}, [], { standing: stands });

async function standing(tx: Tx): Promise<EmergencyStop | null> {
  const found = await row<EmergencyStop>(
    tx,
    `SELECT s.stopped_at AS since, s.reason, CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id::text, 'name', p.name) END AS by,
       s.fence IS NOT NULL AND s.settled_at IS NULL AS fenced
     FROM emergency_stops s LEFT JOIN people p ON p.id = s.stopped_by WHERE s.lifted_at IS NULL`,
  );
  return found ?? null;
}

/**
 * Counts broadcasts that have not ended, in one statement, since workers record outcomes concurrently. What was sent, and
 * what is unknown, is counted of those alone that the stop holds.
 */
async function held(tx: Tx): Promise<HeldBack> {
  const found = await row<
    Omit<HeldBack, 'expiring'> & { expiring: { expiresAt: string; waves: number; messages: number }[] }
  >(
    tx,
    `WITH open AS MATERIALIZED (
       SELECT w.broadcast_id, w.channel, w.accepted + w.delivered AS sent, w.pending, w.unlisted, w.claimed, w.unknown, w.expires_at,
         b.state <> 'paused' AND w.state IN ('planned', 'prepared', 'released') AS going, w.state = 'paused' AS rests
       FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id WHERE b.state IN ('approved', 'running', 'paused')
     ), under_way AS MATERIALIZED (
       SELECT *, bool_or(going) OVER (PARTITION BY broadcast_id) AS counted FROM open
     ), expiring AS (
       SELECT expires_at, count(*) AS waves, sum(pending + unlisted) AS messages FROM under_way WHERE going GROUP BY 1
     ), behind AS (
       SELECT channel, count(*) AS waves, sum(pending + unlisted) AS messages FROM under_way
       WHERE going AND channel IN (SELECT channel FROM channel_pauses WHERE resumed_at IS NULL) GROUP BY 1
     )
     SELECT (count(DISTINCT broadcast_id) FILTER (WHERE going))::int AS broadcasts, (count(*) FILTER (WHERE going))::int AS waves,
       coalesce(sum(sent) FILTER (WHERE counted), 0)::int AS sent, coalesce(sum(pending) FILTER (WHERE going), 0)::int AS stopped,
       coalesce(sum(unlisted) FILTER (WHERE going), 0)::int AS unlisted,
       coalesce(sum(pending + unlisted) FILTER (WHERE rests), 0)::int AS paused,
       coalesce(sum(claimed), 0)::int AS "inHand", coalesce(sum(unknown) FILTER (WHERE counted), 0)::int AS unknown,
       (SELECT coalesce(json_agg(json_build_object('expiresAt', expires_at, 'waves', waves, 'messages', messages) ORDER BY expires_at), '[]')
        FROM expiring) AS expiring,
       (SELECT coalesce(json_agg(json_build_object('channel', channel, 'waves', waves, 'messages', messages) ORDER BY channel), '[]')
        FROM behind) AS "onPausedChannels"
     FROM under_way`,
  );
  if (!found) throw new Error('nothing was counted');
  return {
    ...found,
    expiring: found.expiring.map((group) => ({ ...group, expiresAt: new Date(group.expiresAt) })),
  };
}
