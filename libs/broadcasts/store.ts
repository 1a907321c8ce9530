import type { ChannelName } from '#channels';
import { Problem, row, rows, type Tx } from '#platform';
import type { SignedIn } from '#staff';
import { type DoubtBy, type LateChoice, STRONGEST_HINDRANCE, type StrongestHindrance } from '#waves';
import { maySee, type Ownership } from './approval.rules.js';
import type { BroadcastState } from './broadcast.states.js';
import { HANDED_OVER, UNCORRECTED } from './family.js';
import type { UsedTemplate } from './templates.rules.js';
import type { Draft, Kind } from './draft.js';
import type { FrozenDocument } from './freeze.js';
import type { Mark } from './marks.js';
import type { Passage } from './passages.rules.js';
import type { InDoubt } from './uncorrected.rules.js';

/** Who did something, as people are shown it. */
interface Who {
  id: string;
  name: string;
}

/** Who has what is under review in hand. Instants in ISO 8601. */
export interface Hold {
  by: Who;
  since: string;
  until: string;
}

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
  /** Of a remainder: the correction whose text it takes to those never reached. */
  remainderOfId: string | null;
  /** Of a correction begun from one: the approved template, as it was then. */
  template: UsedTemplate | null;
  publicCode: string;
  pauseReason: string | null;
  pausedBy: string | null;
  /** Waves that are paused, be it one part of it or all. */
  pausedWaves: number;
  /** Since when (ISO 8601) its content is in doubt, in whole or in part, and why. */
  doubt: { since: string; reason: string | null; by: DoubtBy } | null;
  /** While it is under review: who has it in hand; null: nobody. */
  hold: Hold | null;
  createdAt: Date;
  updatedAt: Date;
  approvedAt: Date | null;
  endedAt: Date | null;
  /** Whether workers have taken copies of it, so that somebody may have got it. */
  begun: boolean;
  /** The newest submission, whatever became of it. */
  submission: StoredSubmission | null;
}

/** A frozen document with what was decided on it. */
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
  /** Of a rejection: where in the texts its reasons belong. */
  passages: Passage[];
  /** Of an approval after an hour of it had passed: what became of that part. */
  late: LateChoice | null;
  /** Of an approval: the marks that its reviewer looked at and let stand. */
  acknowledged: Mark[];
}

/** A broadcast in a list. */
export interface ListedBroadcast {
  id: string;
  title: string;
  kind: Kind;
  state: BroadcastState;
  channels: ChannelName[];
  regions: number;
  organisation: string;
  author: string;
  originalId: string | null;
  createdAt: Date;
  updatedAt: Date;
  approvedAt: Date | null;
  /** Whether workers have taken copies of it, so that somebody may have got it. */
  begun: boolean;
  /** Whether its content is in doubt, in whole or in part. */
  doubted: boolean;
  /** Where a decision on it cannot wait: whether somebody has it in hand. */
  alert: 'waiting' | 'taken' | null;
  /** What holds it up, were it only in part: the strongest; null: nothing does. */
  hindrance: StrongestHindrance | null;
}

/** Which broadcasts to list. */
export interface ListFilter {
  state?: BroadcastState | undefined;
  /** Part of a title; or an id or a public code, whole. */
  q?: string | undefined;
  /** Only those before this id. */
  after?: string | undefined;
  limit: number;
}

/** The hold on a broadcast, by an SQL expression for its id. */
export const holdOn = (id: string): string =>
  `(SELECT json_build_object('by', json_build_object('id', p.id::text, 'name', p.name), 'since', h.held_since, 'until', h.leased_until)
    FROM review_holds h JOIN people p ON p.id = h.person_id WHERE h.broadcast_id = ${id} AND h.leased_until > siar_now())`;

const BROADCAST = `
SELECT b.id, b.state, b.version, b.draft, b.editors::text[] AS editors, b.original_id AS "originalId", b.remainder_of_id AS "remainderOfId", b.template,
  b.public_code AS "publicCode",
  b.pause_reason AS "pauseReason", b.paused_by AS "pausedBy",
  (SELECT count(*)::int FROM waves w WHERE w.broadcast_id = b.id AND w.state = 'paused') AS "pausedWaves",
  CASE WHEN b.doubted_at IS NOT NULL THEN json_build_object('since', b.doubted_at, 'reason', b.doubt_reason, 'by', b.doubted_by) END AS doubt,
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

/** What the rules on people need to know of a broadcast. */
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
 * A broadcast with its newest submission, whoever asks: for acts, whose rules say who may.
 * @param lock holds it until the transaction ends, against every other act on it
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

/** A broadcast, if this person sees it: to others it is not there. @throws Problem not-found */
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

/** The approved document that a correction corrects; null: it is none. */
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

/** The broadcast whose texts this one began with, as it was approved, while it is in doubt; null: there is none. */
export async function copiedInDoubtBy(tx: Tx, id: string): Promise<InDoubt | null> {
  const found = await row<{ title: string; document: string }>(
    tx,
    `SELECT b.title, s.document FROM audit_entries e
     JOIN broadcasts b ON b.id = coalesce(e.detail->>'correctionId', e.detail->>'from')::bigint
     JOIN submissions s ON s.broadcast_id = b.id AND s.decision = 'approved'
     WHERE e.subject = $1 AND e.act = 'broadcast.copy' AND b.doubted_at IS NOT NULL ORDER BY s.no DESC LIMIT 1`,
    [`broadcast:${id}`],
  );
  return found ? { title: found.title, document: JSON.parse(found.document) as FrozenDocument } : null;
}

/** Of submissions `s`: what was decided on it was undone, so nobody stands by it; the next one is the same, under review anew. */
export const UNDONE = `EXISTS (SELECT FROM submissions again WHERE again.broadcast_id = s.broadcast_id AND again.no = s.no + 1
  AND again.digest = s.digest AND again.submitted_at = s.submitted_at)`;

/**
 * When the last approved of those submissions came in that call people by name in all of these regions: its reviewer was
 * shown what had been imported until then. Not when it was approved: an import may come while a review is open. Null: there
 * is none.
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

/** The submission of a broadcast that had this digest, the newest of them. */
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

/** `maySee` in SQL, of broadcasts `b`: its parameters are $1 to $3, see {@link sightOf}. */
export const SEEN = `(b.organisation_id = $1 OR ($2 AND b.submission_no IS NOT NULL AND ($3::text IS NULL OR b.covered_by @> ARRAY[$3::text])))`;

/** The parameters of {@link SEEN}. */
export const sightOf = ({
  organisation,
}: Pick<SignedIn, 'organisation'>): [string, boolean, string | null] => [
  organisation.id,
  organisation.kind === 'kpu',
  organisation.regionCode,
];

/** The titles of those of these broadcasts that a person sees, by id. */
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

/** Of broadcasts `b`, where a decision cannot wait: whether somebody has it in hand. */
const ALERT = `(SELECT CASE WHEN x.answer = 'taken' AND coalesce(x.escalated_at < x.answered_at, true) THEN 'taken' ELSE 'waiting' END
  FROM alerts x WHERE x.broadcast_id = b.id AND x.next_at IS NOT NULL ORDER BY x.id LIMIT 1)`;

/** The broadcasts a person sees, the newest first, by keyset. */
export function list(
  tx: Tx,
  person: Pick<SignedIn, 'organisation'>,
  filter: ListFilter,
): Promise<ListedBroadcast[]> {
  return rows<ListedBroadcast>(
    tx,
    `SELECT b.id, b.title, b.kind, b.state, b.draft->'channels' AS channels, jsonb_array_length(b.draft->'audience'->'regions') AS regions,
       o.name AS organisation, a.name AS author, b.original_id AS "originalId", b.created_at AS "createdAt",
       b.updated_at AS "updatedAt", b.approved_at AS "approvedAt", ${HANDED_OVER('b.id')} AS begun,
       b.doubted_at IS NOT NULL AS doubted, ${ALERT} AS alert, ${STRONGEST_HINDRANCE} AS hindrance
     FROM broadcasts b JOIN organisations o ON o.id = b.organisation_id JOIN people a ON a.id = b.author_id
     WHERE ${SEEN}
       AND ($4::text IS NULL OR b.state = $4) AND ($5::text IS NULL OR strpos(lower(b.title), lower($5)) > 0 OR b.id::text = $5 OR b.public_code = upper($5))
       AND ($6::bigint IS NULL OR b.id < $6)
     ORDER BY b.id DESC LIMIT $7`,
    [...sightOf(person), filter.state ?? null, filter.q ?? null, filter.after ?? null, filter.limit],
  );
}

/** What waits for a decision, with all that says by when and by whom. */
export interface UnderReview
  extends
    Pick<
      ListedBroadcast,
      'id' | 'title' | 'kind' | 'channels' | 'organisation' | 'author' | 'originalId' | 'alert'
    >,
    Ownership {
  /** The correction whose text it takes to those who got nothing. */
  remainderOfId: string | null;
  submittedAt: Date;
  /** Canonical JSON. */
  document: string;
  hold: Hold | null;
  /** By when those on call were asked to decide; null: nobody was called. */
  callBy: Date | null;
  /** Who of them said that they have it. */
  takenBy: string | null;
}

/** What is under review of the broadcasts a person sees, the newest first. */
export function listUnderReview(
  tx: Tx,
  person: Pick<SignedIn, 'organisation'>,
  limit: number,
): Promise<UnderReview[]> {
  return rows<UnderReview>(
    tx,
    `SELECT b.id, b.title, b.kind, b.draft->'channels' AS channels, b.draft->'audience'->'regions' AS regions,
       o.name AS organisation, a.name AS author, b.original_id AS "originalId", b.remainder_of_id AS "remainderOfId", ${ALERT} AS alert,
       b.organisation_id AS "organisationId", b.author_id AS "authorId", b.editors::text[] AS editors,
       s.submitted_by AS "submittedBy", s.submitted_at AS "submittedAt", s.document, ${holdOn('b.id')} AS hold,
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

/** Broadcasts that name an election. */
export interface Naming {
  /** Have not ended: an edit of the election flags those that were submitted. */
  namedBy: number;
  /** Have ended after they had reached somebody, and nobody corrects them. */
  toldBy: number;
}

/** How many broadcasts name this election. */
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

/** How far a broadcast's copies have come: whether any are written down, and whether any left. */
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
