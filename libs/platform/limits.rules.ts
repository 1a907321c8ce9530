/** How long one kind of work may hold a database connection, in ms; 0 is no limit. */
export interface DatabaseLimits {
  /** One statement, on the server. */
  statementMs: number;
  /** A wait for one lock. */
  lockMs: number;
  /** A transaction whose client sends nothing: PostgreSQL ends the session and frees its locks. */
  idleInTransactionMs: number;
  /** Silence of the server while a query runs: the connection is destroyed. Longer than `statementMs`. */
  queryMs: number;
}

/**
 * The limits of programs, from the time after which a peer counts as hung. A lock outlasts the session limit of a stopped
 * holder, so that who waits gets it instead of an error; a statement outlasts its locks; the client outlasts the server,
 * which can still say what happened.
 * @param seconds DATABASE_TIMEOUT_SECONDS
 */
export const programLimits = (seconds: number): DatabaseLimits => ({
  idleInTransactionMs: Math.round(seconds * 1000),
  lockMs: Math.round(seconds * 1200),
  statementMs: Math.round(seconds * 1300),
  queryMs: Math.round(seconds * 1500),
});

/** Commands that read or write much and then exit: export of evidence, verification of the trail, seeding. */
export const TASK_LIMITS: DatabaseLimits = {
  idleInTransactionMs: 5 * 60_000,
  lockMs: 30_000,
  statementMs: 10 * 60_000,
  queryMs: 11 * 60_000,
};

/** Migrations: an index on a large table takes as long as it takes, but waits for no lock while others queue behind it. */
export const MIGRATION_LIMITS: DatabaseLimits = {
  idleInTransactionMs: 60_000,
  lockMs: 30_000,
  statementMs: 0,
  queryMs: 0,
};

/**
 * PostgreSQL's settings of a session with these limits. TCP finds a client that is gone: by probes while the session is
 * idle, by unacknowledged data while it answers, and by a look at the socket while a statement runs.
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
