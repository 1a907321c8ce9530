import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform';

/**
 * A table that a person has read and committed, and what it says: `TABLES=write` writes it anew, to be read again before it
 * is committed.
 */
export function keptTable(file: string, now: string): string {
  const path = join(projectRoot, file);
  if (process.env['TABLES'] === 'write') writeFileSync(path, now);
  return readFileSync(path, 'utf8');
}
