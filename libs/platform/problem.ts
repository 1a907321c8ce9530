/** What went wrong, in the few classes a caller can act on; the HTTP edge turns each into its status. */
export type ProblemKind =
  | 'invalid' // 422: understood, but breaks a rule
  | 'malformed' // 400: not understood
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not-found' // 404
  | 'conflict' // 409: the state or version is not what the caller thought
  | 'too-many' // 429
  | 'unavailable'; // 503: try again, nothing changed

/** One place where input breaks a rule: a JSON path into the input, and what would be right. */
export interface Fault {
  path: string;
  message: string;
  /** Names what is wrong, for a screen that says it in its own words. */
  code?: string;
}

/** An error a person can act on: says what was wrong, where, and what would be right. Never carries a citizen's data. */
export class Problem extends Error {
  /**
   * @param kind which class, and so which HTTP status
   * @param message one or two sentences for the person
   * @param faults each place that is wrong
   * @param extra further members of the problem+json document (RFC 9457 §3.2)
   */
  constructor(
    readonly kind: ProblemKind,
    message: string,
    readonly faults: Fault[] = [],
    readonly extra: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = 'Problem';
  }
}
