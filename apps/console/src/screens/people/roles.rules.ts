import type { Organisation, Role } from '../../api';

/** Mirrors GUARDED_ROLES in libs/staff: roles that no admin gives or resets alone. */
const GUARDED: readonly Role[] = ['reviewer', 'operator', 'dpo', 'admin'];
export const isGuarded = (role: Role): boolean => GUARDED.includes(role);

const NATIONAL: readonly Role[] = ['operator', 'auditor', 'dpo', 'helpdesk'];

/** Mirrors fitsOffice in libs/staff: reviewers belong to KPU, and national roles to national offices. */
export const fitsOffice = (
  { kind, regionCode }: Pick<Organisation, 'kind' | 'regionCode'>,
  role: Role,
): boolean => (role === 'reviewer' ? kind === 'kpu' : regionCode === null || !NATIONAL.includes(role));
