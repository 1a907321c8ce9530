import { rows, type Tx } from '../database.js';

/**
 * The settings of this connection's server by which a crash loses what was committed, such as `fsync = off`; none where
 * all are safe.
 */
export async function unsafeSettings(tx: Pick<Tx, 'query'>): Promise<string[]> {
  const found = await rows<{ setting: string }>(
    tx,
    `SELECT name || ' = ' || setting AS setting FROM pg_settings
     WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' ORDER BY name`,
  );
  return found.map(({ setting }) => setting);
}
