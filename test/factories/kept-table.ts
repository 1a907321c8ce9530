import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/program';

/**
 * A generated table that is committed after a person has read it: `TABLES=write` writes it again, to be read before it
 * is committed.
 */
export function keptTable(file: string, now: string): string {
  const path = join(projectRoot, file);
  if (process.env['TABLES'] === 'write') writeFileSync(path, now);
  return readFileSync(path, 'utf8');
}
