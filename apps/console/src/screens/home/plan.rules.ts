import type { Home } from '../../api';

export type Plan = NonNullable<NonNullable<Home['drafts']>[number]['plan']>;

/** The parts that no place of their own in a row tells of: the time and the recipients stand there, or their lack. */
export const otherLacks = ({ lacks }: Pick<Plan, 'lacks'>): ('channels' | 'texts' | 'election')[] =>
  lacks.flatMap((one) => (one === 'audience' || one === 'schedule' ? [] : [one]));

/** Whether the time of something that nobody has approved is over. @param at the present, ISO 8601 */
export const isPast = ({ dueAt }: Pick<Plan, 'dueAt'>, at: string): boolean =>
  dueAt !== null && Date.parse(dueAt) < Date.parse(at);

/** What KPU returned first, then what is due first; without a time, in the order given. */
export const nextFirst = <One extends { sentBackAt: string | null; plan: Pick<Plan, 'dueAt'> | null }>(
  drafts: readonly One[],
): One[] => {
  const due = ({ plan }: One): number => (plan?.dueAt ? Date.parse(plan.dueAt) : Number.MAX_SAFE_INTEGER);
  return drafts.toSorted(
    (a, b) => Number(b.sentBackAt !== null) - Number(a.sentBackAt !== null) || due(a) - due(b),
  );
};
