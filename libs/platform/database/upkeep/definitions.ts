import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { projectRoot } from '../../program/project-root.js';
import { sqlState } from '../database.js';

/** Lock timeout for a table in use, in ms: later statements on the table queue behind this wait. */
const LOCK_MS = 5_000;

/** A file of functions, triggers or views. */
export interface Definition {
  /** Its path in the repository, such as `libs/audit/sql/append-only.sql`. */
  file: string;
  sql: string;
}

/**
 * Returns the files of functions, triggers and views in `libs/<lib>/sql`, beside the code that owns them. The order is
 * that in which they can be applied: platform first, because triggers of other libs call its functions; views last,
 * because they call functions. A view that depends on another view is in the same file.
 */
export function definitions(): Definition[] {
  const libs = readdirSync(join(projectRoot, 'libs')).sort(
    (a, b) => Number(b === 'platform') - Number(a === 'platform') || (a < b ? -1 : 1),
  );
  const files = libs.flatMap((lib) => {
    const folder = `libs/${lib}/sql`;
    if (!existsSync(join(projectRoot, folder))) return [];
    return readdirSync(join(projectRoot, folder))
      .sort()
      .map((name) => `${folder}/${name}`);
  });
  const isView = (file: string): number => Number(file.endsWith('.view.sql'));
  return files
    .sort((a, b) => isView(a) - isView(b))
    .map((file) => ({ file, sql: readFileSync(join(projectRoot, file), 'utf8') }));
}

/**
 * Applies the files whose text has changed since they were last applied. Runs after the numbered migrations. Each file
 * replaces what it defines. A numbered migration drops a definition that a file no longer has, and a function whose
 * result type changes.
 * @param tx a transaction of the tables' owner
 * @param lockMs lock timeout, in ms
 * @returns the applied files
 * @throws Error with the file whose table stayed locked: nothing has changed then, and it can be run again
 */
export async function applyDefinitions(tx: EntityManager, lockMs = LOCK_MS): Promise<string[]> {
  // PostgreSQL refuses two concurrent replacements of one function.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('siar definitions'))`);
  // Programs wait 12 s for a lock. This fails earlier, and is run again.
  await tx.query(`SET LOCAL lock_timeout = ${lockMs}`);
  // A function may call a function of a later file.
  await tx.query('SET LOCAL check_function_bodies = off');
  const before: { file: string; digest: string }[] = await tx.query('SELECT file, digest FROM definitions');
  const applied: string[] = [];
  const files = definitions();
  for (const { file, sql } of files) {
    const digest = createHash('sha256').update(sql).digest('hex');
    if (before.some((one) => one.file === file && one.digest === digest)) continue;
    await orInUse(file, tx.query(sql));
    await tx.query(
      'INSERT INTO definitions VALUES ($1, $2) ON CONFLICT (file) DO UPDATE SET digest = excluded.digest',
      [file, digest],
    );
    applied.push(file);
  }
  // An earlier release that is installed again would take a file that was renamed since for applied.
  await tx.query('DELETE FROM definitions WHERE file <> ALL ($1)', [files.map(({ file }) => file)]);
  return applied;
}

/** Awaits a change of the schema. @throws Error that says what to do where a table stayed locked; nothing has changed then */
export async function orInUse<T>(what: string, change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    // lock_not_available
    if (sqlState(error) !== '55P03') throw error;
    throw new Error(`${what} waits for a table that is in use: run the migration again`, { cause: error });
  }
}
