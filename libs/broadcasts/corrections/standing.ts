// What became of an approved text by its corrections, as SQL: the public pages and the console decide by the same.
import { row, rows, type Tx } from '#platform/database';
import { HANDED_OVER, STANDS } from './lineage.js';
import { readAs, type ReadFacts } from './standing.rules.js';
import { type CorrectionFacts, type Unapprovable, whyUnapprovable } from './unapprovable.rules.js';
import type { CopyMark } from '#contract/api/chain';
import type { FallenText } from '#contract/api/public-record';

/**
 * Whether a broadcast's text is approved and was not withdrawn.
 * @param broadcast the alias of a row
 * @param decision an SQL expression for the decision on its newest submission
 */
export const stands = (broadcast: string, decision: string): string =>
  `(${decision} = 'approved' AND ${STANDS(broadcast)})`;

/**
 * Everything that corrects these ids, directly or not. A correction also corrects the companion of what it corrects.
 */
export const LATER = (ids: string): string => `
  SELECT first.id AS of, c.id FROM broadcasts first JOIN broadcasts c ON c.original_id IN (first.id, first.remainder_of_id)
  WHERE first.id = ${ids}
  UNION
  SELECT l.of, c.id FROM later l JOIN broadcasts c ON c.original_id = l.id`;

/**
 * The newest correction of a broadcast that stands, as a column: null when it was not corrected.
 * @param id an SQL expression for the broadcast's id
 * @param column the column of the correction
 */
export const correctionStanding = (id: string, column: 'id' | 'public_code'): string => `(
  WITH RECURSIVE later AS (${LATER(id)})
  SELECT c.${column} FROM later l JOIN broadcasts c ON c.id = l.id
  JOIN approved_submissions s ON s.broadcast_id = c.id AND s.no = c.submission_no
  WHERE ${stands('c', `'approved'`)}
  ORDER BY s.decided_at DESC, c.id DESC LIMIT 1)`;

/**
 * The newest approved correction of a broadcast that was withdrawn or cancelled since, as a column: JSON with its public
 * code, null where that is submitted again; null when there is no such correction.
 * @param id an SQL expression for the broadcast's id
 */
export const correctionTakenBack = (id: string): string => `(
  WITH RECURSIVE later AS (${LATER(id)})
  SELECT json_build_object('code', CASE WHEN s.no = c.submission_no THEN c.public_code END)
  FROM later l JOIN broadcasts c ON c.id = l.id JOIN approved_submissions s ON s.broadcast_id = c.id
  WHERE NOT (${STANDS('c')} AND s.no = c.submission_no) ORDER BY s.decided_at DESC, c.id DESC LIMIT 1)`;

/**
 * SQL condition: broadcast `b` is a companion, and its correction, with the same text, does not stand any more. That put it
 * in doubt, unless it had been cancelled before. KPU can lift that doubt, and its text holds again.
 */
export const TEXT_TAKEN_BACK = `((b.doubted_at IS NOT NULL OR b.state = 'cancelled') AND b.remainder_of_id IS NOT NULL AND NOT EXISTS (
  SELECT FROM broadcasts c JOIN approved_submissions s ON s.broadcast_id = c.id AND s.no = c.submission_no
  WHERE c.id = b.remainder_of_id AND ${STANDS('c')}))`;

/** SQL condition: a correction of this broadcast, or of the one with the same text, is under review. @param of its alias, not `c` */
export const CORRECTION_IN_REVIEW = (of: string): string => `EXISTS (SELECT FROM broadcasts c
  WHERE c.original_id IN (${of}.id, ${of}.remainder_of_id) AND c.state = 'in_review')`;

/** Whether a correction of a broadcast, or of the one with the same text, is under review. */
export async function isCorrectionInReview(tx: Tx, id: string): Promise<boolean> {
  const found = await row(tx, `SELECT FROM broadcasts b WHERE b.id = $1 AND ${CORRECTION_IN_REVIEW('b')}`, [
    id,
  ]);
  return found !== undefined;
}

/**
 * SQL condition: the text of a correction holds in its companion, whatever became of the correction itself.
 * @param id an SQL expression for the correction's id
 */
export const HELD_BY_COMPANION = (id: string): string => `EXISTS (
  SELECT FROM broadcasts r JOIN approved_submissions s ON s.broadcast_id = r.id AND s.no = r.submission_no
  WHERE r.remainder_of_id = ${id} AND ${STANDS('r')} AND r.doubted_at IS NULL
    AND NOT ${CORRECTION_IN_REVIEW('r')})`;

/** SQL condition: broadcast `b` was stopped for doubt, all or part of it, or a correction of it is under review. */
export const DOUBTED = `(b.doubted_at IS NOT NULL OR ${CORRECTION_IN_REVIEW('b')})`;

/** SQL expression: the facts for `readAs` on broadcast `b`, as JSON; null: nothing that KPU approved can be looked up. */
export const READ_FACTS = `(SELECT json_build_object('state', b.state, 'doubted', ${DOUBTED},
    'correctedBy', ${correctionStanding('b.id', 'public_code')}, 'takenBack', ${correctionTakenBack('b.id')},
    'textTakenBack', ${TEXT_TAKEN_BACK}, 'corrects', b.original_id::text)
  FROM approved_submissions approved WHERE approved.broadcast_id = b.id AND approved.no = b.submission_no)`;

/** How citizens read these broadcasts, by id; null also where nothing that KPU approved can be looked up. */
export async function readings(tx: Tx, ids: readonly string[]): Promise<Map<string, FallenText | null>> {
  const found = await rows<{ id: string; facts: ReadFacts | null }>(
    tx,
    `SELECT b.id, ${READ_FACTS} AS facts FROM broadcasts b WHERE b.id = ANY ($1::bigint[])`,
    [ids],
  );
  return new Map(found.map(({ id, facts }) => [id, facts && readAs(facts)]));
}

/** SQL condition: a correction of broadcast `b` was approved, whether or not it still holds: the text of `b` is wrong. */
const KNOWN_AS_WRONG = `(${correctionStanding('b.id', 'id')} IS NOT NULL OR ${correctionTakenBack('b.id')} IS NOT NULL)`;

/**
 * SQL condition: citizens read that the text of broadcast `b`, if nothing corrects it, was taken back: it was withdrawn
 * after copies of it went out, or is a cancelled correction, or a companion of one. A cancelled broadcast that corrects
 * nothing was only stopped, which says nothing about its text.
 */
const READ_AS_WITHDRAWN = `(b.state = 'withdrawn' AND ${HANDED_OVER('b.id')}
  OR b.state = 'cancelled' AND b.original_id IS NOT NULL OR ${TEXT_TAKEN_BACK})`;

/** SQL expression: how a copy of the text of broadcast `b` is marked; null: not at all. */
export const COPY_MARK = `CASE WHEN ${KNOWN_AS_WRONG} THEN 'corrected' WHEN ${READ_AS_WITHDRAWN} THEN 'withdrawn'
  WHEN b.doubted_at IS NOT NULL THEN 'doubted' END`;

/**
 * SQL expression: the broadcast that the text of broadcast `copied` was approved in: itself, or for a companion that is
 * not approved its correction, which has the same text.
 */
export const TEXT_SOURCE = `CASE WHEN copied.remainder_of_id IS NOT NULL AND NOT EXISTS (SELECT FROM approved_submissions own
  WHERE own.broadcast_id = copied.id AND own.no = copied.submission_no) THEN copied.remainder_of_id ELSE copied.id END`;

/** How copies of these broadcasts are marked, by id. */
export async function copyMarks(tx: Tx, ids: readonly string[]): Promise<Map<string, CopyMark>> {
  const found = await rows<{ id: string; mark: CopyMark }>(
    tx,
    `SELECT copied.id, ${COPY_MARK} AS mark FROM broadcasts copied JOIN broadcasts b ON b.id = ${TEXT_SOURCE}
     WHERE copied.id = ANY ($1::bigint[]) AND EXISTS (SELECT FROM approved_submissions s WHERE s.broadcast_id = b.id)`,
    [ids],
  );
  return new Map(found.map(({ id, mark }) => [id, mark]));
}

/** SQL expression: the facts for `whyUnapprovable` on broadcast `b`, as JSON; null: it is no companion. */
export const CORRECTION_FACTS = `(SELECT json_build_object('state', correction.state, 'corrected', ${KNOWN_AS_WRONG},
    'beingCorrected', ${CORRECTION_IN_REVIEW('b')}, 'doubted', correction.doubted_at IS NOT NULL)
  FROM broadcasts correction WHERE correction.id = b.remainder_of_id)`;

/** Why no reviewer can approve a broadcast: it is a companion, and its correction does not hold now. Null: one can. */
export async function unapprovable(tx: Tx, id: string): Promise<Unapprovable | null> {
  const sql = `SELECT ${CORRECTION_FACTS} AS facts FROM broadcasts b WHERE b.id = $1`;
  return whyUnapprovable((await row<{ facts: CorrectionFacts | null }>(tx, sql, [id]))?.facts ?? null);
}
