import type { ChannelName } from '#channels';
import { UNDO_SECONDS } from '#contract/lists';
import { prepared, type Statement, type Tx } from '#platform/database';
import { TOOK_PART } from '../store.js';
import { UNSENT } from './expired.js';
import { type NewsKind, TOPIC_OF } from './news.rules.js';

// One statement writes an event for all people concerned, in the transaction of the event, and only once for each: the
// database keeps one line for each person and event.

/**
 * Seconds until an e-mail is sent. Longer than an act can be undone: news that is undone or read by then needs no
 * e-mail.
 */
const MAIL_AFTER_S = UNDO_SECONDS + 30;

/** When `person` gets an e-mail of a kind: never if they do not want it, or were `called` by an alert. */
const mailAt = (kind: string, called = 'false'): string =>
  `CASE WHEN NOT ${called} AND (${TOPIC_SQL(kind)}) = ANY (w.topics) THEN siar_now() + interval '${MAIL_AFTER_S} seconds' END`;
const TOPIC_SQL = (kind: string): string =>
  `CASE ${kind} ${Object.entries(TOPIC_OF)
    .map(([name, topic]) => `WHEN '${name}' THEN '${topic}'`)
    .join(' ')} END`;

const WISHES = 'LEFT JOIN staff_news_wishes w ON w.person_id = p.id';
/** The authors and editors of broadcast `b` who can still sign in. */
const AUTHORS = `JOIN people p ON p.id = ANY (b.author_id || b.editors) AND p.disabled_at IS NULL ${WISHES}`;
const holding = (role: string): string =>
  `JOIN person_roles r ON r.role = '${role}' AND r.counts_from <= siar_now()
   JOIN people p ON p.id = r.person_id AND p.disabled_at IS NULL JOIN organisations o ON o.id = p.organisation_id ${WISHES}`;
const onCall = (role: string): string =>
  `EXISTS (SELECT FROM on_call c WHERE c.person_id = p.id AND c.role = '${role}')`;
/** SQL condition: the office answers for all regions of broadcast `b`. */
const COVERED = `o.kind = 'kpu' AND (o.region_code IS NULL OR o.region_code = ANY (b.covered_by))`;

/** Writes news of the outcome of a submission for its authors, except for the person who decided. */
export async function tellAuthors(
  tx: Tx,
  kind: Extract<NewsKind, 'approved' | 'sent-back' | 'withdrawn'>,
  { broadcastId, no, byId }: { broadcastId: string; no: number; byId: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO staff_news (person_id, event, kind, broadcast_id, submission_no, by_id, mail_due_at)
     SELECT p.id, concat_ws(':', $1::text, b.id, $3::int), $1, b.id, $3, $4, ${mailAt('$1')}
     FROM broadcasts b ${AUTHORS} WHERE b.id = $2 AND p.id <> $4 ON CONFLICT DO NOTHING`,
    [kind, broadcastId, no, byId],
  );
}

/**
 * Writes news of a submission for every reviewer who may approve it. Reviewers on call get no e-mail of an urgent one
 * besides their call.
 */
export async function tellReviewers(
  tx: Pick<Tx, 'query'>,
  kind: Extract<NewsKind, 'submitted' | 'deadline'>,
  broadcastId: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO staff_news (person_id, event, kind, broadcast_id, submission_no, by_id, mail_due_at)
     SELECT p.id, concat_ws(':', $1::text, b.id, s.no), $1, b.id, s.no, CASE WHEN $1 = 'submitted' THEN s.submitted_by END,
       ${mailAt('$1', `(b.kind <> 'ordinary' AND ${onCall('reviewer')})`)}
     FROM broadcasts b JOIN submissions s ON s.broadcast_id = b.id AND s.no = b.submission_no ${holding('reviewer')}
     WHERE b.id = $2 AND b.state = 'in_review' AND ${COVERED} AND p.id <> ALL (${TOOK_PART})
     ON CONFLICT DO NOTHING`,
    [kind, broadcastId],
  );
}

/**
 * Writes news of a comment for the authors, for whoever has commented on the broadcast, and for the reviewer who holds its
 * review: one line for each until they have read it.
 */
export async function tellOfComment(
  tx: Tx,
  broadcastId: string,
  { commentId, byId }: { commentId: string; byId: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO staff_news (person_id, event, kind, broadcast_id, by_id)
     SELECT p.id, concat_ws(':', 'commented', $3::bigint), 'commented', b.id, $2
     FROM broadcasts b CROSS JOIN LATERAL (
         SELECT unnest(b.author_id || b.editors) AS id
         UNION SELECT c.said_by FROM comment_threads t JOIN comments c ON c.thread_id = t.id WHERE t.broadcast_id = b.id
         UNION SELECT h.person_id FROM review_holds h WHERE h.broadcast_id = b.id AND h.leased_until > siar_now()) AS told
       JOIN people p ON p.id = told.id AND p.disabled_at IS NULL
     WHERE b.id = $1 AND p.id <> $2 AND NOT EXISTS (SELECT FROM staff_news n WHERE n.person_id = p.id
       AND n.broadcast_id = b.id AND n.kind = 'commented' AND n.read_at IS NULL)`,
    [broadcastId, byId, commentId],
  );
}

/** Deletes the news of a submission after an undo: it was true only for a moment. */
export async function untell(tx: Tx, kind: NewsKind, broadcastId: string, no: number): Promise<void> {
  await tx.query('DELETE FROM staff_news WHERE kind = $1 AND broadcast_id = $2 AND submission_no = $3', [
    kind,
    broadcastId,
    no,
  ]);
}

/** Marks the news of a waiting submission as read: it was decided on. */
export async function settleSubmitted(tx: Tx, broadcastId: string, no: number): Promise<void> {
  await tx.query(
    `UPDATE staff_news SET read_at = siar_now(), mail_due_at = NULL
     WHERE broadcast_id = $1 AND submission_no = $2 AND kind IN ('submitted', 'deadline') AND read_at IS NULL`,
    [broadcastId, no],
  );
}

/**
 * Inserts the lines of a query of person, event, kind, broadcast, channel and e-mail time, except those that exist.
 * @param more further columns
 */
const fresh = (found: string, more: '' | ', by_id, at' = ''): string =>
  `INSERT INTO staff_news (person_id, event, kind, broadcast_id, channel, mail_due_at${more})
   SELECT f.* FROM (${found}) AS f (person_id, event, kind, broadcast_id, channel, mail_due_at${more})
   WHERE NOT EXISTS (SELECT FROM staff_news n WHERE n.person_id = f.person_id AND n.event = f.event)
   ORDER BY f.person_id, f.event ON CONFLICT DO NOTHING`;

// The clock in a SELECT of its own is read once for the statement, so that the index is used.
const ENDED_LATELY = `b.ended_at > (SELECT siar_now()) - interval '1 day'`;
const OPERATORS = holding('operator');
/** SQL condition: operators see broadcast `b`. */
const SEES = `(p.organisation_id = b.organisation_id OR ${COVERED})`;

/**
 * Writes news for operators and authors that too many copies of a broadcast failed on a channel; for authors it belongs
 * to the results, and is told once.
 * @param failed the failed copies: with another number it is other news
 */
export async function tellOfFailing(
  tx: Tx,
  broadcastId: string,
  channel: ChannelName,
  failed: number,
): Promise<void> {
  const line = (mail: string, more = ''): string =>
    `SELECT p.id, concat_ws(':', 'failing', b.id, $2::text${more}), 'failing', b.id, $2::text, ${mailAt(`'${mail}'`)} FROM broadcasts b`;
  await tx.query(fresh(`${line('failing', ', $3::bigint')} ${OPERATORS} WHERE b.id = $1 AND ${SEES}`), [
    broadcastId,
    channel,
    failed,
  ]);
  await tx.query(fresh(`${line('finished')} ${AUTHORS} WHERE b.id = $1`), [broadcastId, channel]);
}

/**
 * Broadcasts `b` with the trail's entries `e` of a day about them, found by their subject: by its act, every pause of
 * all years would be read each round.
 */
const ACTS_ON = `broadcasts b JOIN audit_entries e ON e.subject = 'broadcast:' || b.id AND e.at > (SELECT siar_now()) - interval '1 day'`;
/** SQL condition on the trail's entry `e` of a pause or doubt: no correction under review caused it, whose own news says so. */
const OF_ITS_OWN = `(e.detail->>'by' <> 'correction' OR e.detail->>'takenBack' IS NOT NULL)`;
/** SQL condition on the trail's entry `e` of a pause: it casts doubt on the content, and belongs to no correction under review. */
const DOUBTS = `(e.detail->>'doubt' = 'true' AND ${OF_ITS_OWN})`;
/** SQL condition: a stop, of one `channel` or of all, holds copies of broadcast `b` that would go out now. */
const HOLDS = (channel: string): string => `EXISTS (SELECT FROM waves v WHERE v.broadcast_id = b.id
    AND v.state IN ('planned', 'prepared', 'released') AND v.due_at <= siar_now() AND ${channel})`;

/**
 * News for some people of a doubt that somebody else cast on a broadcast, with a pause or without. A correction under
 * review casts doubt too, and its own news says so. A doubt that reaches a second broadcast with the same text is told
 * once.
 */
const doubted = (people: string, topicOf: NewsKind, sees = 'true'): string =>
  fresh(
    `SELECT p.id, concat_ws(':', 'doubted', b.id, e.id), 'doubted', b.id, e.detail->>'channel', ${mailAt(`'${topicOf}'`)}, e.actor_id, e.at
    FROM ${ACTS_ON} ${people}
    WHERE b.doubted_at IS NOT NULL AND e.act IN ('broadcast.doubt', 'broadcast.pause') AND e.detail->>'with' IS NULL AND (e.act = 'broadcast.doubt' AND ${OF_ITS_OWN} OR ${DOUBTS})
      AND p.id <> e.actor_id AND ${sees}`,
    ', by_id, at',
  );

/** SQL condition on the trail's entry `e` of a pause: a correction under review caused it, which casts doubt too. */
const BY_CORRECTION = `e.detail->>'by' = 'correction'`;
/**
 * News of how a doubt ended, for the people who were told of it and not of its end, except for the person who ended it.
 * Authors have news of their own of a withdrawal or cancellation. A correction ends the doubt on what it corrects:
 * its original, and a companion of that.
 */
const SETTLED = fresh(
  `SELECT DISTINCT ON (p.id, b.id, o.id) p.id, concat_ws(':', 'settled', b.id, o.id), 'settled', b.id, NULL::text,
     CASE WHEN w.topics && ARRAY['results', 'reviews', 'operations'] THEN siar_now() + interval '${MAIL_AFTER_S} seconds' END, o.actor_id, o.at
   FROM (SELECT b.id AS of, e.id, e.act, e.at, e.actor_id FROM ${ACTS_ON}
       WHERE b.updated_at > (SELECT siar_now()) - interval '1 day' AND (e.act IN ('broadcast.lift-doubt', 'broadcast.end-doubt', 'broadcast.withdraw')
         OR e.act = 'broadcast.resume' AND e.detail->>'doubtCleared' = 'true'
         OR e.act = 'broadcast.cancel' AND b.state = 'cancelled' AND NOT ${BY_CORRECTION})
     UNION ALL
     SELECT x.of, e.id, e.act, e.at, e.actor_id FROM ${ACTS_ON}
       CROSS JOIN LATERAL (SELECT b.original_id AS of UNION ALL SELECT r.id FROM broadcasts r WHERE r.remainder_of_id = b.original_id) x
       WHERE b.original_id IS NOT NULL AND b.updated_at > (SELECT siar_now()) - interval '1 day'
         AND e.act = 'broadcast.approve' AND b.state NOT IN ('draft', 'in_review', 'rejected', 'withdrawn')) o
     JOIN broadcasts b ON b.id = o.of
     JOIN staff_news t ON t.broadcast_id = b.id AND t.at <= o.at AND (t.kind = 'doubted' OR t.kind = 'paused'
       AND EXISTS (SELECT FROM audit_entries e WHERE e.id = split_part(t.event, ':', 3)::bigint AND ${BY_CORRECTION}))
     JOIN people p ON p.id = t.person_id AND p.disabled_at IS NULL ${WISHES}
   WHERE p.id <> o.actor_id AND (o.act NOT IN ('broadcast.withdraw', 'broadcast.cancel') OR p.id <> ALL (b.author_id || b.editors))
     AND NOT EXISTS (SELECT FROM staff_news u WHERE u.person_id = p.id AND u.broadcast_id = b.id AND u.kind = 'settled' AND u.at > t.at)`,
  ', by_id, at',
);

// A publisher's timer writes the news of acts of workers and timers: a worker has no right to write to people.
const ROUND: Statement[] = [
  fresh(`SELECT p.id, concat_ws(':', 'finished', b.id, extract(epoch FROM b.ended_at)), 'finished', b.id, NULL::text, ${mailAt(`'finished'`)}
    FROM broadcasts b ${AUTHORS} WHERE b.state IN ('completed', 'expired') AND ${ENDED_LATELY}`),
  fresh(`SELECT p.id, concat_ws(':', k.kind, a.id), k.kind, b.id, a.channel, ${mailAt('k.kind', onCall('operator'))}
    FROM alerts a JOIN broadcasts b ON b.id = a.broadcast_id
      CROSS JOIN LATERAL (SELECT CASE a.kind WHEN 'brake' THEN 'braked' ELSE 'stalled' END AS kind) k ${OPERATORS}
    WHERE a.kind IN ('brake', 'stalled') AND a.next_at IS NOT NULL AND ${SEES}`),
  // After the operators: who is both has one line of it, with their e-mail.
  fresh(`SELECT p.id, concat_ws(':', 'braked', a.id), 'braked', b.id, a.channel, ${mailAt(`'paused'`)}
    FROM alerts a JOIN broadcasts b ON b.id = a.broadcast_id ${AUTHORS} WHERE a.kind = 'brake' AND a.next_at IS NOT NULL`),
  // What somebody else did to it. The trail has who, when and why; the event names its entry.
  fresh(
    `SELECT p.id, concat_ws(':', k.kind, b.id, e.id), k.kind, b.id, e.detail->>'channel', ${mailAt('k.kind')}, e.actor_id, e.at
    FROM ${ACTS_ON}
      CROSS JOIN LATERAL (SELECT CASE e.act WHEN 'broadcast.pause' THEN 'paused' ELSE 'cancelled' END AS kind) k ${AUTHORS}
    WHERE (b.state IN ('approved', 'running', 'paused') OR ${ENDED_LATELY})
      AND e.act IN ('broadcast.pause', 'broadcast.cancel') AND p.id <> e.actor_id
      AND (k.kind = 'cancelled' OR NOT ${DOUBTS} AND EXISTS (SELECT FROM waves v WHERE v.broadcast_id = b.id AND v.state = 'paused' AND v.paused_by <> 'brake'))`,
    ', by_id, at',
  ),
  doubted(AUTHORS, 'paused'),
  doubted(holding('reviewer'), 'submitted', COVERED),
  doubted(OPERATORS, 'braked', SEES),
  SETTLED,
  fresh(
    `SELECT p.id, concat_ws(':', 'stopped', b.id, e.id), 'stopped', b.id, NULL::text, ${mailAt(`'stopped'`)}, e.stopped_by, e.stopped_at
    FROM emergency_stops e JOIN broadcasts b ON b.state IN ('approved', 'running', 'paused') ${AUTHORS}
    WHERE e.lifted_at IS NULL AND p.id IS DISTINCT FROM e.stopped_by AND ${HOLDS('true')}`,
    ', by_id, at',
  ),
  fresh(
    `SELECT p.id, concat_ws(':', 'stopped', b.id, c.id, c.channel), 'stopped', b.id, c.channel, ${mailAt(`'stopped'`)}, c.paused_by, c.paused_at
    FROM channel_pauses c JOIN broadcasts b ON b.state IN ('approved', 'running', 'paused') ${AUTHORS}
    WHERE c.resumed_at IS NULL AND p.id <> c.paused_by AND ${HOLDS('v.channel = c.channel')}`,
    ', by_id, at',
  ),
  fresh(`SELECT p.id, concat_ws(':', 'unknown', b.id), 'unknown', b.id, NULL::text, ${mailAt(`'unknown'`)}
    FROM broadcasts b ${OPERATORS}
    WHERE (b.state IN ('running', 'paused') OR ${ENDED_LATELY}) AND ${SEES}
      AND EXISTS (SELECT FROM waves v WHERE v.broadcast_id = b.id AND v.unknown > 0)`),
  // Its authors are told by the news that it ended.
  fresh(`SELECT p.id, concat_ws(':', 'expired', b.id, extract(epoch FROM b.ended_at)), 'expired', b.id, NULL::text, ${mailAt(`'expired'`)}
    FROM broadcasts b ${OPERATORS}
    WHERE b.state IN ('completed', 'expired') AND ${ENDED_LATELY} AND ${SEES} AND p.id <> ALL (b.author_id || b.editors)
      AND ${UNSENT('b.id')} IS NOT NULL`),
  // A provider that goes away repeatedly causes one line in half an hour.
  fresh(`SELECT p.id, concat_ws(':', 'provider-away', a.channel, extract(epoch FROM a.since)), 'provider-away', NULL::bigint, a.channel, ${mailAt(`'provider-away'`)}
    FROM providers_away a ${OPERATORS}
    WHERE a.since <= siar_now() - interval '30 seconds' AND NOT EXISTS (SELECT FROM staff_news n WHERE n.person_id = p.id
      AND n.kind = 'provider-away' AND n.channel = a.channel AND n.at > siar_now() - interval '30 minutes')`),
].map((sql, n) => ({ name: `news ${n}`, sql }));

/**
 * Writes the news of what workers and timers do (finished broadcasts, brakes, stalled channels, unknown copies, absent
 * providers), and for authors of what others paused, stopped or cancelled, and of doubts and how they ended.
 */
export async function tellOfPipeline(manager: Tx): Promise<void> {
  for (const statement of ROUND) await prepared(manager, statement);
}
