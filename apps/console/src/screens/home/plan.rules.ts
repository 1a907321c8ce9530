import type { Home } from '../../api';

export type Plan = NonNullable<NonNullable<Home['drafts']>[number]['plan']>;

/** Whether the time of something that nobody has approved is over. @param at the present, ISO 8601 */
export const isPast = ({ dueAt }: Pick<Plan, 'dueAt'>, at: string): boolean =>
  dueAt !== null && Date.parse(dueAt) < Date.parse(at);

/** Whether nothing is left but to submit it. @param at the present, ISO 8601 */
export const isComplete = (plan: Pick<Plan, 'dueAt' | 'lacks' | 'faults'> | null, at: string): boolean =>
  plan !== null && plan.lacks.length === 0 && plan.faults === 0 && !isPast(plan, at);

/** What KPU returned first, then what is due first; without a time, in the order given. */
export const nextFirst = <One extends { sentBackAt: string | null; plan: Pick<Plan, 'dueAt'> | null }>(
  drafts: readonly One[],
): One[] => {
  const due = ({ plan }: One): number => (plan?.dueAt ? Date.parse(plan.dueAt) : Number.MAX_SAFE_INTEGER);
  return drafts.toSorted(
    (a, b) => Number(b.sentBackAt !== null) - Number(a.sentBackAt !== null) || due(a) - due(b),
  );
};
