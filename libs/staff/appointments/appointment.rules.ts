import {
  type Actor,
  isNational,
  mayGrant,
  mayManage,
  type Organisation,
  type Role,
} from '../roles/staff.rules.js';
import type {
  AppointmentAct,
  AppointmentState,
  AppointmentStep,
  MissingStep as Missing,
} from '#contract/api/appointments';

export type {
  AppointmentAct,
  AppointmentState,
  AppointmentStep,
  MissingStep as Missing,
} from '#contract/api/appointments';

/** Transitions by state and step. Time alone leads from asked to expired, and from waiting to counting. */
export const TRANSITIONS: Readonly<
  Record<AppointmentState, Partial<Record<AppointmentStep, readonly AppointmentState[]>>>
> = {
  asked: { confirm: ['waiting', 'counting'], cancel: ['cancelled'] },
  // The first of two admins who lift it leaves it waiting.
  waiting: { lift: ['waiting', 'counting'], cancel: ['cancelled'] },
  counting: {},
  cancelled: {},
  expired: {},
};

/** The instants that determine the state of an appointment. */
export interface AppointmentInstants {
  expiresAt: Date;
  confirmedAt: Date | null;
  countsFrom: Date | null;
  cancelledAt: Date | null;
}

/** The state of an appointment at an instant. */
export function stateOf(instants: AppointmentInstants, now: Date): AppointmentState {
  if (instants.cancelledAt) return 'cancelled';
  if (!instants.confirmedAt || !instants.countsFrom) return instants.expiresAt <= now ? 'expired' : 'asked';
  return instants.countsFrom > now ? 'waiting' : 'counting';
}

/** The part of an appointment that these rules read. */
export interface Appointed {
  personId: string;
  organisation: Organisation;
  roles: readonly Role[];
  state: AppointmentState;
  askedBy: string;
  /** Whether the requester is still an admin: otherwise they do not count as one of two. */
  askerCounts: boolean;
  /** The admin who asked to lift the wait, if still an admin. */
  liftAskedBy: string | null;
}

/** The set-up of a person's account that a second admin's confirmation requires. */
export interface SetUp {
  /** The person has replaced the one-time password, which the inviting admin saw. */
  ownPassword: boolean;
  authenticator: boolean;
  /** Whether an account at the ministry's issuer is linked, which then replaces both; null: a local account. */
  linked: boolean | null;
  /** The person has a confirmed address of their own for notices. */
  ownAddress: boolean;
}

/**
 * The set-up steps missing before roles can be confirmed for a person: until then the inviting admin can sign in as
 * them.
 * @param requireTotp REQUIRE_TOTP
 */
export function missingOf(setUp: SetUp, requireTotp: boolean): Missing[] {
  const missing: Missing[] = [];
  if (setUp.linked === null) {
    if (!setUp.ownPassword) missing.push('no-own-password');
    if (requireTotp && !setUp.authenticator) missing.push('no-authenticator');
  } else if (!setUp.linked) missing.push('no-first-sign-in');
  if (!setUp.ownAddress) missing.push('no-own-address');
  return missing;
}

/**
 * Why an admin may not take a step. `state`: nobody may any more; `unmanaged`: it is hidden from them; `asker-gone`:
 * the requester is no longer an admin, so only one of two remains.
 */
export type StepRefusal = 'state' | 'unmanaged' | 'own' | 'second-admin' | 'asker-gone' | 'national-admin';

/** Why this admin may not take this step; null when they may. */
export function whyNotStep(step: AppointmentStep, actor: Actor, appointed: Appointed): StepRefusal | null {
  if (!mayManage(actor, appointed.organisation)) return 'unmanaged';
  if (!TRANSITIONS[appointed.state][step]) return 'state';
  if (step === 'cancel') return null;
  if (actor.personId === appointed.personId) return 'own';
  if (step === 'confirm') {
    if (actor.personId === appointed.askedBy) return 'second-admin';
    if (!appointed.askerCounts) return 'asker-gone';
    return appointed.roles.every((role) => mayGrant(actor, appointed.organisation, role))
      ? null
      : 'unmanaged';
  }
  if (!isNational(actor.organisation)) return 'national-admin';
  return actor.personId === appointed.liftAskedBy ? 'second-admin' : null;
}

/** Whether one of these admins can confirm it: otherwise it expires. */
export const isConfirmable = (admins: readonly Actor[], appointed: Appointed): boolean =>
  admins.some((admin) => whyNotStep('confirm', admin, appointed) === null);

/**
 * Whether an appointment takes effect after a waiting period, by the state at its confirmation. The first set-up does
 * not: roles in a national organisation that never had a reviewer or operator, and the first admin of an office without
 * any role. Both still need two admins.
 * @param has.people how many others hold a role there
 */
export function waits(
  organisation: Pick<Organisation, 'regionCode'>,
  has: { staffed: boolean; people: number },
  act: AppointmentAct,
  roles: readonly Role[],
): boolean {
  if (act !== 'roles') return true;
  if (isNational(organisation)) return has.staffed;
  return has.staffed || has.people > 0 || roles.some((role) => role !== 'admin');
}
