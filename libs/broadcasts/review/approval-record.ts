import { sha256 } from '#platform/crypto';
import { row, rows, type Tx } from '#platform/database';
import { type PersonAt, personAt } from '#staff/roles';
import type { LateChoice } from '#planning';
import type { FrozenDocument } from '../document/freeze.js';
import type { Mark } from '../checks/marks.js';
import type { Passage } from './passages.rules.js';

/**
 * One submission with the decision on it, and the people who submitted and decided. Instants are text, to the
 * microsecond.
 */
interface RecordedSubmission {
  no: number;
  digest: string;
  submittedBy: PersonAt;
  submittedAt: string;
  decision: 'approved' | 'rejected' | 'withdrawn' | 'voided' | null;
  decidedBy: PersonAt | null;
  decidedAt: string | null;
  reason: string | null;
  passages: Passage[];
  late: LateChoice | null;
  /** Of an approval: the marks that its reviewer looked at and accepted. */
  acknowledged: Mark[];
}

/** A document as it was approved: its bytes, and their parsed content. */
export interface ApprovedDocument {
  no: number;
  digest: string;
  text: string;
  document: FrozenDocument;
}

/** The whole approval history of a broadcast. */
interface ApprovalRecord {
  broadcastId: string;
  title: string;
  kind: string;
  state: string;
  originalId: string | null;
  createdAt: string;
  author: PersonAt;
  /** All who ever changed the draft; none of them may approve it. */
  editors: PersonAt[];
  submissions: RecordedSubmission[];
}

const INSTANT = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** All submissions of a broadcast and the decisions on them. @throws Error when there is no such broadcast */
export async function approvalRecord(tx: Tx, broadcastId: string): Promise<ApprovalRecord> {
  const found = await row<
    Omit<ApprovalRecord, 'author' | 'editors' | 'submissions'> & { authorId: string; editorIds: string[] }
  >(
    tx,
    `SELECT id AS "broadcastId", title, kind, state, original_id AS "originalId", ${INSTANT('created_at')} AS "createdAt",
       author_id AS "authorId", editors::text[] AS "editorIds" FROM broadcasts WHERE id = $1`,
    [broadcastId],
  );
  if (!found) throw new Error(`There is no broadcast ${broadcastId}.`);
  const { authorId, editorIds, ...broadcast } = found;
  const editors: PersonAt[] = [];
  for (const id of editorIds) editors.push(await personAt(tx, id, broadcast.createdAt));
  return {
    ...broadcast,
    author: await personAt(tx, authorId, broadcast.createdAt),
    editors,
    submissions: await submissions(tx, broadcastId),
  };
}

/**
 * Every approved document of a broadcast, the newest first: its copies are made from that one.
 * @throws Error when a stored document is not the approved one
 */
export async function approvedDocuments(tx: Tx, broadcastId: string): Promise<ApprovedDocument[]> {
  const found = await rows<{ no: number; digest: string; text: string }>(
    tx,
    `SELECT no, digest, document AS text FROM submissions WHERE broadcast_id = $1 AND decision = 'approved' ORDER BY no DESC`,
    [broadcastId],
  );
  return found.map((approved) => {
    if (sha256(approved.text) !== approved.digest)
      throw new Error(`What is stored of submission ${approved.no} is not what was approved.`);
    return { ...approved, document: JSON.parse(approved.text) as FrozenDocument };
  });
}

async function submissions(tx: Tx, broadcastId: string): Promise<RecordedSubmission[]> {
  const found = await rows<
    Omit<RecordedSubmission, 'submittedBy' | 'decidedBy'> & { submitterId: string; deciderId: string | null }
  >(
    tx,
    `SELECT no, digest, submitted_by AS "submitterId", ${INSTANT('submitted_at')} AS "submittedAt", decision,
       decided_by AS "deciderId", ${INSTANT('decided_at')} AS "decidedAt", reason, passages, late, acknowledged
     FROM submissions WHERE broadcast_id = $1 ORDER BY no`,
    [broadcastId],
  );
  const recorded: RecordedSubmission[] = [];
  for (const { submitterId, deciderId, ...submission } of found) {
    const { submittedAt, decidedAt } = submission;
    recorded.push({
      ...submission,
      submittedBy: await personAt(tx, submitterId, submittedAt),
      decidedBy: deciderId === null || decidedAt === null ? null : await personAt(tx, deciderId, decidedAt),
    });
  }
  return recorded;
}
