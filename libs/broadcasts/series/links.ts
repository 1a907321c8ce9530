import { row, rows, type Tx } from '#platform/database';
import type { SignedIn } from '#staff/roles';
import type { SeriesLink } from '#contract/api/chain';
import { SEEN, sightOf } from '../store.js';

/** The series that some broadcasts belong to, by the broadcast's id, with the members that a person sees. */
export async function seriesOf(
  tx: Tx,
  person: Pick<SignedIn, 'organisation'>,
  ids: readonly string[],
): Promise<Map<string, SeriesLink>> {
  const found = await rows<SeriesLink & { of: string }>(
    tx,
    `SELECT own.broadcast_id AS of, s.id, s.title, own.days_before AS "daysBefore",
       (SELECT coalesce(json_agg(json_build_object('id', b.id::text, 'daysBefore', m.days_before, 'state', b.state)
          ORDER BY m.days_before DESC, b.id), '[]')
        FROM series_members m JOIN broadcasts b ON b.id = m.broadcast_id WHERE m.series_id = s.id AND ${SEEN}) AS members
     FROM series_members own JOIN series s ON s.id = own.series_id WHERE own.broadcast_id = ANY ($4::bigint[])`,
    [...sightOf(person), ids],
  );
  return new Map(found.map(({ of, ...link }) => [of, link]));
}

/** A series as it is stored. */
export interface StoredSeries {
  id: string;
  title: string;
  organisation: { id: string; name: string };
  author: { id: string; name: string };
  election: { id: string; name: string };
  createdAt: Date;
}

export async function findSeries(tx: Tx, id: string): Promise<StoredSeries | undefined> {
  return row<StoredSeries>(
    tx,
    `SELECT s.id, s.title, s.created_at AS "createdAt", json_build_object('id', o.id::text, 'name', o.name) AS organisation,
       json_build_object('id', a.id::text, 'name', a.name) AS author, json_build_object('id', e.id, 'name', e.name) AS election
     FROM series s JOIN organisations o ON o.id = s.organisation_id JOIN people a ON a.id = s.author_id
       JOIN elections e ON e.id = s.election_id WHERE s.id = $1`,
    [id],
  );
}

/** The ids of a series' members in key order, in which they are locked. */
export async function memberIds(tx: Tx, seriesId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    'SELECT broadcast_id AS id FROM series_members WHERE series_id = $1 ORDER BY broadcast_id',
    [seriesId],
  );
  return found.map(({ id }) => id);
}
