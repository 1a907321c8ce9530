import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { Database, row } from '#platform/database';
import { Problem } from '#platform/http';
import { transition } from '#platform/states';
import { ImportRepository } from './import-repository.js';
import { CONTACT_IMPORTS } from './import.states.js';

/** Addresses processed per transaction. */
const CHUNK = 1_000;

/**
 * Withdraws an import: deletes addresses that came by it alone, and contacts without any remaining address. An address
 * stays if another valid import names it or its owner confirmed it. Changes to existing contacts stay.
 */
@Injectable()
export class Withdrawal {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
  ) {}

  /**
   * Orders the withdrawal; a publisher's timer performs it, a thousand addresses at a time.
   * @throws Problem conflict for a dry run, or an import that runs or is already withdrawn
   */
  async order(importId: string, personId: string): Promise<void> {
    const { dryRun, state } = await this.imports.get(importId);
    if (dryRun) throw new Problem('import-dry-run');
    if (state === 'running') throw new Problem('import-running');
    await this.database.transaction(async (tx) => {
      const ordered = await row(
        tx,
        `${transition(CONTACT_IMPORTS, 'withdrawing', {
          set: 'ended_at = coalesce(ended_at, siar_now())',
          where: 'i.id = $1',
        })} RETURNING id`,
        [importId],
      );
      if (!ordered) throw new Problem('import-withdrawn');
      await tx.query(`DELETE FROM rejected_rows WHERE import_id = $1`, [importId]);
      await record(tx, { actorId: personId, act: 'contacts.import.withdraw', subject: `import:${importId}` });
    });
  }

  /**
   * Processes one chunk of an ordered withdrawal. Safe in any number of publishers.
   * @returns whether there was anything to do
   */
  async step(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const ordered = await row<{ id: string; after: string }>(
        tx,
        `SELECT id, withdrawn_after AS after FROM contact_imports WHERE state = 'withdrawing'
         ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      );
      if (!ordered) return false;
      // Contacts before addresses, each in order of id, as an import locks them.
      await tx.query(
        `SELECT FROM contacts WHERE id IN (
           SELECT a.contact_id FROM (${NEXT}) n JOIN addresses a ON a.id = n.address_id) ORDER BY id FOR UPDATE`,
        [ordered.id, ordered.after],
      );
      const done = await row<{ removed: number; seen: number; last: string | null }>(tx, TAKE_AWAY, [
        ordered.id,
        ordered.after,
      ]);
      const { removed = 0, seen = 0, last = null } = done ?? {};
      await tx.query(
        `UPDATE contact_imports SET removed = removed + $2, kept = kept + $3, withdrawn_after = coalesce($4, withdrawn_after)
         WHERE id = $1`,
        [ordered.id, removed, seen - removed, last],
      );
      if (seen < CHUNK) {
        const ended = await row<{ removed: number; kept: number }>(
          tx,
          `${transition(CONTACT_IMPORTS, 'withdrawn', { set: 'ended_at = siar_now()', where: 'i.id = $1' })} RETURNING removed, kept`,
          [ordered.id],
        );
        const detail = { removed: ended?.removed ?? 0, kept: ended?.kept ?? 0 };
        await record(tx, {
          actorId: null,
          act: 'contacts.import.withdrawn',
          subject: `import:${ordered.id}`,
          detail,
        });
      }
      return true;
    });
  }
}

const NEXT = `
SELECT address_id FROM imported_addresses WHERE import_id = $1 AND address_id > $2 ORDER BY address_id LIMIT ${CHUNK}`;

const TAKE_AWAY = `
WITH next AS MATERIALIZED (${NEXT}),
alone AS MATERIALIZED (
  SELECT a.id, a.contact_id FROM next JOIN addresses a ON a.id = next.address_id
  WHERE NOT EXISTS (SELECT FROM consents WHERE address_id = a.id AND NOT imported)
    AND NOT EXISTS (SELECT FROM imported_addresses o JOIN contact_imports i ON i.id = o.import_id
      WHERE o.address_id = a.id AND o.import_id <> $1 AND i.state NOT IN ('withdrawing', 'withdrawn'))
  ORDER BY a.id FOR UPDATE OF a
),
gone AS (DELETE FROM addresses USING alone WHERE addresses.id = alone.id RETURNING addresses.id),
emptied AS (
  DELETE FROM contacts c USING (SELECT DISTINCT contact_id FROM alone) touched
  WHERE c.id = touched.contact_id
    AND NOT EXISTS (SELECT FROM addresses a WHERE a.contact_id = c.id AND a.id NOT IN (SELECT id FROM alone))
)
SELECT (SELECT count(*)::int FROM gone) AS removed, (SELECT count(*)::int FROM next) AS seen,
  (SELECT max(address_id) FROM next) AS last`;
