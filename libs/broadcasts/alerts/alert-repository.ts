import { record } from '#audit';
import type { ChannelName } from '#channels';
import { withdrawNotices } from '#notices';
import { prepared, row, rows, type Statement, type Tx } from '#platform/database';
import type { BrakeFinding } from '#contract/api/brake';
import type { AlertKind } from './alert.rules.js';
import type { AlertAnswer } from '#contract/api/broadcasts';

export type { AlertAnswer } from '#contract/api/broadcasts';

/** An alert as people see it. */
export interface StoredAlert {
  id: string;
  kind: AlertKind;
  channel: ChannelName | null;
  raisedAt: Date;
  decideBy: Date;
  /** The number of rounds of calls, and the number of people in the last round; 0: nobody could be called. */
  calls: number;
  people: number;
  calledAt: Date | null;
  escalatedAt: Date | null;
  answer: AlertAnswer | null;
  answeredAt: Date | null;
  answeredBy: { id: string; name: string } | null;
  open: boolean;
}

/** An alert whose people have to be called now. The transaction holds it, and its broadcast, until it ends. */
export interface DueAlert {
  id: string;
  kind: AlertKind;
  broadcastId: string;
  channel: ChannelName | null;
  /** Of a brake: its finding. */
  brake: BrakeFinding | null;
  decideBy: Date;
  /** After this instant there is nothing left to decide. */
  until: Date;
  calls: number;
}

const SHOWN = `a.id, a.kind, a.channel, a.raised_at AS "raisedAt", a.decide_by AS "decideBy", a.calls, a.people, a.called_at AS "calledAt",
  a.escalated_at AS "escalatedAt", a.answer, a.answered_at AS "answeredAt", a.next_at IS NOT NULL AS open,
  CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id::text, 'name', p.name) END AS "answeredBy"`;

/**
 * Opens an alert for a submission that cannot wait. The caller calls the people.
 * @returns undefined when an alert is open already
 */
export async function openReview(
  tx: Tx,
  broadcastId: string,
  submissionNo: number,
  when: { decideBy: Date; until: Date },
): Promise<DueAlert | undefined> {
  return row<DueAlert>(
    tx,
    `INSERT INTO alerts (kind, broadcast_id, submission_no, decide_by, until, next_at) VALUES ('review', $1, $2, $3, $4, siar_now())
     ON CONFLICT DO NOTHING RETURNING id, kind, broadcast_id AS "broadcastId", channel, NULL::json AS brake, decide_by AS "decideBy", until, calls`,
    [broadcastId, submissionNo, when.decideBy, when.until],
  );
}

/**
 * Opens an alert for what the brake stopped, in the transaction that stops it. A publisher's timer calls the operators.
 * Does nothing when an alert is open already.
 * @param channel null: the whole broadcast
 */
export async function raiseBrakeAlert(
  tx: Tx,
  broadcastId: string,
  channel: ChannelName | null,
): Promise<void> {
  await tx.query(
    `INSERT INTO alerts (kind, broadcast_id, channel, decide_by, until, next_at)
     SELECT 'brake', $1, $2, min(w.expires_at), max(w.expires_at), siar_now() FROM waves w
     WHERE w.broadcast_id = $1 AND ($2::text IS NULL OR w.channel = $2) AND w.state = 'paused' HAVING count(*) > 0
     ON CONFLICT DO NOTHING`,
    [broadcastId, channel],
  );
}

/**
 * Opens an alert for a channel that sends nothing although it should, on the channel's most urgent broadcast. A
 * publisher's timer calls the operators. One open alert of a channel covers all its broadcasts.
 */
export async function openStalled(tx: Pick<Tx, 'query'>, channel: ChannelName): Promise<void> {
  await tx.query(
    `INSERT INTO alerts (kind, broadcast_id, channel, decide_by, until, next_at)
     SELECT 'stalled', w.broadcast_id, $1, min(w.expires_at), max(w.expires_at), siar_now() FROM waves w
     WHERE w.channel = $1 AND w.state = 'released' AND (w.pending > 0 OR w.fanned_out_at IS NULL)
       AND w.expires_at > siar_now() AND NOT EXISTS (SELECT FROM alerts a WHERE a.kind = 'stalled' AND a.channel = $1 AND a.next_at IS NOT NULL)
     GROUP BY w.broadcast_id ORDER BY min(w.priority), min(w.expires_at), w.broadcast_id LIMIT 1
     ON CONFLICT DO NOTHING`,
    [channel],
  );
}

/** The key that finds the calls of an alert. */
export const aboutAlert = (alertId: string): string => `alert-${alertId}`;

/** Records a round of calls, and when the next one is due. @param people the number of people called */
export async function noteCall(tx: Tx, alert: DueAlert, people: number, againMinutes: number): Promise<void> {
  await tx.query(
    `UPDATE alerts SET calls = calls + 1, people = $2, called_at = siar_now(), next_at = siar_now() + make_interval(secs => 60 * $3::float8),
       escalated_at = CASE WHEN calls > 0 THEN siar_now() END WHERE id = $1`,
    [alert.id, people, againMinutes],
  );
  await record(tx, {
    actorId: null,
    act: alert.calls > 0 ? 'alert.escalate' : 'alert.raise',
    subject: `broadcast:${alert.broadcastId}`,
    detail: {
      alertId: alert.id,
      kind: alert.kind,
      // Names the channel in trouble; a review has none.
      ...(alert.channel && { channel: alert.channel }),
      call: alert.calls + 1,
      people,
    },
  });
}

/** Withdraws the calls that have not gone out, so that nobody is called about a settled matter. */
export const withdrawCalls = (tx: Tx, alerts: readonly { id: string }[]): Promise<void> =>
  withdrawNotices(
    tx,
    alerts.map(({ id }) => aboutAlert(id)),
  );

/** Leaves a due alert for later, with as much time to decide from then on, since nothing can be decided now. */
export async function postpone(tx: Tx, alert: DueAlert, seconds: number, minutes: number): Promise<void> {
  await tx.query(
    `UPDATE alerts SET next_at = siar_now() + make_interval(secs => $2),
       decide_by = greatest(decide_by, siar_now() + make_interval(secs => $2 + 60 * $3::float8)) WHERE id = $1`,
    [alert.id, seconds, minutes],
  );
  await withdrawCalls(tx, [alert]);
}

/** The open alerts of companions under review, locked; skips what another transaction holds. */
export const companionAlerts = (tx: Tx): Promise<{ id: string; broadcastId: string; kind: AlertKind }[]> =>
  prepared(tx, COMPANION_ALERTS);

const COMPANION_ALERTS: Statement = {
  name: 'companion alerts',
  sql: `
SELECT a.id, a.broadcast_id AS "broadcastId", a.kind FROM alerts a JOIN broadcasts b ON b.id = a.broadcast_id
WHERE a.kind = 'review' AND a.next_at IS NOT NULL AND b.remainder_of_id IS NOT NULL FOR NO KEY UPDATE OF a SKIP LOCKED`,
};

/** Ends an alert about which nothing can be decided any more, and its calls. */
export async function endAlert(
  tx: Tx,
  alert: { id: string; broadcastId: string; kind: AlertKind },
): Promise<void> {
  await tx.query(
    `UPDATE alerts SET next_at = NULL, answer = 'ended', answered_at = siar_now(), answered_by = NULL WHERE id = $1`,
    [alert.id],
  );
  await withdrawCalls(tx, [alert]);
  await noteEnd(tx, { ...alert, answer: 'ended' });
}

const noteEnd = (
  tx: Tx,
  {
    id,
    broadcastId,
    kind,
    answer,
  }: { id: string; broadcastId: string; kind: AlertKind; answer: AlertAnswer },
): Promise<void> =>
  record(tx, {
    actorId: null,
    act: 'alert.end',
    subject: `broadcast:${broadcastId}`,
    detail: { alertId: id, kind, answer },
  });

/** Ends the alert of a submission that was decided on, and its calls. Does nothing when there is no alert. */
export async function settleReview(
  tx: Tx,
  broadcastId: string,
  submissionNo: number,
  answer: AlertAnswer,
  personId: string,
): Promise<void> {
  const ended = await rows<{ id: string }>(
    tx,
    `UPDATE alerts SET next_at = NULL, answer = $3, answered_at = siar_now(), answered_by = $4
     WHERE broadcast_id = $1 AND submission_no = $2 AND next_at IS NOT NULL RETURNING id`,
    [broadcastId, submissionNo, answer, personId],
  );
  await withdrawCalls(tx, ended);
}

/** Records that a person takes an alert. The others are not called again for the given time. */
export async function take(
  tx: Tx,
  broadcastId: string,
  alertId: string,
  personId: string,
  forMinutes: number,
): Promise<void> {
  await tx.query(
    `UPDATE alerts SET answer = 'taken', answered_at = siar_now(), answered_by = $2, next_at = siar_now() + make_interval(mins => $3)
     WHERE id = $1 AND next_at IS NOT NULL`,
    [alertId, personId, forMinutes],
  );
  await record(tx, {
    actorId: personId,
    act: 'alert.take',
    subject: `broadcast:${broadcastId}`,
    detail: { alertId },
  });
}

/** The open alerts of a broadcast. */
export function openAlerts(tx: Tx, broadcastId: string): Promise<StoredAlert[]> {
  return rows<StoredAlert>(
    tx,
    `SELECT ${SHOWN} FROM alerts a LEFT JOIN people p ON p.id = a.answered_by
     WHERE a.broadcast_id = $1 AND a.next_at IS NOT NULL ORDER BY a.id`,
    [broadcastId],
  );
}

/** The alert to show: an open one, else the last. */
export async function currentAlert(tx: Tx, broadcastId: string): Promise<StoredAlert | null> {
  const found = await row<StoredAlert>(
    tx,
    `SELECT ${SHOWN} FROM alerts a LEFT JOIN people p ON p.id = a.answered_by
     WHERE a.broadcast_id = $1 ORDER BY a.next_at IS NULL, a.id DESC LIMIT 1`,
    [broadcastId],
  );
  return found ?? null;
}

/**
 * Returns an alert that is due, and locks it and its broadcast against other publishers and other acts. Skips what
 * another transaction holds and leaves it to the next round: this query never waits, whatever order others lock in.
 */
export async function dueAlert(tx: Tx): Promise<DueAlert | undefined> {
  return (await prepared<DueAlert>(tx, DUE_ALERT))[0];
}

const DUE_ALERT: Statement = {
  name: 'due alert',
  sql: `
SELECT a.id, a.kind, a.broadcast_id AS "broadcastId", a.channel, a.decide_by AS "decideBy", a.until, a.calls,
  CASE WHEN a.kind = 'brake' THEN (SELECT w.brake FROM waves w
    WHERE w.broadcast_id = a.broadcast_id AND w.channel = a.channel AND w.brake IS NOT NULL ORDER BY w.id LIMIT 1) END AS brake
FROM alerts a JOIN broadcasts b ON b.id = a.broadcast_id
WHERE a.next_at <= siar_now() AND a.until > siar_now()
ORDER BY a.next_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`,
};

/**
 * Ends the alerts that need no answer any more: a brake whose waves were resumed or cancelled (with the person who
 * decided so), a stall that is over, and any alert whose time has passed.
 */
export async function endOver(tx: Tx): Promise<void> {
  const ended = await prepared<{ id: string; broadcastId: string; kind: AlertKind; answer: AlertAnswer }>(
    tx,
    END_OVER,
  );
  await withdrawCalls(tx, ended);
  for (const one of ended) await noteEnd(tx, one);
}

/** Selects from the audit trail the last decision of a person on the broadcast of alert `a` since it was raised. */
function DECIDED(what: string): string {
  return `SELECT ${what} FROM audit_entries e WHERE e.subject = 'broadcast:' || a.broadcast_id AND e.at >= a.raised_at
    AND e.actor_id IS NOT NULL AND e.act IN ('broadcast.resume', 'broadcast.cancel', 'broadcast.withdraw') ORDER BY e.id DESC LIMIT 1`;
}

const END_OVER: Statement = {
  name: 'end alerts',
  sql: `
WITH over AS MATERIALIZED (
  SELECT a.id, a.until <= siar_now() AS late FROM alerts a
  WHERE a.next_at IS NOT NULL AND (a.until <= siar_now() OR (a.kind = 'brake' AND NOT EXISTS (
    SELECT FROM waves w WHERE w.broadcast_id = a.broadcast_id AND (a.channel IS NULL OR w.channel = a.channel) AND w.state = 'paused' AND w.paused_by = 'brake'))
    OR (a.kind = 'stalled' AND NOT EXISTS (SELECT FROM standstills s WHERE s.channel = a.channel)))
  FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE alerts a SET next_at = NULL, answered_at = siar_now(),
  answered_by = (${DECIDED('e.actor_id')}),
  answer = CASE WHEN over.late THEN 'expired' ELSE coalesce((${DECIDED(`CASE e.act
    WHEN 'broadcast.resume' THEN 'resumed' WHEN 'broadcast.cancel' THEN 'cancelled' ELSE 'withdrawn' END`)}), 'ended') END
FROM over WHERE a.id = over.id
RETURNING a.id, a.broadcast_id AS "broadcastId", a.kind, a.answer`,
};
