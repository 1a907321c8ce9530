import { isNativeError } from 'node:util/types';

/** What an error tells of a server that is away. */
export interface Away {
  /** Which it is; with the queues in PostgreSQL that is the database. */
  server: 'database' | 'queue';
  /** It was lost while a transaction was being committed: whether that was done nobody can say from here. */
  uncertain: boolean;
}

/** Node's and PostgreSQL's codes for a server that cannot be reached, is starting or stopping, or ended our connection. */
const CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  '25P03', // it ended a session that was silent inside a transaction
  '57P05', // it ended an idle session
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

/** What pg, pg-pool and TypeORM say, without a code, of a connection that broke or could not be had. */
const DATABASE_WORDS =
  /Connection terminated|connection error and is not queryable|Client was closed|[Qq]uery runner (was )?already released|timeout exceeded when trying to connect/;
/** What ioredis says of one that was closed for good; while it tries to connect again, commands wait. */
const QUEUE_WORDS = /^Connection is closed|max retries per request/;

/** Whether an error means that a server Siar needs is away, and which; null for every other error. */
export function awayFrom(error: unknown): Away | null {
  if (!isNativeError(error)) return null;
  if (QUEUE_WORDS.test(error.message)) return { server: 'queue', uncertain: false };
  const code = 'code' in error ? String(error.code) : '';
  if (!CODES.has(code) && !DATABASE_WORDS.test(error.message)) return null;
  return { server: 'database', uncertain: 'query' in error && error.query === 'COMMIT' };
}
