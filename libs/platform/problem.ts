import {
  english,
  type Fault,
  type Params,
  type ProblemCode,
  type ProblemKind,
  type ProblemParams,
  PROBLEMS,
} from '#contract/problems';

/** The parameters of the sentence; then each place that is wrong, and further members of the document (RFC 9457 §3.2). */
type Rest<C extends ProblemCode> =
  unknown extends ProblemParams<C>
    ? [params?: Record<string, never>, faults?: Fault[], extra?: Record<string, unknown>]
    : [params: ProblemParams<C>, faults?: Fault[], extra?: Record<string, unknown>];

/** An error a person can act on: says what was wrong, where, and what would be right. Never carries a citizen's data. */
export class Problem<C extends ProblemCode = ProblemCode> extends Error {
  readonly kind: ProblemKind;
  readonly params: Params;
  readonly faults: Fault[];
  readonly extra: Record<string, unknown>;

  /** @param code of the catalogue: the class, the HTTP status and the English sentence follow from it */
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
