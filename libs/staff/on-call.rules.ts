/** Roles with an on-call list: reviewers decide urgent broadcasts, operators handle what the brake stopped. */
export const ON_CALL_ROLES = ['reviewer', 'operator'] as const;
export type OnCallRole = (typeof ON_CALL_ROLES)[number];

/** A person who cannot be called yet because their role is in its wait. */
interface AwaitedOnCall {
  personId: string;
  name: string;
  /** When their role takes effect. */
  from: Date;
  /** Whether they keep a place on the list, and are called again from then on. */
  listed: boolean;
}

/** One role of the list as an admin sees it. */
export interface OnCallRota {
  role: OnCallRole;
  /** Whether people of an office that this admin manages can hold the role. */
  fits: boolean;
  /** Number of people on call from offices that this admin does not manage. */
  elsewhere: number;
  /** The admin's people with this role in its wait. */
  awaited: AwaitedOnCall[];
}

/**
 * What the on-call list lacks: nobody at all in a role, nobody of the admin's own offices in it, or no reviewer who
 * covers the whole nation.
 */
export type Unmanned = OnCallRole | `own-${OnCallRole}` | 'nationwide';

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
