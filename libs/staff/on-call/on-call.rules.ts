import { type OnCallRole, type OnCallRota, type Unmanned, onCallRole } from '#contract/api/on-call';

export type { OnCallRota, Unmanned } from '#contract/api/on-call';

/** Roles with an on-call list: reviewers decide urgent broadcasts, operators handle what the brake stopped. */
export const ON_CALL_ROLES = onCallRole.options;
export type { OnCallRole };

/** A role of the list as the rule below reads it. */
export interface Manned extends Pick<OnCallRota, 'role' | 'fits' | 'elsewhere'> {
  /** Number of people on call from the admin's own offices. */
  own: number;
  /** Number of their people who can be added. */
  ready: number;
  /** Their people with this role in its wait. */
  awaited: readonly unknown[];
}

/**
 * The roles that an admin has to fill. An office without a single holder of a role leaves it to the others as long as
 * somebody there is on call: KPU need not appoint operators beside those of the ministry.
 */
export function emptyRotas(rotas: readonly Manned[]): Exclude<Unmanned, 'nationwide'>[] {
  return rotas.flatMap(({ role, fits, own, elsewhere, ready, awaited }) => {
    if (!fits || own > 0) return [];
    if (elsewhere === 0) return [role];
    return ready > 0 || awaited.length > 0 ? [`own-${role}` as const] : [];
  });
}
