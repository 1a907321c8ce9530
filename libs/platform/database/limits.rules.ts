/** Time limits of a database connection for one kind of work, in ms; 0 is no limit. */
export interface DatabaseLimits {
  /** A statement, on the server. */
  statementMs: number;
  /** The wait for a lock. */
  lockMs: number;
  /** An idle transaction: PostgreSQL ends the session and frees its locks. */
  idleInTransactionMs: number;
  /** Silence of the server during a query: the client destroys the connection. Longer than `statementMs`. */
  queryMs: number;
}

/**
 * Returns the limits of programs, derived from the time after which a peer counts as hung. A wait for a lock outlasts
 * the idle limit of a stopped holder, so that the waiting session gets the lock instead of an error. A statement
 * outlasts its lock waits. The client outlasts the server, which can then still report the cause.
 * @param seconds DATABASE_TIMEOUT_SECONDS
 */
export const programLimits = (seconds: number): DatabaseLimits => ({
  idleInTransactionMs: Math.round(seconds * 1000),
  lockMs: Math.round(seconds * 1200),
  statementMs: Math.round(seconds * 1300),
  queryMs: Math.round(seconds * 1500),
});

/** Limits of commands that read or write much and then exit: export of evidence, verification of the trail, seeding. */
export const TASK_LIMITS: DatabaseLimits = {
  idleInTransactionMs: 5 * 60_000,
  lockMs: 30_000,
  statementMs: 10 * 60_000,
  queryMs: 11 * 60_000,
};

/**
 * Limits of migrations: building an index has no time limit, but a wait for a lock has one, since other sessions queue
 * behind it.
 */
export const MIGRATION_LIMITS: DatabaseLimits = {
  idleInTransactionMs: 60_000,
  lockMs: 30_000,
  statementMs: 0,
  queryMs: 0,
};

/**
 * Returns PostgreSQL's session settings for these limits. TCP detects a client that is gone: by probes while the
 * session is idle, by unacknowledged data while it answers, and by a check of the socket while a statement runs.
 */
export function sessionSettings(limits: DatabaseLimits): Record<string, number> {
  return {
    statement_timeout: limits.statementMs,
    lock_timeout: limits.lockMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
    tcp_keepalives_idle: 10,
    tcp_keepalives_interval: 2,
    tcp_keepalives_count: 3,
    tcp_user_timeout: 15_000,
    client_connection_check_interval: 5_000,
  };
}
