import type { ChannelName } from '#channels';
import { row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { SignedIn } from '#staff/roles';
import { type LateChoice } from '#planning';
import { type DoubtBy } from './door/dispatch.js';
import { maySee, type Ownership } from './who-may.rules.js';
import type { BroadcastState } from '#contract';
import { HANDED_OVER, UNCORRECTED } from './corrections/lineage.js';
import { COPY_MARK, CORRECTION_FACTS, TEXT_SOURCE } from './corrections/standing.js';
import type { CorrectionFacts } from './corrections/unapprovable.rules.js';
import type { UsedTemplate } from './templates/templates.rules.js';
import type { Draft, Kind } from './drafts/draft.js';
import type { FrozenDocument } from './document/freeze.js';
import type { Mark } from './checks/marks.js';
import type { Passage } from './review/passages.rules.js';
import type { InDoubt } from './checks/uncorrected.rules.js';
import type { Hold } from '#contract/api/reviews';
import type { Who } from '#contract/api/shared';

export type { Hold } from '#contract/api/reviews';

/** A broadcast as it is stored. */
export interface StoredBroadcast {
  id: string;
  state: BroadcastState;
  version: number;
  draft: Draft;
  organisation: Who;
  author: Who;
  editors: string[];
  /** Of a correction. */
  originalId: string | null;
  /** The public code of what it corrects. */
  originalCode: string | null;
  /** Of a remainder: the correction whose text it sends to those never reached. */
  remainderOfId: string | null;
  /** Of a reminder: its series, and its days before the polling day. */
  seriesId: string | null;
  daysBefore: number | null;
  /** Of a correction begun from a template: the approved template as it was then. */
  template: UsedTemplate | null;
  publicCode: string;
  pauseReason: string | null;
  pausedBy: string | null;
  /** The number of paused waves. */
  pausedWaves: number;
  /** Since when (ISO 8601) its content is in doubt, in whole or in part, with the reason and the origin. */
  doubt: { since: string; reason: string | null; by: DoubtBy; takenBack: boolean } | null;
  /** While it is withdrawn: when (ISO 8601), by whom and why. */
  withdrawal: { at: string; by: Who; reason: string | null } | null;
  /** While it is under review: the current hold; null: none. */
  hold: Hold | null;
  /** Of a draft that somebody has changed since it was begun: the newest change (ISO 8601). */
  edited: { at: string; by: Who } | null;
  createdAt: Date;
  updatedAt: Date;
  approvedAt: Date | null;
  endedAt: Date | null;
  /** Whether workers have claimed copies of it, so that somebody may have got it. */
  begun: boolean;
  /** The newest submission, whatever its state. */
  submission: StoredSubmission | null;
}

/** A frozen document with the decision on it. */
export interface StoredSubmission {
  no: number;
  digest: string;
  /** Canonical JSON. */
  document: string;
  submittedBy: Who;
  submittedAt: Date;
  decision: 'approved' | 'rejected' | 'withdrawn' | 'voided' | null;
  decidedBy: Who | null;
  decidedAt: Date | null;
  reason: string | null;
  /** Of a rejection: the places in the texts that its reasons refer to. */
  passages: Passage[];
  /** Of an approval after an hour of it had passed: what happened to that part. */
  late: LateChoice | null;
  /** Of an approval: the marks that its reviewer looked at and accepted. */
  acknowledged: Mark[];
}

/** SQL expression: the hold on a broadcast. @param id an SQL expression for its id */
export const holdOn = (id: string): string =>
  `(SELECT json_build_object('by', json_build_object('id', p.id::text, 'name', p.name), 'since', h.held_since, 'until', h.leased_until)
    FROM review_holds h JOIN people p ON p.id = h.person_id WHERE h.broadcast_id = ${id} AND h.leased_until > siar_now())`;

/** SQL expression: time and person of the newest such act on broadcast `b`. @param more further members, from entry `e` */
const newestAct = (act: 'edit' | 'withdraw', more = ''): string =>
  `(SELECT json_build_object('at', e.at, 'by', json_build_object('id', p.id::text, 'name', p.name)${more})
    FROM audit_entries e JOIN people p ON p.id = e.actor_id
    WHERE e.subject = 'broadcast:' || b.id AND e.act = 'broadcast.${act}' ORDER BY e.id DESC LIMIT 1)`;

/** SQL condition: the doubt on broadcast `b` was cast because the one with the same text was taken back. */
export const DOUBTED_AS_TAKEN_BACK = `EXISTS (SELECT FROM audit_entries e WHERE e.subject = 'broadcast:' || b.id
    AND e.act IN ('broadcast.doubt', 'broadcast.pause') AND e.at >= b.doubted_at AND e.detail->>'takenBack' IS NOT NULL)`;

const BROADCAST = `
SELECT b.id, b.state, b.version, b.draft, b.editors::text[] AS editors, b.original_id AS "originalId", b.remainder_of_id AS "remainderOfId", b.template,
  (SELECT m.series_id FROM series_members m WHERE m.broadcast_id = b.id) AS "seriesId",
  (SELECT m.days_before FROM series_members m WHERE m.broadcast_id = b.id) AS "daysBefore",
  b.public_code AS "publicCode", (SELECT o.public_code FROM broadcasts o WHERE o.id = b.original_id) AS "originalCode",
  b.pause_reason AS "pauseReason", b.paused_by AS "pausedBy",
  (SELECT count(*)::int FROM waves w WHERE w.broadcast_id = b.id AND w.state = 'paused') AS "pausedWaves",
  CASE WHEN b.doubted_at IS NOT NULL THEN json_build_object('since', b.doubted_at, 'reason', b.doubt_reason, 'by', b.doubted_by,
    'takenBack', ${DOUBTED_AS_TAKEN_BACK}) END AS doubt,
  CASE WHEN b.state = 'withdrawn' THEN ${newestAct('withdraw', `, 'reason', e.detail->>'reason'`)} END AS withdrawal,
  CASE WHEN b.state = 'draft' THEN ${newestAct('edit')} END AS edited,
  ${holdOn('b.id')} AS hold,
  b.created_at AS "createdAt", b.updated_at AS "updatedAt", b.approved_at AS "approvedAt", b.ended_at AS "endedAt", ${HANDED_OVER('b.id')} AS begun,
  json_build_object('id', o.id::text, 'name', o.name) AS organisation,
  json_build_object('id', a.id::text, 'name', a.name) AS author
FROM broadcasts b JOIN organisations o ON o.id = b.organisation_id JOIN people a ON a.id = b.author_id
WHERE b.id = $1`;

const SUBMISSION = `
SELECT s.no, s.digest, s.document, s.submitted_at AS "submittedAt", s.decision, s.decided_at AS "decidedAt", s.reason, s.passages, s.late, s.acknowledged,
  json_build_object('id', p.id::text, 'name', p.name) AS "submittedBy",
  CASE WHEN d.id IS NOT NULL THEN json_build_object('id', d.id::text, 'name', d.name) END AS "decidedBy"
FROM submissions s JOIN people p ON p.id = s.submitted_by LEFT JOIN people d ON d.id = s.decided_by
WHERE s.broadcast_id = $1`;

/** SQL: the people who may not approve broadcast `b` with its submission `s`, for `whyNotApprove` of who-may.rules.ts. */
export const TOOK_PART = '(b.author_id || b.editors || s.submitted_by)';

/** The fields of a broadcast that the rules on people need. */
export const ownershipOf = ({
  organisation,
  author,
  editors,
  submission,
  draft,
}: StoredBroadcast): Ownership => ({
  organisationId: organisation.id,
  authorId: author.id,
  editors,
  submittedBy: submission?.submittedBy.id ?? null,
  regions: draft.audience.regions,
});

/**
 * A broadcast with its newest submission, for any person: the acts check permissions themselves.
 * @param lock locks it until the transaction ends, against every other act on it
 * @throws Problem not-found
 */
export async function find(tx: Tx, id: string, lock = false): Promise<StoredBroadcast> {
  const found = await row<Omit<StoredBroadcast, 'submission'>>(
    tx,
    lock ? `${BROADCAST} FOR UPDATE OF b` : BROADCAST,
    [id],
  );
  if (!found) throw notFound();
  const submission = await row<StoredSubmission>(tx, `${SUBMISSION} ORDER BY s.no DESC LIMIT 1`, [id]);
  return { ...found, submission: submission ?? null };
}

/** A broadcast, if this person sees it; for others it does not exist. @throws Problem not-found */
export async function see(
  tx: Tx,
  person: Pick<SignedIn, 'organisation'>,
  id: string,
): Promise<StoredBroadcast> {
  const broadcast = await find(tx, id);
  if (!maySee(person, { ...ownershipOf(broadcast), submitted: broadcast.submission !== null }))
    throw notFound();
  return broadcast;
}

/** All submissions of a broadcast, the newest first. */
export function submissionsOf(tx: Tx, id: string): Promise<StoredSubmission[]> {
  return rows<StoredSubmission>(tx, `${SUBMISSION} ORDER BY s.no DESC`, [id]);
}

/** The approved document that a correction corrects; null: it is no correction. */
export async function correctedBy(
  tx: Tx,
  { originalId }: Pick<FrozenDocument, 'originalId'>,
): Promise<FrozenDocument | null> {
  if (originalId === null) return null;
  const found = await row<{ document: string }>(
    tx,
    `SELECT document FROM submissions WHERE broadcast_id = $1 AND decision = 'approved' ORDER BY no DESC LIMIT 1`,
    [originalId],
  );
  return found ? (JSON.parse(found.document) as FrozenDocument) : null;
}

/**
 * The approved broadcast that the text of this one was copied from, also by way of other copies, while copies of that are
 * marked: the nearest; null: there is none. The text of a companion that is not approved is its correction's.
 */
export async function copiedInDoubtBy(tx: Tx, id: string): Promise<InDoubt | null> {
  const source = `coalesce(e.detail->>'correctionId', e.detail->>'from')::bigint`;
  const found = await row<{ title: string; why: InDoubt['why']; document: string }>(
    tx,
    `WITH RECURSIVE sources AS (
       SELECT ${source} AS id, 1 AS steps FROM audit_entries e WHERE e.subject = $1 AND e.act = 'broadcast.copy'
       UNION ALL
       SELECT ${source}, steps + 1 FROM sources
       JOIN audit_entries e ON e.subject = 'broadcast:' || sources.id AND e.act = 'broadcast.copy'
     )
     SELECT b.title, s.document, ${COPY_MARK} AS why
     FROM sources
     JOIN broadcasts copied ON copied.id = sources.id
     JOIN broadcasts b ON b.id = ${TEXT_SOURCE}
     JOIN submissions s ON s.broadcast_id = b.id AND s.decision = 'approved'
     WHERE ${COPY_MARK} IS NOT NULL ORDER BY sources.steps, s.no DESC LIMIT 1`,
    [`broadcast:${id}`],
  );
  return found ? { ...found, document: JSON.parse(found.document) as FrozenDocument } : null;
}

/**
 * SQL condition on submissions `s`: the decision was undone. The next submission is then the same, under review again.
 */
export const UNDONE = `EXISTS (SELECT FROM submissions again WHERE again.broadcast_id = s.broadcast_id AND again.no = s.no + 1
  AND again.digest = s.digest AND again.submitted_at = s.submitted_at)`;

/**
 * When the newest approved submission that addresses people by name in all of these regions was submitted: its reviewer
 * saw the imports up to then. The time of the approval does not serve, because an import may arrive during a review.
 * Null: there is none.
 */
export async function lastNaming(tx: Tx, regions: readonly string[]): Promise<Date | null> {
  const found = await row<{ submittedAt: Date }>(
    tx,
    `SELECT s.submitted_at AS "submittedAt"
     FROM submissions s, LATERAL (SELECT s.document::jsonb AS approved OFFSET 0) AS d
     WHERE s.decision = 'approved' AND NOT ${UNDONE}
       AND jsonb_path_exists(approved, '$.contents.*.*.* ? (@ like_regex "[{][{] *name *[}][}]")')
       AND NOT EXISTS (SELECT FROM unnest($1::text[]) AS these (code)
         WHERE NOT EXISTS (SELECT FROM jsonb_array_elements_text(approved->'audience'->'regions') AS its (code)
           WHERE these.code = its.code OR starts_with(these.code, its.code || '.')))
     ORDER BY s.decided_at DESC LIMIT 1`,
    [regions],
  );
  return found?.submittedAt ?? null;
}

/** The newest submission of a broadcast with this digest. */
export function submissionWithDigest(
  tx: Tx,
  id: string,
  digest: string,
): Promise<StoredSubmission | undefined> {
  return row<StoredSubmission>(tx, `${SUBMISSION} AND s.digest = $2 ORDER BY s.no DESC LIMIT 1`, [
    id,
    digest,
  ]);
}

/** SQL condition: `maySee` for broadcasts `b`. Its parameters are $1 to $3, see {@link sightOf}. */
export const SEEN = `(b.organisation_id = $1 OR ($2 AND b.submission_no IS NOT NULL AND ($3::text IS NULL OR b.covered_by @> ARRAY[$3::text])))`;

/** The parameters of {@link SEEN}. */
export const sightOf = ({
  organisation,
}: Pick<SignedIn, 'organisation'>): [string, boolean, string | null] => [
  organisation.id,
  organisation.kind === 'kpu',
  organisation.regionCode,
];

/** The titles of these broadcasts, by id, as far as a person sees them. */
export async function titlesSeen(
  tx: Tx,
  person: Pick<SignedIn, 'organisation'>,
  ids: readonly string[],
): Promise<Record<string, string>> {
  const found = await rows<{ id: string; title: string }>(
    tx,
    `SELECT b.id, b.title FROM broadcasts b WHERE b.id = ANY ($4::bigint[]) AND ${SEEN}`,
    [...sightOf(person), ids],
  );
  return Object.fromEntries(found.map(({ id, title }) => [id, title]));
}

/** SQL expression for broadcasts `b`, when a decision cannot wait: whether a person has taken the alert. */
export const ALERT = `(SELECT CASE WHEN x.answer = 'taken' AND coalesce(x.escalated_at < x.answered_at, true) THEN 'taken' ELSE 'waiting' END
  FROM alerts x WHERE x.broadcast_id = b.id AND x.next_at IS NOT NULL ORDER BY x.id LIMIT 1)`;

/** The titles of an office that begin like a text. */
export async function titlesLike(tx: Tx, organisationId: string, text: string): Promise<Set<string>> {
  const found = await rows<{ title: string }>(
    tx,
    'SELECT title FROM broadcasts WHERE organisation_id = $1 AND starts_with(title, $2)',
    // The end of a long title makes room for its number.
    [organisationId, text.slice(0, 100)],
  );
  return new Set(found.map(({ title }) => title));
}

/** A submission that waits for a decision, with the fields that determine deadline and reviewers. */
export interface UnderReview extends Ownership {
  id: string;
  title: string;
  kind: Kind;
  channels: ChannelName[];
  organisation: string;
  author: string;
  originalId: string | null;
  /** When a decision cannot wait: whether a person has taken the alert. */
  alert: 'waiting' | 'taken' | null;
  /** The correction whose text it sends to those who got nothing. */
  remainderOfId: string | null;
  /** The state of that correction. */
  correction: CorrectionFacts | null;
  submittedAt: Date;
  /** How often it was submitted: what follows an undone decision is the same submission. */
  times: number;
  /** Canonical JSON. */
  document: string;
  hold: Hold | null;
  /** The deadline given to the people on call; null: nobody was called. */
  callBy: Date | null;
  /** The person on call who took the alert. */
  takenBy: string | null;
}

/** The submissions under review that a person sees, the newest first. */
export function listUnderReview(
  tx: Tx,
  person: Pick<SignedIn, 'organisation'>,
  limit: number,
): Promise<UnderReview[]> {
  return rows<UnderReview>(
    tx,
    `SELECT b.id, b.title, b.kind, b.draft->'channels' AS channels, b.draft->'audience'->'regions' AS regions,
       o.name AS organisation, a.name AS author, b.original_id AS "originalId", b.remainder_of_id AS "remainderOfId", ${CORRECTION_FACTS} AS correction, ${ALERT} AS alert,
       b.organisation_id AS "organisationId", b.author_id AS "authorId", b.editors::text[] AS editors,
       s.submitted_by AS "submittedBy", s.submitted_at AS "submittedAt", s.document, ${holdOn('b.id')} AS hold,
       (SELECT count(DISTINCT (d.digest, d.submitted_at))::int FROM submissions d WHERE d.broadcast_id = b.id) AS times,
       c.decide_by AS "callBy", CASE WHEN c.answer = 'taken' THEN t.name END AS "takenBy"
     FROM broadcasts b JOIN organisations o ON o.id = b.organisation_id JOIN people a ON a.id = b.author_id
       JOIN submissions s ON s.broadcast_id = b.id AND s.no = b.submission_no
       LEFT JOIN alerts c ON c.broadcast_id = b.id AND c.kind = 'review' AND c.next_at IS NOT NULL
       LEFT JOIN people t ON t.id = c.answered_by
     WHERE b.state = 'in_review' AND ${SEEN}
     ORDER BY b.id DESC LIMIT $4`,
    [...sightOf(person), limit],
  );
}

/** The numbers of broadcasts that refer to an election. */
export interface Naming {
  /** Not ended: an edit of the election flags those that were submitted. */
  namedBy: number;
  /** Ended after reaching somebody, and without a correction. */
  toldBy: number;
}

/** Counts the broadcasts that refer to this election. */
export async function countNaming(tx: Tx, electionId: string): Promise<Naming> {
  const found = await row<Naming>(
    tx,
    `SELECT (count(*) FILTER (WHERE state IN ('draft', 'in_review', 'approved', 'running', 'paused')))::int AS "namedBy",
       (count(*) FILTER (WHERE state IN ('completed', 'expired', 'cancelled', 'withdrawn')
         AND ${HANDED_OVER('b.id')} AND ${UNCORRECTED('b.id')}))::int AS "toldBy"
     FROM broadcasts b WHERE election_id = $1`,
    [electionId],
  );
  return found ?? { namedBy: 0, toldBy: 0 };
}

/** The number of copies in the ledger, and whether any was handed over. */
export async function reachOf(tx: Tx, id: string): Promise<{ written: number; handedOver: boolean }> {
  const found = await row<{ written: number; handedOver: boolean }>(
    tx,
    `SELECT coalesce(sum(targeted), 0)::int AS written,
       coalesce(bool_or(first_handover_at IS NOT NULL OR claimed + accepted + delivered + failed + unknown > 0), false) AS "handedOver"
     FROM waves WHERE broadcast_id = $1`,
    [id],
  );
  return found ?? { written: 0, handedOver: false };
}

const notFound = (): Problem => new Problem('no-such-broadcast');
