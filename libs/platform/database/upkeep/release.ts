import { ConfigError } from '../../config/config-error.js';
import { row, sqlState, type Tx } from '../database.js';
import { mayNotMigrate, misfit, RELEASE } from './release.rules.js';

/** Checks that this program may run on the schema. @throws ConfigError that says what to do */
export async function mustFit(tx: Tx): Promise<void> {
  const said = misfit(RELEASE, await schemaRelease(tx));
  if (said !== null) throw new ConfigError(said);
}

/** Checks that this code may migrate the schema. @throws ConfigError that says what to do */
export async function mustBeMigratable(tx: Tx): Promise<void> {
  const schema = await schemaRelease(tx);
  // A fresh database has no table of programs.
  const running =
    schema > 0 &&
    (await row(tx, `SELECT FROM heartbeats WHERE beat_at > siar_now() - interval '1 minute'`)) !== undefined;
  const said = mayNotMigrate(RELEASE, schema, running);
  if (said !== null) throw new ConfigError(said);
}

/** Records that the schema is of this code's release. */
export async function recordRelease(tx: Tx): Promise<void> {
  await tx.query('INSERT INTO schema_releases (release) VALUES ($1) ON CONFLICT DO NOTHING', [RELEASE]);
}

/** Returns the release of the schema; 0: it has none yet. */
async function schemaRelease(tx: Tx): Promise<number> {
  try {
    const found = await row<{ release: number }>(
      tx,
      'SELECT coalesce(max(release), 0)::int AS release FROM schema_releases',
    );
    return found?.release ?? 0;
  } catch (error) {
    // undefined_table
    if (sqlState(error) === '42P01') return 0;
    throw error;
  }
}
