import { Injectable } from '@nestjs/common';
import type { Presence as Present } from '#contract/api/comments';
import type { Who } from '#contract/api/shared';
import { Database, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { SignedIn } from '#staff/roles';
import { SEEN, sightOf } from '../store.js';

/** Seconds after the last sign of a person after which they no longer count as present: three signs may be lost. */
const GONE_SECONDS = 45;

/** Who has a broadcast open. A screen gives a sign every few seconds, and is answered with the others. */
@Injectable()
export class Presence {
  constructor(private readonly database: Database) {}

  /** Notes that a person has a broadcast open. @throws Problem not-found when there is no such broadcast for them */
  async sign(person: SignedIn, id: string): Promise<Present> {
    const { manager } = this.database;
    const noted = await row(
      manager,
      `INSERT INTO presences (broadcast_id, person_id) SELECT b.id, $5::bigint FROM broadcasts b WHERE b.id = $4 AND ${SEEN}
       ON CONFLICT (broadcast_id, person_id) DO UPDATE SET seen_at = excluded.seen_at RETURNING person_id`,
      [...sightOf(person), id, person.personId],
    );
    if (!noted) throw new Problem('no-such-broadcast');
    const others = await rows<Who>(
      manager,
      `SELECT p.id, p.name FROM presences x JOIN people p ON p.id = x.person_id
       WHERE x.broadcast_id = $1 AND x.person_id <> $2 AND x.seen_at > siar_now() - make_interval(secs => $3)
       ORDER BY p.name, p.id`,
      [id, person.personId, GONE_SECONDS],
    );
    const changed = await row<{ at: Date | null }>(
      manager,
      'SELECT max(changed_at) AS at FROM comment_threads WHERE broadcast_id = $1',
      [id],
    );
    return { others, commented: changed?.at ?? null };
  }

  /** Notes that a person has closed it. */
  async leave({ personId }: SignedIn, id: string): Promise<void> {
    await this.database.query('DELETE FROM presences WHERE broadcast_id = $1 AND person_id = $2', [
      id,
      personId,
    ]);
  }
}

/** Deletes the signs that are too old to count. */
export async function forgetPresences(tx: Pick<Tx, 'query'>): Promise<void> {
  await tx.query('DELETE FROM presences WHERE seen_at <= siar_now() - make_interval(secs => $1)', [
    GONE_SECONDS,
  ]);
}
