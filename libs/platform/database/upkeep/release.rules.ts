/**
 * The number of the schema that this code needs. A release that adds a numbered migration counts one up. What a release
 * needs is added by its own migrations, and what it no longer uses is removed by the next one's, so that programs of two
 * neighbouring releases run together.
 */
export const RELEASE = 4;

/**
 * Returns what to do before a program may start on a schema; null: nothing.
 * @param program the release that the program is of
 * @param schema the release of the database's schema; 0: it has none yet
 * Pure.
 */
export function misfit(program: number, schema: number): string | null {
  if (schema < program)
    return `the database's schema is of release ${schema}, and this program needs ${program}: run "npm run migrate" of this release first`;
  if (schema > program + 1)
    return `the database's schema is of release ${schema}, and this program is of release ${program}: start the programs of release ${schema}`;
  return null;
}

/**
 * Returns why a schema must not be migrated; null: it may be.
 * @param code the release of the code that migrates
 * @param running whether programs of some release run on it
 * Pure.
 */
export function mayNotMigrate(code: number, schema: number, running: boolean): string | null {
  if (schema > code)
    return `the database's schema is of release ${schema}, and this code is of release ${code}: it would undo parts of it; use the code of release ${schema}`;
  if (running && schema > 0 && code > schema + 1)
    return `the database's schema is of release ${schema}, and programs run on it: install release ${schema + 1} first, or stop all programs`;
  return null;
}
