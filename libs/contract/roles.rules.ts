import type { ROLES } from './lists.js';

type Role = (typeof ROLES)[number];

/** What a role asks of an office; `regionCode` is null for the ministry and for national KPU. */
interface Office {
  kind: 'ministry' | 'kpu';
  regionCode: string | null;
}

/**
 * Roles with nationwide powers: the emergency stop, the whole trail, every citizen's address. Only people of the
 * ministry and of national KPU hold them. The powers of other roles are limited by the region of their office.
 */
export const NATIONAL_ROLES: readonly Role[] = ['operator', 'auditor', 'dpo', 'helpdesk'];

/**
 * Roles that no admin grants or resets alone: those who decide what is sent or resumed, data protection officers, who
 * can reveal citizens' addresses, and admins, because one person could otherwise create a second admin account.
 */
export const GUARDED_ROLES: readonly Role[] = ['reviewer', 'operator', 'dpo', 'admin'];

/** Roles that follow broadcasts, on home, in the calendar and by their waves. */
export const FOLLOWERS: readonly [Role, ...Role[]] = ['author', 'reviewer', 'operator', 'auditor', 'admin'];

/** Roles that read a broadcast, its numbers and its copies: data protection officers look up single copies, too. */
export const READERS: readonly [Role, ...Role[]] = [...FOLLOWERS, 'dpo'];

export const isGuarded = (role: Role): boolean => GUARDED_ROLES.includes(role);

/**
 * Whether members of this organisation can hold the role, whoever appoints them. The database enforces the same
 * (`refuse_foreign_role` in libs/staff/sql/offices.sql).
 */
export function fitsOffice({ kind, regionCode }: Office, role: Role): boolean {
  if (role === 'reviewer') return kind === 'kpu';
  return regionCode === null || !NATIONAL_ROLES.includes(role);
}
