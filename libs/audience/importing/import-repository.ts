import { Injectable } from '@nestjs/common';
import { Keys } from '#platform/crypto';
import { Database, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { transition } from '#platform/states';
import type { Fates } from './merge.rules.js';
import type { CodeSystem } from './region-finder.rules.js';
import type { RepeatedName, RepeatedNames } from './repeated-names.rules.js';
import { withoutIdentity } from './row.rules.js';
import type { ImportedNames } from '#contract/api/reviews';
import type { ImportRecord, ImportTrouble } from '#contract/api/contacts';
import { CONTACT_IMPORTS } from './import.states.js';

export type { ImportedNames } from '#contract/api/reviews';
export type { ImportRecord, ImportTrouble } from '#contract/api/contacts';

/** Progress of an import. */
export interface Tally extends Fates {
  rows: number;
  rejected: number;
  provinces: Record<string, Fates>;
}

/** A name that an import gave to many people. */
interface SharedName extends RepeatedName {
  importId: string;
  /** The importer. */
  person: string;
  startedAt: Date;
  /** Number of people that the import named. */
  named: number;
  /** Whether the import is withdrawn: people who came by it alone are deleted; earlier contacts keep the name. */
  withdrawn: boolean;
}

/** A running import without progress for this long counts as dead. */
const SILENCE = `interval '2 minutes'`;
/** Retention of rejected rows. */
const KEPT = `interval '24 hours'`;
const PAGE = 50;
/** Names listed for a review. */
const SHOWN = 20;
/** Concurrent imports; each holds connections of the pool. */
const AT_ONCE = 3;

/**
 * Imports `i` that gave names after $1. One whose publisher died has no end; its last chunk may be committed during the
 * silence.
 */
const NAMING = `
FROM contact_imports i
WHERE NOT i.dry_run AND i.named > 0
  AND ($1::timestamptz IS NULL OR coalesce(i.ended_at, i.beat_at + ${SILENCE}) >= $1)`;

const IMPORTS = `
SELECT i.id, i.person_id AS "personId", p.name AS person, i.dry_run AS "dryRun", i.codes, i.file_name AS "fileName",
  CASE WHEN i.state = 'running' AND i.beat_at < siar_now() - ${SILENCE} THEN 'broken' ELSE i.state END AS state,
  i.rows, i.added, i.updated, i.unchanged, i.skipped, i.rejected, i.provinces, i.reason, i.removed, i.kept,
  EXISTS (SELECT FROM rejected_rows r WHERE r.import_id = i.id) AS "rejectedKept",
  i.started_at AS "startedAt", i.ended_at AS "endedAt"
FROM contact_imports i JOIN people p ON p.id = i.person_id`;

/** Stores imports and their rejected rows. */
@Injectable()
export class ImportRepository {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
  ) {}

  /** The latest 50, newest first. @param before an id: those before it */
  list(before: string | null = null): Promise<ImportRecord[]> {
    return rows<ImportRecord>(
      this.database.manager,
      `${IMPORTS} WHERE $1::bigint IS NULL OR i.id < $1 ORDER BY i.id DESC LIMIT ${PAGE}`,
      [before],
    );
  }

  /** @throws Problem not-found */
  async get(id: string): Promise<ImportRecord> {
    const found = await row<ImportRecord>(this.database.manager, `${IMPORTS} WHERE i.id = $1`, [id]);
    if (!found) throw new Problem('no-such-import');
    return found;
  }

  /**
   * Starts an import.
   * @returns its id
   * @throws Problem too-many
   */
  async begin(
    tx: Tx,
    personId: string,
    { dryRun, codes, fileName }: { dryRun: boolean; codes: CodeSystem | null; fileName?: string | undefined },
  ): Promise<string> {
    const running = await row<{ count: number }>(
      tx,
      `SELECT count(*)::int FROM contact_imports WHERE state = 'running' AND beat_at > siar_now() - ${SILENCE}`,
    );
    if ((running?.count ?? 0) >= AT_ONCE) throw new Problem('too-many-imports', { running: AT_ONCE });
    const begun = await row<{ id: string }>(
      tx,
      `INSERT INTO contact_imports (person_id, dry_run, codes, file_name) VALUES ($1, $2, $3, $4) RETURNING id`,
      [personId, dryRun, codes, fileName === undefined ? null : withoutIdentity(fileName)],
    );
    if (!begun) throw new Error('An inserted import returned no row');
    return begun.id;
  }

  /** Records a running import's progress and the names it gives. @throws Problem conflict when it no longer runs */
  async note(
    tx: Tx,
    id: string,
    { rows: read, provinces, ...tally }: Tally,
    names: RepeatedNames,
  ): Promise<void> {
    const noted = await row(
      tx,
      `UPDATE contact_imports SET rows = $2, added = $3, updated = $4, unchanged = $5, skipped = $6, rejected = $7,
         provinces = $8, named = $9, shared_names = $10, beat_at = siar_now()
       WHERE id = $1 AND state = 'running' RETURNING id`,
      [
        id,
        read,
        tally.added,
        tally.updated,
        tally.unchanged,
        tally.skipped,
        tally.rejected,
        JSON.stringify(provinces),
        names.people,
        JSON.stringify(names.shared()),
      ],
    );
    if (!noted) throw new Problem('import-ended');
  }

  /** Names given by imports that ended after an instant or still run. @param since null: by all imports */
  async namesSince(since: Date | null): Promise<ImportedNames> {
    const { manager } = this.database;
    const sum = await row<{ imports: number; people: number; names: number }>(
      manager,
      `SELECT count(*)::int AS imports, coalesce(sum(i.named), 0)::int AS people,
         coalesce(sum(jsonb_array_length(i.shared_names)), 0)::int AS names ${NAMING}`,
      [since],
    );
    const shared = await rows<SharedName>(
      manager,
      `SELECT i.id AS "importId", (SELECT name FROM people WHERE id = i.person_id) AS person, i.started_at AS "startedAt", i.named,
         i.state IN ('withdrawing', 'withdrawn') AS withdrawn, shared.name, shared.people
       FROM (SELECT i.* ${NAMING}) i, jsonb_to_recordset(i.shared_names) AS shared (name text, people integer)
       ORDER BY shared.people::float / i.named DESC, i.id DESC, shared.name LIMIT ${SHOWN}`,
      [since],
    );
    return {
      since,
      imports: sum?.imports ?? 0,
      people: sum?.people ?? 0,
      shared,
      more: Math.max(0, (sum?.names ?? 0) - shared.length),
    };
  }

  /** Ends a running import. @param reason why it broke off, if known */
  async end(
    tx: Tx,
    id: string,
    state: 'completed' | 'broken',
    reason: ImportTrouble | null = null,
  ): Promise<void> {
    await tx.query(
      transition(CONTACT_IMPORTS, state, { set: 'reason = $2, ended_at = siar_now()', where: 'i.id = $1' }),
      [id, reason],
    );
  }

  /** Stores a piece of the file of rejected rows, encrypted. */
  async keep(tx: Tx, id: string, no: number, csv: string): Promise<void> {
    const { ciphertext, keyId } = this.keys.seal(csv, rejectedRowsContext(id, no));
    await tx.query(`INSERT INTO rejected_rows (import_id, no, ciphertext, key_id) VALUES ($1, $2, $3, $4)`, [
      id,
      no,
      ciphertext,
      keyId,
    ]);
  }

  /** Yields the rejected rows as CSV piece by piece; nothing once they are deleted. */
  async *rejected(id: string): AsyncGenerator<string> {
    for (let after = -1; ;) {
      const piece = await row<{ no: number; ciphertext: Buffer; keyId: string }>(
        this.database.manager,
        `SELECT no, ciphertext, key_id AS "keyId" FROM rejected_rows WHERE import_id = $1 AND no > $2 ORDER BY no LIMIT 1`,
        [id, after],
      );
      if (!piece) return;
      yield this.keys.open(piece, rejectedRowsContext(id, piece.no));
      after = piece.no;
    }
  }

  /**
   * Rewrites all kept pieces of rejected rows.
   * @param left returns a piece without the lines to delete, or the same string if there are none
   */
  async strike(tx: Tx, left: (csv: string) => string): Promise<void> {
    for (let after = { id: '0', no: -1 }; ;) {
      const piece = await row<{ id: string; no: number; ciphertext: Buffer; keyId: string }>(
        tx,
        `SELECT import_id AS id, no, ciphertext, key_id AS "keyId" FROM rejected_rows
         WHERE (import_id, no) > ($1, $2) ORDER BY import_id, no LIMIT 1 FOR UPDATE`,
        [after.id, after.no],
      );
      if (!piece) return;
      after = piece;
      const csv = this.keys.open(piece, rejectedRowsContext(piece.id, piece.no));
      const rest = left(csv);
      if (rest === csv) continue;
      const { ciphertext, keyId } = this.keys.seal(rest, rejectedRowsContext(piece.id, piece.no));
      await tx.query(
        'UPDATE rejected_rows SET ciphertext = $3, key_id = $4 WHERE import_id = $1 AND no = $2',
        [piece.id, piece.no, ciphertext, keyId],
      );
    }
  }

  /** Deletes the rejected rows of imports that began more than a day ago. */
  async forget(): Promise<void> {
    await this.database.query(
      `DELETE FROM rejected_rows r USING contact_imports i WHERE i.id = r.import_id AND i.started_at < siar_now() - ${KEPT}`,
    );
  }
}

/** Encryption context of a piece of the rejected rows of an import. */
export const rejectedRowsContext = (id: string, no: number | string): string => `rejected rows ${id} ${no}`;
