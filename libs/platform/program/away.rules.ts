import { isNativeError } from 'node:util/types';

/** An unavailable server, as derived from an error. */
export interface Away {
  /** With the queues in PostgreSQL it is the database. */
  server: 'database' | 'queue';
  /** The connection broke during COMMIT, so that the result of the transaction is unknown. */
  uncertain: boolean;
}

/**
 * Error codes of Node and PostgreSQL for a server that is unreachable, starting, stopping, or has closed the
 * connection.
 */
const CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  '25P03', // idle_in_transaction_session_timeout
  '57P05', // idle_session_timeout
  '53300', // too many connections
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
]);

/** Messages of pg, pg-pool and TypeORM for a broken or unavailable connection. These errors have no code. */
const DATABASE_WORDS =
  /Connection terminated|connection error and is not queryable|Client was closed|[Qq]uery runner (was )?already released|timeout exceeded when trying to connect/;
/** Messages of ioredis for a connection that is closed for good, and of Siar: while ioredis reconnects, commands wait. */
const QUEUE_WORDS = /^Connection is closed|max retries per request|^the queue did not answer/;

/** Returns the unavailable server that an error indicates; null for any other error. */
export function awayFrom(error: unknown): Away | null {
  if (!isNativeError(error)) return null;
  if (QUEUE_WORDS.test(error.message)) return { server: 'queue', uncertain: false };
  const code = 'code' in error ? String(error.code) : '';
  if (!CODES.has(code) && !DATABASE_WORDS.test(error.message)) return null;
  return { server: 'database', uncertain: 'query' in error && error.query === 'COMMIT' };
}
