import type { Tx } from '#platform/database';

/** The rows of the comments on a deleted draft; null: an earlier release deleted it. */
export type DeletedDiscussion = { threads: unknown[]; comments: unknown[] } | null;

/** SQL expression: the comments on broadcast `b`, to be kept with the draft while its deletion can be undone. */
export const DISCUSSION = `jsonb_build_object(
  'threads', (SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM comment_threads t WHERE t.broadcast_id = b.id),
  'comments', (SELECT coalesce(jsonb_agg(to_jsonb(c)), '[]') FROM comments c JOIN comment_threads t ON t.id = c.thread_id
    WHERE t.broadcast_id = b.id))`;

/** Restores the comments on a draft whose deletion is undone. */
export async function restoreDiscussion(
  tx: Tx,
  { threads, comments }: NonNullable<DeletedDiscussion>,
): Promise<void> {
  await tx.query(
    'INSERT INTO comment_threads SELECT t.* FROM jsonb_populate_recordset(NULL::comment_threads, $1::jsonb) t',
    [JSON.stringify(threads)],
  );
  await tx.query(
    'INSERT INTO comments SELECT c.* FROM jsonb_populate_recordset(NULL::comments, $1::jsonb) c',
    [JSON.stringify(comments)],
  );
}
