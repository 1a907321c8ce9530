import { row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { Who } from '#contract/api/shared';
import type { Draft } from './draft.js';
import { changesOf } from './versions.rules.js';

/** Versions kept of a draft. */
const MOST = 50;

/** A kept version of a draft. */
export interface DraftVersion {
  version: number;
  savedAt: Date;
  savedBy: Who;
  /** What it changed: names of fields, and of texts their paths. */
  changed: string[];
  /** When it was last submitted to KPU; null: never. */
  submittedAt: Date | null;
}

/**
 * Keeps a version of a draft. It takes the place of what the same person saved within the same five minutes, since a form
 * saves itself every few seconds; of the others the newest stay. What somebody leaves by going back to an earlier version
 * is never replaced: they may have gone back by mistake. A save that changes nothing closes the version before it: neither
 * is replaced by what follows. Further ones take its place. What was submitted is not replaced either.
 */
export async function keepVersion(
  tx: Tx,
  id: string,
  { version, draft, by }: { version: number; draft: Draft; by: string },
): Promise<void> {
  await tx.query(
    `DELETE FROM draft_versions v WHERE v.broadcast_id = $1 AND (
       (v.saved_by = $2 AND v.draft <> $4 AND date_bin('5 minutes', v.saved_at, 'epoch') = date_bin('5 minutes', siar_now(), 'epoch')
         AND v.version > coalesce((SELECT max(back.version) FROM draft_versions back WHERE back.broadcast_id = $1
           AND EXISTS (SELECT FROM draft_versions old WHERE old.broadcast_id = $1 AND old.version < back.version AND old.draft = back.draft)), 0)
         AND NOT EXISTS (SELECT FROM draft_versions old WHERE old.broadcast_id = $1 AND old.version < v.version AND old.draft = $4)
         AND NOT EXISTS (SELECT FROM submissions s WHERE s.broadcast_id = $1 AND s.submitted_at >= v.saved_at))
       OR (v.draft = $4 AND NOT EXISTS (SELECT FROM draft_versions newer WHERE newer.broadcast_id = $1 AND newer.version > v.version)
         AND $4 = (SELECT old.draft FROM draft_versions old WHERE old.broadcast_id = $1 AND old.version < v.version ORDER BY old.version DESC LIMIT 1))
       OR v.version <= (SELECT old.version FROM draft_versions old WHERE old.broadcast_id = $1
           ORDER BY old.version DESC OFFSET $3 LIMIT 1))`,
    [id, by, MOST - 1, draft],
  );
  await tx.query(
    'INSERT INTO draft_versions (broadcast_id, version, draft, saved_by) VALUES ($1, $2, $3, $4)',
    [id, version, draft, by],
  );
}

/** The kept versions of a draft, the newest first. */
export async function versionsOf(tx: Tx, id: string): Promise<DraftVersion[]> {
  const found = await rows<Omit<DraftVersion, 'changed'> & { draft: Draft }>(
    tx,
    `SELECT v.version, v.draft, v.saved_at AS "savedAt", json_build_object('id', p.id::text, 'name', p.name) AS "savedBy",
       (SELECT max(s.submitted_at) FROM submissions s WHERE s.broadcast_id = v.broadcast_id AND s.submitted_at >= v.saved_at
          AND NOT EXISTS (SELECT FROM draft_versions later WHERE later.broadcast_id = v.broadcast_id AND later.version > v.version
            AND later.saved_at <= s.submitted_at)) AS "submittedAt"
     FROM draft_versions v JOIN people p ON p.id = v.saved_by WHERE v.broadcast_id = $1 ORDER BY v.version DESC`,
    [id],
  );
  return found.map(({ draft, ...version }, at) => ({
    ...version,
    changed: changesOf(found[at + 1]?.draft ?? null, draft),
  }));
}

/** One kept version of a draft. @throws Problem not-found when it is no longer kept */
export async function versionOf(tx: Tx, id: string, version: number): Promise<Draft> {
  const found = await row<{ draft: Draft }>(
    tx,
    'SELECT draft FROM draft_versions WHERE broadcast_id = $1 AND version = $2',
    [id, version],
  );
  if (!found) throw new Problem('no-such-version');
  return found.draft;
}

/** Days that the versions of a draft are kept after its approval. */
const KEEP_DAYS = 30;

/** Deletes the versions of broadcasts that were approved long ago: what was approved stays. */
export async function forgetVersions(tx: Pick<Tx, 'query'>): Promise<void> {
  await tx.query(
    `DELETE FROM draft_versions v USING broadcasts b
     WHERE b.id = v.broadcast_id AND b.approved_at < siar_now() - make_interval(days => $1)`,
    [KEEP_DAYS],
  );
}
