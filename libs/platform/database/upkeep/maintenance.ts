import { driverOptions, SingleConnection } from '../database.js';
import type { DatabaseRole } from './grants.js';
import { discard } from '../silence.js';

/** The pause after each 200 units of VACUUM's work, in ms: others use the disk too. */
const COST_DELAY_MS = 2;

/**
 * Runs a statement that no transaction may hold, such as VACUUM, on a connection of its own.
 * @param limitMs time limit of the statement, in ms
 * @param signal cuts the connection; the server then gives the statement up
 * @throws Error of the statement, or when it was cut off
 */
export async function maintain(
  databaseUrl: string,
  role: DatabaseRole,
  limitMs: number,
  sql: string,
  signal: AbortSignal,
): Promise<void> {
  const limits = { statementMs: limitMs, queryMs: limitMs, lockMs: 2_000, idleInTransactionMs: 10_000 };
  const client = new SingleConnection(driverOptions(databaseUrl, role, limits));
  client.on('error', () => undefined);
  const cut = (): void => discard(client);
  try {
    await client.connect();
    signal.addEventListener('abort', cut);
    if (signal.aborted) throw new Error('the program stops');
    await client.query(`SET vacuum_cost_delay = ${COST_DELAY_MS}`);
    await client.query(sql);
  } finally {
    signal.removeEventListener('abort', cut);
    discard(client);
  }
}
