import type { Hold } from '../../api';
import type { Problem } from '../../http';

/** What a refused hold means: another person has it, the review has been decided on, or something else failed. */
export type Refused = { by: Hold } | 'changed' | 'failed';

/** @param problem of the refusal; null: it was none by Siar */
export function refused(problem: Problem | null): Refused {
  if (problem?.status !== 409) return 'failed';
  const by = problem['hold'] as Hold | null | undefined;
  if (by) return { by };
  return problem.code === 'wrong-state' ? 'changed' : 'failed';
}
