import {
  english,
  type Fault,
  type Params,
  type ProblemCode,
  type ProblemKind,
  type ProblemParams,
  PROBLEMS,
} from '#contract/problems';

/** Parameters of the sentence, then the faults, then further members of the document (RFC 9457 §3.2). */
type Rest<C extends ProblemCode> =
  unknown extends ProblemParams<C>
    ? [params?: Record<string, never>, faults?: Fault[], extra?: Record<string, unknown>]
    : [params: ProblemParams<C>, faults?: Fault[], extra?: Record<string, unknown>];

/** An error that a person can act on: what is wrong, where, and what would be right. Never holds a citizen's data. */
export class Problem<C extends ProblemCode = ProblemCode> extends Error {
  readonly kind: ProblemKind;
  readonly params: Params;
  readonly faults: Fault[];
  readonly extra: Record<string, unknown>;

  /** @param code from the catalogue: determines the kind, the HTTP status and the English sentence */
  constructor(
    readonly code: C,
    ...rest: Rest<C>
  ) {
    const [params = {}, faults = [], extra = {}] = rest as [Params?, Fault[]?, Record<string, unknown>?];
    const [kind, sentence] = PROBLEMS[code];
    super(english(sentence, params));
    this.name = 'Problem';
    this.kind = kind;
    this.params = params;
    this.faults = faults;
    this.extra = extra;
  }
}
