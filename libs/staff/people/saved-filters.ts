import { Injectable } from '@nestjs/common';
import type { SavedFilter } from '#contract/api/saved-filters';
import { Database, row, rows } from '#platform/database';
import { Problem } from '#platform/http';
import type { SignedIn } from '../roles/staff.rules.js';

/** The most filters that a person keeps. */
const MOST = 50;

/** Named filters of the list of broadcasts: one's own, and those that colleagues share. */
@Injectable()
export class SavedFilters {
  constructor(private readonly database: Database) {}

  /** Those that a person sees: their own first, then those shared by colleagues who still have their account. */
  seenBy({ personId, organisation }: SignedIn): Promise<SavedFilter[]> {
    return rows<SavedFilter>(
      this.database.manager,
      `SELECT f.id::text AS id, f.name, f.query, f.shared, CASE WHEN f.person_id <> $1 THEN p.name END AS by
       FROM saved_filters f JOIN people p ON p.id = f.person_id
       WHERE f.person_id = $1 OR f.shared AND p.organisation_id = $2 AND p.disabled_at IS NULL
       ORDER BY f.person_id <> $1, f.name, f.id`,
      [personId, organisation.id],
    );
  }

  /**
   * Saves a filter of a person, in place of their earlier one of the same name.
   * @throws Problem conflict when the person keeps too many
   */
  async save(
    { personId }: SignedIn,
    { name, query, shared }: Pick<SavedFilter, 'name' | 'query' | 'shared'>,
  ): Promise<SavedFilter> {
    const saved = await row<{ id: string }>(
      this.database.manager,
      `INSERT INTO saved_filters (person_id, name, query, shared)
       SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FROM saved_filters f WHERE f.person_id = $1 AND f.name <> $2) < ${MOST}
       ON CONFLICT (person_id, name) DO UPDATE SET query = excluded.query, shared = excluded.shared RETURNING id::text AS id`,
      [personId, name, query, shared],
    );
    if (!saved) throw new Problem('too-many-filters', { max: MOST });
    return { id: saved.id, name, query, shared, by: null };
  }

  /** Deletes a filter of this person. @throws Problem not-found when it is not theirs */
  async remove({ personId }: SignedIn, id: string): Promise<void> {
    const removed = await row(
      this.database.manager,
      'DELETE FROM saved_filters WHERE id = $1 AND person_id = $2 RETURNING id',
      [id, personId],
    );
    if (!removed) throw new Problem('no-such-filter');
  }
}
