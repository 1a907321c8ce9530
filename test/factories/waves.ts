import { newCode, sha256 } from '#platform/crypto';
import { type Database, row, rows } from '#platform/database';

/** A wave for a test: offsets in minutes from now by the fleet's clock. */
export interface WantedWave {
  channel?: string;
  regionCode?: string;
  due: number;
  expires?: number;
  /** Column → value, for what the pipeline would have set by then. */
  more?: Record<string, string | number | boolean>;
}

/** Inserts an approved broadcast and its waves as the approval leaves them. @returns ids of both */
export async function approvedBroadcast(
  database: Database,
  waves: readonly WantedWave[],
  state = 'approved',
): Promise<{ id: string; waves: string[] }> {
  return database.transaction(async (tx) => {
    const one = async (sql: string, parameters: unknown[] = []): Promise<string> => {
      const found = await row<{ id: string }>(tx, sql, parameters);
      if (!found) throw new Error(`nothing came back of ${sql}`);
      return found.id;
    };
    await tx.query(
      `INSERT INTO regions (code, parent_code, kind, name, time_zone) VALUES
         ('11', NULL, 'province', 'ACEH', 'Asia/Jakarta'), ('11.01', '11', 'regency', 'KABUPATEN ACEH SELATAN', 'Asia/Jakarta'),
         ('51', NULL, 'province', 'BALI', 'Asia/Makassar'), ('91', NULL, 'province', 'PAPUA', 'Asia/Jayapura')
       ON CONFLICT DO NOTHING`,
    );
    const organisation = await one(
      `INSERT INTO organisations (kind, name) VALUES ('ministry', 'Kementerian Uji')
       ON CONFLICT (name) DO UPDATE SET kind = excluded.kind RETURNING id`,
    );
    const author = await one(
      `INSERT INTO people (organisation_id, username, name, password_hash) VALUES ($1, 'penulis-uji', 'Penulis', '-')
       ON CONFLICT (username) DO UPDATE SET name = excluded.name RETURNING id`,
      [organisation],
    );
    const commission = await one(
      `INSERT INTO organisations (kind, name) VALUES ('kpu', 'KPU Uji')
       ON CONFLICT (name) DO UPDATE SET kind = excluded.kind RETURNING id`,
    );
    const reviewer = await one(
      `INSERT INTO people (organisation_id, username, name, password_hash) VALUES ($1, 'peninjau-uji', 'Peninjau', '-')
       ON CONFLICT (username) DO UPDATE SET name = excluded.name RETURNING id`,
      [commission],
    );
    await tx.query(
      `INSERT INTO person_roles (person_id, role) VALUES ($1, 'reviewer') ON CONFLICT DO NOTHING`,
      [reviewer],
    );
    const id = await one(
      `INSERT INTO broadcasts (kind, title, draft, organisation_id, author_id, public_code)
       VALUES ('ordinary', 'Uji', '{}', $1, $2, $3) RETURNING id`,
      [organisation, author, newCode()],
    );
    await tx.query(
      `INSERT INTO submissions (broadcast_id, no, digest, document, submitted_by, decision, decided_by, decided_at)
       VALUES ($1, 1, $2, '{}', $3, 'approved', $4, siar_now())`,
      [id, sha256('{}'), author, reviewer],
    );
    await tx.query('UPDATE broadcasts SET state = $2, submission_no = 1 WHERE id = $1', [id, state]);
    const now = await one('SELECT siar_now()::text AS id');
    const ids: string[] = [];
    for (const { channel = 'email', regionCode = '11', due, expires = due + 1440, more = {} } of waves) {
      const columns = Object.keys(more);
      ids.push(
        await one(
          `INSERT INTO waves (broadcast_id, channel, region_code, time_zone, priority, due_at, expires_at${columns.map((c) => `, ${c}`).join('')})
           SELECT $1, $2, code, time_zone, 10, $6::timestamptz + make_interval(mins => $4), $6::timestamptz + make_interval(mins => $5)
             ${columns.map((_, i) => `, $${i + 7}`).join('')}
           FROM regions WHERE code = $3 RETURNING id`,
          [id, channel, regionCode, due, expires, now, ...columns.map((column) => more[column])],
        ),
      );
    }
    return { id, waves: ids };
  });
}

/** The states of a broadcast and its waves: the broadcast's, then each wave's in the order of their ids. */
export async function standing(database: Database, broadcastId: string): Promise<string[]> {
  const found = await rows<{ state: string }>(
    database.manager,
    `(SELECT state, 0 AS id FROM broadcasts WHERE id = $1) UNION ALL (SELECT state, id FROM waves WHERE broadcast_id = $1) ORDER BY id`,
    [broadcastId],
  );
  return found.map(({ state }) => state);
}

/** The audit entries of a broadcast, oldest first. */
export async function trail(
  database: Database,
  broadcastId: string,
): Promise<{ act: string; detail: Record<string, unknown> }[]> {
  return rows(database.manager, 'SELECT act, detail FROM audit_entries WHERE subject = $1 ORDER BY id', [
    `broadcast:${broadcastId}`,
  ]);
}
